"""A shop whose watchdog is called by hand, at moments that a test chooses. Nobody waits for real."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from backend.actors import AgentActor, ShopperActor
from backend.bot import watchdog
from backend.conversations import service
from backend.conversations.models import Conversation, Handoff, Message
from backend.db import Database
from backend.jobs import Job
from backend.shops import presence
from backend.shops import service as shops
from backend.shops.models import Shop
from tests.conftest import make_conversation

LIMIT = timedelta(seconds=90)


@dataclass
class Watched:
    """One thread of one shopper, and the clock."""

    db: Database
    shop: Shop
    agent: AgentActor
    shopper: ShopperActor
    begun: datetime
    conversation_id: int = 0

    def after(self, **passed: float) -> datetime:
        return self.begun + timedelta(**passed)

    async def look(self, moment: datetime) -> int:
        return await watchdog.look(self.db, moment, LIMIT)

    async def says(self, text: str, moment: datetime | None = None) -> Conversation:
        if moment is None:
            made = await make_conversation(self.db, self.shopper, text)
            self.conversation_id = made.id or 0
            self.begun = made.last_message_at
            return made
        async with self.db.writing() as session:
            await service.post_shopper_message(
                session, self.shopper, text=text, client_key=f"said-{moment.timestamp()}", page_url=None, now=moment
            )
        return await self.thread()

    async def asks_for_human(self, moment: datetime) -> Handoff:
        async with self.db.writing() as session:
            row = await service.ask_for_human(session, self.shopper, client_key="asked-once", now=moment)
        self.conversation_id, self.begun = row.id or 0, moment
        return await self.handoff()

    async def is_there(self, until: datetime) -> None:
        """The agent's window beats, for the last time at a moment that makes it count until then."""
        async with self.db.writing() as session:
            await presence.beat(session, self.agent, until - presence.BEAT_LASTS)

    async def set_away(self, moment: datetime) -> None:
        async with self.db.writing() as session:
            await presence.set_away(session, self.agent, moment, is_away=True)

    async def takes(self, moment: datetime) -> None:
        async with self.db.writing() as session:
            await service.take_over(session, self.agent, self.conversation_id, now=moment)

    async def replies(self, text: str, moment: datetime) -> None:
        async with self.db.writing() as session:
            key = f"reply-{moment.timestamp()}"
            await service.post_reply(session, self.agent, self.conversation_id, text=text, client_key=key, now=moment)

    async def chooses(self, **settings: Any) -> None:
        async with self.db.writing() as session:
            await shops.update_settings(session, self.agent, settings)

    async def thread(self) -> Conversation:
        async with self.db.reading() as session:
            return await session.get_one(Conversation, self.conversation_id)

    async def handoffs(self) -> list[Handoff]:
        async with self.db.reading() as session:
            found = select(Handoff).where(Handoff.conversation_id == self.conversation_id).order_by(col(Handoff.id))
            return list((await session.exec(found)).all())

    async def handoff(self) -> Handoff:
        return (await self.handoffs())[-1]

    async def messages(self) -> list[Message]:
        async with self.db.reading() as session:
            mine = select(Message).where(Message.conversation_id == self.conversation_id)
            return list((await session.exec(mine.order_by(col(Message.sequence)))).all())

    async def lines(self) -> list[str]:
        """What agents read of what happened, oldest first."""
        return [message.text for message in await self.messages() if message.kind == "activity" and message.text]

    async def told(self) -> list[str]:
        """What the bot said to the shopper."""
        return [m.text for m in await self.messages() if m.author == "bot" and m.audience == "everyone"]

    async def revision(self) -> int:
        async with self.db.reading() as session:
            return (await session.get_one(Shop, self.shop.id)).revision

    async def jobs(self) -> list[Job]:
        async with self.db.reading() as session:
            return list((await session.exec(select(Job).order_by(col(Job.id)))).all())

    async def forgets_jobs(self, state: str | None = None) -> None:
        """As if no turn had been owed; or as one that ended in a state."""
        async with self.db.writing() as session:
            for job in (await session.exec(select(Job))).all():
                if state is None:
                    await session.delete(job)
                else:
                    job.state = state
                    session.add(job)
