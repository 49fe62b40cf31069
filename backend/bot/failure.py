"""A bot that cannot answer does not end in silence: it says so, and a human is asked for."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind
from backend.bot import situation, words
from backend.conversations import service as conversations
from backend.conversations.expecting import outlook_for
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation
from backend.conversations.rules import Reason, State, Urgency


async def ask_for_human(
    session: AsyncSession, conversation: Conversation, *, evidence: str, urgency_why: str, now: datetime
) -> bool:
    """Of a locked thread. False where nobody waits for the bot any more: then nothing is said and nobody asked."""
    waiting = await situation.unanswered_now(session, conversation.shop_id, conversation.id or 0)
    if conversation.state != State.BOT or not waiting:
        return False
    language = await language_for(session, conversation.shop_id, conversation.shopper_id, conversation.language)
    outlook = await outlook_for(session, conversation.shop_id, now)
    text = words.handing_over(language, outlook, high=False)
    await conversations.post_bot_reply(
        session, conversation, term=conversation.term, text=text, is_preview=False, now=now
    )
    await conversations.escalate(
        session,
        conversation,
        reason=Reason.BOT_FAILURE,
        urgency=Urgency.NORMAL,
        urgency_why=urgency_why,
        evidence=evidence,
        by=ActorKind.SYSTEM,
        now=now,
    )
    return True
