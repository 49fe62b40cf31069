"""What a document names of conversations is read along with them; what was not is read when it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from backend.conversations import queries
from backend.graphql.agent.loaders import Loaders
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, House, id_token
from tests.graphql.world import World

pytestmark = pytest.mark.anyio

ROW = """{ id agent { firstName isMe } shopper { name conversationCount } tags { tag { name openCount } evidence }
    handoff { reason requestedAt seenBy { firstName } acceptedBy { firstName } } unread hasOpenForm }"""
DOCUMENTS = {
    "page": f"{{ conversations {{ edges {{ cursor node {ROW} }} pageInfo {{ hasNextPage }} }} }}",
    "inbox": f"{{ inbox {{ revision conversations {ROW} }} }}",
    "thread": f"query($id: ID!) {{ transcript(conversationId: $id) {{ cursor conversation {ROW} }} }}",
}


@contextmanager
def counted(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many transactions are read in."""
    begun: list[int] = []
    reading = house.services.db.reading

    def counting() -> Any:
        begun.append(1)
        return reading()

    with monkeypatch.context() as patch:
        patch.setattr(house.services.db, "reading", counting)
        yield begun


@ON_BOTH
@pytest.mark.parametrize("name", DOCUMENTS)
async def test_what_is_read_ahead_is_what_would_be_read_later(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    token, given = id_token(world.here.domain), {"id": str(world.here.conversation)} if name == "thread" else {}
    take = "mutation($id: ID!) { takeOver(conversationId: $id) { userErrors { code } } }"
    await house.data(AGENTS, token, take, {"id": str(world.here.conversation)})
    with counted(house, monkeypatch) as at_once:
        ahead = await house.data(AGENTS, token, DOCUMENTS[name], given)

    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(Loaders, "ahead", nothing)
    with counted(house, monkeypatch) as later:
        assert await house.data(AGENTS, token, DOCUMENTS[name], given) == ahead
    assert str(ahead).count("'isMe': True") >= 1 and str(ahead).count("conversationCount") >= 1
    assert len(later) - len(at_once) == 6, "one for each field that loads, but for the tags' counts in both"


async def test_what_a_document_does_not_name_is_not_read(house: House, world: World) -> None:
    read: list[str] = []
    load = Loaders(house.services.db, world.here.agent)
    for name in ("_agents", "_shoppers", "_tags", "_handoffs", "_forms", "_unread"):
        batch = getattr(load, name)

        async def noted(_session: Any, _keys: list[int], name: str = name) -> None:
            read.append(name)

        batch.ahead = noted
    async with house.services.db.reading() as session:
        row = await queries.conversation(session, world.here.agent.shop_id, world.here.conversation)
        await load.ahead(session, [row], frozenset({"shopper", "unread", "preview"}))
    assert read == ["_shoppers", "_unread"]
