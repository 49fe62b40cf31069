"""What belongs to many rows is asked for once. Made anew for each read, so that nothing stale is ever served."""

import copy
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

from sqlmodel.ext.asyncio.session import AsyncSession
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from backend.actions import queries as actions
from backend.actors import AgentActor, InboxActor
from backend.conversations import queries as conversations
from backend.conversations.models import Conversation, Handoff, Shopper
from backend.conversations.unread import unread
from backend.db import Database
from backend.graphql.agent.handoff_types import Staff
from backend.shops.models import Agent
from backend.tags import queries as tags
from backend.tags.queries import AppliedTag, TagSummary

T = TypeVar("T")
R = TypeVar("R")
Found: TypeAlias = T | Awaitable[T]


class Batch:
    """Values by key, read together: ahead in a transaction that is open anyway, or once somebody asks."""

    def __init__(self, db: Database, read: Callable[[AsyncSession, list[int]], Awaitable[dict[int, Any]]]) -> None:
        self._read = read
        self._known: dict[int, Any] = {}

        async def load(keys: list[int]) -> list[Any]:
            async with db.reading() as session:
                found = await read(session, keys)
            return [found.get(key) for key in keys]

        self._asked: DataLoader[int, Any] = DataLoader(load_fn=load)

    async def ahead(self, session: AsyncSession, keys: list[int]) -> None:
        found = await self._read(session, keys)
        self._known.update((key, found.get(key)) for key in keys)

    def know(self, values: Mapping[int, Any]) -> None:
        self._known.update(values)

    def known(self, key: int) -> Any:
        """The value if it was read ahead."""
        return self._known.get(key)

    def get(self, key: int) -> Any:
        """The value where it is known, else something to wait for."""
        return self._known[key] if key in self._known else self._asked.load(key)


class Loaders:
    """Batched reads for one actor. What was not read ahead comes as something to wait for: see `then`."""

    def __init__(self, db: Database, actor: InboxActor) -> None:
        self._db, self.actor = db, actor
        self.staff = Staff(actor)
        self._staff: dict[int, Agent] | None = None
        shop_id = actor.shop_id
        self._agents = Batch(db, lambda s, _: self._agents_of(s))
        self._shoppers = Batch(db, lambda s, ids: _shoppers(s, shop_id, ids))
        self._tags = Batch(db, lambda s, ids: tags.applied(s, shop_id, ids))
        self._summaries = Batch(db, lambda s, _: _summaries(s, shop_id))
        self._handoffs = Batch(db, self._handoffs_of)
        self._forms = Batch(db, lambda s, ids: actions.open_forms(s, shop_id, ids))
        self._unread = Batch(db, self._unread_of)

    async def ahead(self, session: AsyncSession, rows: Sequence[Conversation], words: frozenset[str]) -> None:
        """Reads what fields of these names will ask for. Whatever else they ask for is read when they do."""
        ids = [_id(row) for row in rows]
        keys: dict[str, tuple[Batch, list[int]]] = {
            "agent": (self._agents, [row.agent_id for row in rows if row.agent_id is not None]),
            "shopper": (self._shoppers, [row.shopper_id for row in rows]),
            "tags": (self._tags, ids),
            "handoff": (self._handoffs, ids),
            "hasOpenForm": (self._forms, ids),
            "unread": (self._unread, ids),
        }
        for word, (batch, wanted) in keys.items():
            if word in words and wanted:
                await batch.ahead(session, list(dict.fromkeys(wanted)))

    async def _agents_of(self, session: AsyncSession) -> dict[int, Agent]:
        if self._staff is None:
            self._staff = await _agents(session, self.actor.shop_id)
        return self._staff

    async def _handoffs_of(self, session: AsyncSession, ids: list[int]) -> dict[int, tuple[Handoff, dict[int, Agent]]]:
        found = await conversations.latest_handoffs(session, self.actor.shop_id, ids)
        staff = await self._agents_of(session) if found else {}
        return {key: (handoff, staff) for key, handoff in found.items()}

    async def _unread_of(self, session: AsyncSession, ids: list[int]) -> dict[int, int]:
        return await unread(session, self.actor, ids) if isinstance(self.actor, AgentActor) else {}

    def seen_by(self, actor: InboxActor, counts: Mapping[int, int]) -> "Loaders":
        """The same reads, for another who may see the same: theirs alone are read marks, and who "me" is."""
        other = copy.copy(self)
        other.actor, other.staff = actor, Staff(actor)
        other._unread = Batch(self._db, other._unread_of)
        other._unread.know(counts)
        return other

    def named(self, row: Conversation) -> set[int]:
        """Agents whom a conversation may name, as far as it was read ahead."""
        asked = self._handoffs.known(_id(row))
        steps = vars(asked[0]).items() if asked else ()
        named = {value for name, value in steps if name.endswith("_by") and isinstance(value, int)}
        return named | ({row.agent_id} if row.agent_id is not None else set())

    def agent(self, agent_id: int | None) -> Found[Agent | None]:
        return self._agents.get(agent_id) if agent_id is not None else None

    def shopper(self, shopper_id: int) -> Found[tuple[Shopper, int]]:
        """The shopper and how many conversations they had."""
        found: Found[tuple[Shopper, int]] = self._shoppers.get(shopper_id)
        return found

    def tags(self, row: Conversation) -> Found[list[AppliedTag] | None]:
        found: Found[list[AppliedTag] | None] = self._tags.get(_id(row))
        return found

    def tag(self, tag_id: int) -> Found[TagSummary | None]:
        found: Found[TagSummary | None] = self._summaries.get(tag_id)
        return found

    def handoff(self, row: Conversation) -> Found[tuple[Handoff, dict[int, Agent]] | None]:
        """The newest request for a human, and the staff by id."""
        found: Found[tuple[Handoff, dict[int, Agent]] | None] = self._handoffs.get(_id(row))
        return found

    def open_form(self, row: Conversation) -> Found[object | None]:
        found: Found[object | None] = self._forms.get(_id(row))
        return found

    def unread(self, row: Conversation) -> Found[int | None]:
        found: Found[int | None] = self._unread.get(_id(row))
        return found


def then(found: Found[T], shown: Callable[[T], R]) -> R:
    """What is shown of it: at once where it is known. Else something to wait for, which the executor does."""
    if not hasattr(found, "__await__"):  # many times faster than to ask whether it is an Awaitable
        return shown(found)

    async def later() -> R:
        return shown(await cast(Awaitable[T], found))

    return cast(R, later())


@lru_cache(maxsize=512)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def words_of(info: Info[Any, Any]) -> frozenset[str]:
    """All words of the document that is executed: more than the fields which are selected, and quickly known."""
    at = info._raw_info.operation.loc
    return _words_of(at.source.body) if at is not None else frozenset()


async def _shoppers(session: AsyncSession, shop_id: int, ids: list[int]) -> dict[int, tuple[Shopper, int]]:
    rows = await conversations.shoppers(session, shop_id, ids)
    pasts = await conversations.conversation_counts(session, shop_id, ids)
    return {key: (row, pasts.get(key, 0)) for key, row in rows.items()}


async def _agents(session: AsyncSession, shop_id: int) -> dict[int, Agent]:
    return {row.id: row for row in await conversations.agents(session, shop_id) if row.id is not None}


async def _summaries(session: AsyncSession, shop_id: int) -> dict[int, TagSummary]:
    return {summary.id: summary for summary in await tags.tags(session, shop_id)}


def _id(row: Conversation) -> int:
    assert row.id is not None
    return row.id
