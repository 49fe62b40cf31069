"""What is sealed opens with its key, in its place, unchanged, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.shops.sealing import CannotUnseal, Sealer, derived_key

KEY, OTHER = bytes(range(32)), bytes(32)


@given(st.text(max_size=100))
def test_a_secret_comes_back_and_does_not_show(secret: str) -> None:
    sealed = Sealer(KEY).seal(secret, "7:access_token")
    assert Sealer(KEY).unseal(sealed, "7:access_token") == secret
    assert len(secret) < 6 or secret not in sealed


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert Sealer(KEY).seal("shpat_x", "7:access_token") != Sealer(KEY).seal("shpat_x", "7:access_token")


def test_it_does_not_open_with_another_key_or_in_another_place() -> None:
    sealed = Sealer(KEY).seal("shpat_x", "7:access_token")
    for sealer, place in [(Sealer(OTHER), "7:access_token"), (Sealer(KEY), "8:access_token"), (Sealer(KEY), "7:other")]:
        with pytest.raises(CannotUnseal):
            sealer.unseal(sealed, place)


@pytest.mark.parametrize("junk", ["", "v1.", "v1.AAAA", "v1.!!!!", "v2.x", "é", "v1." + "A" * 80])
def test_junk_does_not_open(junk: str) -> None:
    with pytest.raises(CannotUnseal):
        Sealer(KEY).unseal(junk, "7:access_token")


def test_a_changed_text_does_not_open() -> None:
    sealed = Sealer(KEY).seal("shpat_x", "7:access_token")
    for place in range(3, len(sealed) - 2, 5):
        letter = "A" if sealed[place] != "A" else "B"
        with pytest.raises(CannotUnseal):
            Sealer(KEY).unseal(sealed[:place] + letter + sealed[place + 1 :], "7:access_token")


def test_keys_of_two_purposes_differ_and_the_key_does_not_show() -> None:
    assert derived_key(KEY, "seal") != derived_key(KEY, "shopper token")
    assert repr(KEY)[2:-1] not in repr(Sealer(KEY))
