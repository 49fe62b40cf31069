"""The secret of webhooks, and what is sent once more."""

import strawberry

from backend.actions import webhooks
from backend.clock import now
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.queries.actions import webhooks_of
from backend.graphql.agent.webhook_types import WebhooksPayload
from backend.graphql.refusals import refusals_as, row_id
from backend.shops.sealing import Sealer


@strawberry.type
class WebhookMutations:
    @strawberry.mutation(description="Makes a new secret. The former one signs beside it for a day.")
    @refusals_as(WebhooksPayload)
    async def rotate_webhook_secret(self, info: Asked) -> WebhooksPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            secret = await webhooks.rotate(session, Sealer(services.settings.seal_key), actor.shop_id, now())
        return WebhooksPayload(webhooks=await webhooks_of(services, actor.shop_id), secret=secret)

    @strawberry.mutation(description="Sends an answer once more, under the same id.")
    @refusals_as(WebhooksPayload)
    async def resend_webhook(self, info: Asked, id: strawberry.ID) -> WebhooksPayload:  # noqa: A002 - the API's word
        services, actor = agent(info)
        async with services.db.writing() as session:
            await webhooks.resend(session, actor.shop_id, row_id(id))
        return WebhooksPayload(webhooks=await webhooks_of(services, actor.shop_id))
