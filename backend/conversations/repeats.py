"""Questions for what is known already. They are hinted at before they are sent, and counted where they are sent anyway.

A doubt is no repetition: only a sentence that asks, and names the thing by its label or by what it is commonly called.
The inbox hints by the same cases, which both are tested on.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import Conversation, Message, RepeatedQuestion
from backend.db import insert_into

_CALLED = tuple(
    (re.compile(keys), re.compile(words))
    for keys, words in (
        (r"e_?mail", r"\be-?mails?( address(es)?)?\b"),
        (r"order", r"\border (number|no\.?|#|id|name)|\bnumber of (your|the) order\b|\bwhich order\b"),
        (r"phone", r"\b(tele)?phone( number)?\b"),
        (r"item", r"\b(which|what) (item|product|article)s?\b"),
        (r"reason", r"\b(the|your|what) reason\b|\bwhy (do|did|would) you\b"),
        (r"(^|_)name", r"\byour (full )?name\b"),
    )
)
"""How a thing is called beside its label, for what shops ask most."""
_ASKING = re.compile(
    r"\?|\b(could|can|would|will) (you|i)\b|\bplease\b|\b(send|give|tell|share|provide|confirm)( (us|me))?\b"
    r"|\bmay i\b|\b(need|what('s| is)) your\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*[.!?]*")


def asked_again(text: str, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The keys of the known values that the text asks for, in the order in which they are known."""
    asking = [sentence for sentence in _SENTENCE.findall(text.lower()) if _ASKING.search(sentence)]
    return [key for key, value in known.items() if any(_asks_for(sentence, key, value) for sentence in asking)]


def _asks_for(sentence: str, key: str, known: Mapping[str, Any]) -> bool:
    if str(known.get("value", "")).lower() in sentence:  # who says it, such as to have it confirmed, knows it
        return False
    name = str(known.get("label", "")).strip().lower()
    if len(name) > 3 and re.search(rf"(?:^|[\W_]){re.escape(name)}(?:[\W_]|$)", sentence):
        return True
    return any(keys.search(key) and words.search(sentence) for keys, words in _CALLED)


async def count_reply(session: AsyncSession, conversation: Conversation, message: Message, now: datetime) -> None:
    """Counts what an agent's reply asks for again."""
    await _count(session, message, asked_again(message.text, conversation.known), "agent", now)


async def count_form(session: AsyncSession, message: Message, keys: Iterable[str], now: datetime) -> None:
    """Counts the fields of an offered form that ask for what is known, and could not be filled in with it."""
    await _count(session, message, keys, "form", now)


async def _count(session: AsyncSession, message: Message, keys: Iterable[str], asked_by: str, now: datetime) -> None:
    rows = [
        {
            "shop_id": message.shop_id, "conversation_id": message.conversation_id,
            "message_sequence": message.sequence, "field_key": key[:40], "asked_by": asked_by,
            "agent_id": message.agent_id, "created_at": now,
        }
        for key in keys
    ]  # fmt: skip
    if rows:
        await session.exec(insert_into(session, RepeatedQuestion).values(rows).on_conflict_do_nothing())


async def counts(session: AsyncSession, shop_id: int, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """How often each field was asked for again in a time, by field and by who asked: form or agent."""
    rows = await session.exec(
        select(RepeatedQuestion.field_key, RepeatedQuestion.asked_by, func.count())
        .where(RepeatedQuestion.shop_id == shop_id)
        .where(col(RepeatedQuestion.created_at) >= since, col(RepeatedQuestion.created_at) < until)
        .group_by(col(RepeatedQuestion.field_key), col(RepeatedQuestion.asked_by))
    )
    return {(key, asked_by): count for key, asked_by, count in rows.all()}
