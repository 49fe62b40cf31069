"""What belongs to many rows is asked for once. Made anew for each read, so that nothing stale is ever served."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession
from strawberry.dataloader import DataLoader

from backend.actions import queries as actions
from backend.actors import AgentActor, InboxActor
from backend.conversations import queries as conversations
from backend.conversations.models import Conversation, Handoff, Shopper
from backend.db import Database
from backend.shops.models import Agent
from backend.tags import queries as tags
from backend.tags.queries import AppliedTag, TagSummary

K = TypeVar("K", bound=Hashable)


class Loaders:
    """Batched reads for one actor."""

    def __init__(self, db: Database, actor: InboxActor) -> None:
        self.db, self.actor = db, actor
        shop_id = actor.shop_id
        self._agents = self._loader(lambda s, _: _agents(s, shop_id))
        self._shoppers = self._loader(lambda s, ids: conversations.shoppers(s, shop_id, ids))
        self._pasts = self._loader(lambda s, ids: conversations.conversation_counts(s, shop_id, ids))
        self._tags = self._loader(lambda s, ids: tags.applied(s, shop_id, ids))
        self._summaries = self._loader(lambda s, _: _summaries(s, shop_id))
        self._handoffs = self._loader(lambda s, ids: conversations.latest_handoffs(s, shop_id, ids))
        self._forms = self._loader(lambda s, ids: actions.open_forms(s, shop_id, ids))
        self._unread = self._loader(self._unread_of)

    def _loader(self, read: Callable[[AsyncSession, list[int]], Awaitable[dict[int, Any]]]) -> DataLoader[int, Any]:
        async def load(keys: list[int]) -> list[Any]:
            async with self.db.reading() as session:
                found = await read(session, keys)
            return [found.get(key) for key in keys]

        return DataLoader(load_fn=load)

    async def _unread_of(self, session: AsyncSession, ids: list[int]) -> dict[int, int]:
        return await conversations.unread(session, self.actor, ids) if isinstance(self.actor, AgentActor) else {}

    async def agent(self, agent_id: int | None) -> Agent | None:
        row: Agent | None = await self._agents.load(agent_id) if agent_id is not None else None
        return row

    async def shopper(self, shopper_id: int) -> tuple[Shopper, int]:
        """The shopper and how many conversations they had."""
        row: Shopper = await self._shoppers.load(shopper_id)
        return row, await self._pasts.load(shopper_id) or 0

    async def tags(self, row: Conversation) -> list[AppliedTag]:
        return await self._tags.load(_id(row)) or []

    async def tag(self, tag_id: int) -> TagSummary | None:
        summary: TagSummary | None = await self._summaries.load(tag_id)
        return summary

    async def handoff(self, row: Conversation) -> Handoff | None:
        handoff: Handoff | None = await self._handoffs.load(_id(row))
        return handoff

    async def has_open_form(self, row: Conversation) -> bool:
        return await self._forms.load(_id(row)) is not None

    async def unread(self, row: Conversation) -> int:
        return await self._unread.load(_id(row)) or 0


async def _agents(session: AsyncSession, shop_id: int) -> dict[int, Agent]:
    return {row.id: row for row in await conversations.agents(session, shop_id) if row.id is not None}


async def _summaries(session: AsyncSession, shop_id: int) -> dict[int, TagSummary]:
    return {summary.id: summary for summary in await tags.tags(session, shop_id)}


def _id(row: Conversation) -> int:
    assert row.id is not None
    return row.id
