"""An offer of the actor's own, found and held: what every verb of an open form begins with."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries
from backend.actions.forms import Form, OfferStatus
from backend.actions.models import CustomAction, Offer
from backend.actors import AgentActor, ShopperActor
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.errors import FormClosed, NotFound


async def found_for(
    session: AsyncSession, actor: ShopperActor | AgentActor, offer_id: int
) -> tuple[Conversation, Offer, Form]:
    """An offer of the actor's own, as it is now, with its conversation locked and the version that it offers."""
    whose = await session.exec(
        select(Offer.conversation_id, Conversation.shopper_id)
        .join(Conversation, col(Conversation.id) == col(Offer.conversation_id))
        .where(Offer.id == offer_id, Offer.shop_id == actor.shop_id)
    )
    row = whose.first()
    if row is None or (isinstance(actor, ShopperActor) and row[1] != actor.id):
        raise NotFound("There is no such form.", field="formId")
    conversation = await conversations.locked(session, actor.shop_id, row[0])
    rows = await session.exec(
        select(Offer, CustomAction)
        .join(CustomAction, col(CustomAction.id) == col(Offer.action_id))
        .where(Offer.id == offer_id)
        .execution_options(populate_existing=True)
    )
    found, action = rows.one()
    return conversation, found, queries.form_of(action)


def require_open(found: Offer) -> None:
    """Raises FormClosed."""
    if found.status != OfferStatus.OPEN:
        raise FormClosed(f"This form was {found.status} already.", field="formId")
