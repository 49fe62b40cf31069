"""A turn that nobody waits for, in a shop as it is: the words are given, and no conversation is read or written.

What `think` makes of it is what it would make of the same words in a new conversation of a shopper who is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries as action_queries
from backend.actions.rules import Circumstances, fits
from backend.ai.understand import Turn
from backend.bot.situation import HISTORY, LONGEST_TURN, Situation
from backend.clock import now
from backend.conversations.expecting import outlook_for
from backend.conversations.models import Conversation
from backend.conversations.subject import subject_after
from backend.db import shared_moment
from backend.shops import queries as shops

NOBODY = 0


@dataclass(frozen=True)
class Imagined(Situation):
    """A situation whose words are in no message."""

    asked: str = ""

    @property
    def text(self) -> str:
        return self.asked[:LONGEST_TURN]

    @property
    def last_sequence(self) -> int:
        return 0


async def imagine(
    session: AsyncSession, shop_id: int, text: str, history: Sequence[Turn] = (), *, misses: int = 0
) -> Imagined:
    """`misses` is how often in a row the bot did not know before this."""
    forms = await action_queries.offerable_forms(session, shop_id, NOBODY)
    said = (*(turn.text for turn in history if turn.sender == "shopper"), text)
    return Imagined(
        shop=await shops.shop(session, shop_id),
        settings=await shops.settings(session, shop_id),
        conversation=Conversation(
            shop_id=shop_id,
            shopper_id=NOBODY,
            subject=reduce(subject_after, said, ""),
            bot_misses=misses,
            created_at=now(),
            last_message_at=now(),
            state_since=now(),
        ),
        unanswered=[],
        history=list(history)[-HISTORY:],
        forms=[form for form in forms if fits(form.triggers, Circumstances())],
        offered={},
        known={},
        order=None,
        outlook=await outlook_for(session, shop_id, await shared_moment(session)),
        asked=text,
    )
