"""How much the language model may be asked: by a conversation, by a shop and by everybody, in tokens a day.

What is spent are rows: it survives a restart, and all processes share it. A call reserves the most that it may use and
gives back what it did not. Rows are taken in one order: conversation, shop, all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.ai.providers import TokensADay
from backend.bot.models import ModelUse
from backend.clock import now
from backend.db import Database, delete_some, insert_into

KEEP_FOR = timedelta(days=35)


@dataclass(frozen=True)
class Payer:
    """For whom a call is made. A question in the playground belongs to no conversation."""

    shop_id: int
    conversation_id: int | None = None


@dataclass(frozen=True)
class Reserved:
    """What a call may use, until `settle` says what it did."""

    payer: Payer
    day: str
    tokens: int


@dataclass(frozen=True)
class _Scope:
    name: str
    limit: int
    shop_id: int | None = None
    conversation_id: int | None = None


class Spent(Exception):
    """`scope` has nothing left today: "conversation", "shop" or "all"."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


def day_of(moment: datetime) -> str:
    return moment.date().isoformat()


async def reserve(db: Database, payer: Payer, tokens: int, limits: TokensADay) -> Reserved:
    """Raises Spent, and then nothing is reserved anywhere."""
    day = day_of(now())
    async with db.writing() as session:
        for scope in _scopes(payer, limits):
            await _take(session, scope, day, tokens)
    return Reserved(payer, day, tokens)


async def settle(db: Database, reserved: Reserved, used: int) -> None:
    """Counts what was used in place of what was reserved; a call that was not made is not counted."""
    async with db.writing() as session:
        for scope in _scopes(reserved.payer, TokensADay()):
            values = {"tokens": col(ModelUse.tokens) - reserved.tokens + used}
            if not used:
                values["calls"] = col(ModelUse.calls) - 1
            one = col(ModelUse.day) == reserved.day, col(ModelUse.scope) == scope.name
            await session.exec(update(ModelUse).where(*one).values(values))


async def forget_use(session: AsyncSession, moment: datetime) -> int:
    """Some of what was used long ago."""
    return await delete_some(session, ModelUse, col(ModelUse.day) < day_of(moment - KEEP_FOR))


async def used_today(session: AsyncSession, shop_id: int, moment: datetime) -> tuple[int, int]:
    """The shop's calls and tokens since midnight (UTC)."""
    found = await session.exec(
        select(ModelUse.calls, ModelUse.tokens).where(
            ModelUse.shop_id == shop_id, ModelUse.scope == f"shop:{shop_id}", ModelUse.day == day_of(moment)
        )
    )
    calls, tokens = found.first() or (0, 0)
    return calls, tokens


def _scopes(payer: Payer, limits: TokensADay) -> list[_Scope]:
    scopes = [_Scope(f"shop:{payer.shop_id}", limits.shop, payer.shop_id), _Scope("all", limits.everybody)]
    if payer.conversation_id is None:
        return scopes
    thread = payer.conversation_id
    return [_Scope(f"conversation:{thread}", limits.conversation, payer.shop_id, thread), *scopes]


async def _take(session: AsyncSession, scope: _Scope, day: str, tokens: int) -> None:
    row = {"day": day, "scope": scope.name, "shop_id": scope.shop_id, "conversation_id": scope.conversation_id}
    made = insert_into(session, ModelUse).values(**row, calls=0, tokens=0)
    await session.exec(made.on_conflict_do_nothing(index_elements=["day", "scope"]))
    taken = await session.exec(
        update(ModelUse)
        .where(col(ModelUse.day) == day, col(ModelUse.scope) == scope.name)
        .where(col(ModelUse.tokens) + tokens <= scope.limit)
        .values(tokens=col(ModelUse.tokens) + tokens, calls=col(ModelUse.calls) + 1)
    )
    if not taken.rowcount:
        raise Spent(scope.name.split(":")[0])
