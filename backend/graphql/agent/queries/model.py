"""What the shop's bot asks of the language model, where one is configured."""

from datetime import UTC, datetime, time, timedelta

import strawberry

from backend.bot import spending
from backend.clock import now
from backend.graphql.agent.guards import Asked, agent


@strawberry.type(description="What the bot used of the language model since midnight (UTC), in tokens as estimated.")
class ModelUse:
    calls: int
    tokens: int
    tokens_a_day: int = strawberry.field(
        description="From here on the bot answers in the store's own words until then."
    )
    begins_anew_at: datetime


@strawberry.type
class ModelQueries:
    @strawberry.field(
        description="Null where no language model is configured: the bot answers in the store's own words."
    )
    async def model_use(self, info: Asked) -> ModelUse | None:
        services, actor = agent(info)
        if services.mind.model is None:
            return None
        moment = now()
        async with services.db.reading() as session:
            calls, tokens = await spending.used_today(session, actor.shop_id, moment)
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
        return ModelUse(
            calls=calls, tokens=tokens, tokens_a_day=services.mind.model.limits.shop, begins_anew_at=midnight
        )
