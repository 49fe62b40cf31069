"""A shopper's token opens doors for an hour, tells who it was for ninety days, and cannot be made by anybody else."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from backend.actors import ShopperActor
from backend.shops import shopper_token
from backend.shops.sealing import derived_key
from backend.shops.shopper_token import ShopperTokenRefused

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHOPPER = ShopperActor(shop_id=7, id=42, customer_id="600001")


def test_a_token_names_shop_shopper_and_customer() -> None:
    minted = shopper_token.mint(KEY, SHOPPER, NOW)
    assert minted.expires_at == NOW + timedelta(hours=1)
    assert shopper_token.verify(KEY, minted.token, NOW) == SHOPPER


def test_after_an_hour_it_opens_no_door_but_can_be_renewed_for_ninety_days() -> None:
    token = shopper_token.mint(KEY, SHOPPER, NOW).token
    assert shopper_token.verify(KEY, token, NOW + timedelta(minutes=59)) == SHOPPER
    with pytest.raises(ShopperTokenRefused):
        shopper_token.verify(KEY, token, NOW + timedelta(hours=1))
    assert shopper_token.renewable(KEY, token, NOW + timedelta(days=89)) == SHOPPER
    with pytest.raises(ShopperTokenRefused):
        shopper_token.renewable(KEY, token, NOW + timedelta(days=91))


def claims(**changes: object) -> dict[str, object]:
    end = int((NOW + timedelta(hours=1)).timestamp())
    return {"aud": "baton:shopper", "sub": "42", "shop": 7, "customer": None, "iat": end - 3600, "exp": end, **changes}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "é",
        "x" * 2000,
        jwt.encode(claims(), "", algorithm="none"),
        jwt.encode(claims(), bytes(32), algorithm="HS256"),
        jwt.encode(claims(), derived_key(KEY, "seal"), algorithm="HS256"),
        jwt.encode(claims(aud="baton:agent"), derived_key(KEY, "shopper token"), algorithm="HS256"),
        jwt.encode(claims(sub="x"), derived_key(KEY, "shopper token"), algorithm="HS256"),
        jwt.encode(claims(shop=None), derived_key(KEY, "shopper token"), algorithm="HS256"),
        jwt.encode({"aud": "baton:shopper"}, derived_key(KEY, "shopper token"), algorithm="HS256"),
    ],
)
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(ShopperTokenRefused):
        shopper_token.verify(KEY, token, NOW)
    with pytest.raises(ShopperTokenRefused):
        shopper_token.renewable(KEY, token, NOW)
