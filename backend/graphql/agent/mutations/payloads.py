"""What several mutations answer with."""

import strawberry

from backend.actors import InboxActor
from backend.context import Services
from backend.conversations import queries as conversation_queries
from backend.conversations.models import Conversation as ConversationRow
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.types import Conversation, Message, conversation_type
from backend.graphql.refusals import UserError


@strawberry.type
class ConversationPayload:
    conversation: Conversation | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class MessagePayload:
    message: Message | None = None
    conversation: Conversation | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


async def conversation_of(services: Services, actor: InboxActor, conversation_id: int) -> Conversation:
    async with services.db.reading() as session:
        row = await conversation_queries.conversation(session, actor.shop_id, conversation_id)
    return conversation_type(row, Loaders(services.db, actor))


def payload_of(services: Services, actor: InboxActor, row: ConversationRow) -> ConversationPayload:
    return ConversationPayload(conversation=conversation_type(row, Loaders(services.db, actor)))
