"""The product's API: one schema for agents and for API clients."""

from urllib.parse import urlsplit

from backend.actors import InboxActor
from backend.clock import now
from backend.errors import NotAuthenticated
from backend.graphql.agent.mutation import Mutation
from backend.graphql.agent.query import Query
from backend.graphql.agent.subscription import Subscription
from backend.graphql.documents import QuietSchema
from backend.graphql.door import Door
from backend.shops import identity
from backend.shops import queries as shops
from backend.shops.service import TOKEN_PREFIX


def build_schema() -> QuietSchema:
    return QuietSchema(Query, Mutation, Subscription, depth=10)


class AgentDoor(Door):
    """Session tokens of staff, and access tokens of programs."""

    name = "agents"

    async def actor_of(self, token: str) -> InboxActor:
        db, settings = self.services.db, self.services.settings
        if token.startswith(TOKEN_PREFIX):
            return await identity.api_client_from_token(db, token, now())
        return await identity.agent_from_session_token(db, settings, token, now())

    async def is_still_welcome(self, actor: InboxActor) -> bool:
        async with self.services.db.reading() as session:
            return await shops.may_still_ask(session, actor)

    async def check_origin(self, actor: InboxActor, origin: str | None) -> None:
        """Browsers speak for the inbox's own page only; programs send no Origin."""
        own = urlsplit(self.services.settings.app_url)
        if origin is not None and origin != f"{own.scheme}://{own.netloc}":
            raise NotAuthenticated("This page may not speak to the inbox.")
