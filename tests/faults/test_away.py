"""While the database is away, the doors say so in a way that clients understand: come again with the same words."""

from typing import Any

import pytest

from tests.faults.conftest import Deployment
from tests.graphql.doors import AGENTS, SHOPPERS, id_token

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", [AGENTS, SHOPPERS])
async def test_who_asks_while_the_database_is_away_is_told_to_come_again(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    house, side = deployment.house, deployment.world.here
    token = id_token(side.domain) if path == AGENTS else house.shopper_token(side.shopper)

    def away() -> Any:
        raise ConnectionRefusedError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(house.services.db, "reading", away)
        answer = await house.ask(path, token, "{ __typename }")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAVAILABLE"]
    assert (await house.ask(path, token, "{ __typename }")).status_code == 200
