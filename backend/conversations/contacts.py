"""The e-mail address at which the team can reach a shopper who does not stay: given once, and theirs to correct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind, ShopperActor
from backend.conversations import queries
from backend.conversations.rules import Audience, MessageKind, email_address
from backend.conversations.transcript import Known, locked, remember, write_message
from backend.errors import Invalid, NotFound

LEFT = "waiting"
"""The origin of an address that was left while waiting."""
THEIR_OWN = frozenset((LEFT, "answer", "customer"))
"""Origins of an address that the shopper gave, or Shopify signed about them. Others may be somebody else's."""


@dataclass(frozen=True)
class KnownEmail:
    """An address, and whether the shopper may be shown it."""

    address: str
    is_their_own: bool


def known_email(values: Mapping[str, Any]) -> KnownEmail | None:
    """The address among known answers."""
    entry = values.get("email")
    if not isinstance(entry, dict) or not entry.get("value"):
        return None
    return KnownEmail(str(entry["value"]), str(entry.get("origin")) in THEIR_OWN)


async def leave_email(session: AsyncSession, actor: ShopperActor, text: str, now: datetime) -> None:
    """Keeps the address with what is known of the shopper, and tells agents once. The same again changes nothing."""
    address = email_address(text)
    if address is None:
        raise Invalid("Write an e-mail address, such as name@example.com.", field="email")
    thread = await queries.shopper_thread(session, actor)
    if thread is None:
        raise NotFound("There is no conversation yet.")
    conversation = await locked(session, actor.shop_id, thread.id or 0)
    before = known_email(conversation.known)
    if before == KnownEmail(address, is_their_own=True):
        return
    await remember(session, conversation, {"email": Known(address, "E-mail", LEFT)})
    await write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=ActorKind.SHOPPER,
        audience=Audience.AGENTS,
        text="Corrected their e-mail address" if before and before.is_their_own else "Left an e-mail address",
        now=now,
    )
