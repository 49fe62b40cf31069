"""The shop's choices, and the programs that may ask."""

import strawberry

from backend.clock import now
from backend.graphql.agent import pages
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.page_types import (
    ApiClientPayload,
    SettingsPayload,
    ShopSettingsInput,
    client_type,
)
from backend.graphql.refusals import refusals_as, row_id
from backend.graphql.shared import Scope
from backend.shops import service as shops


@strawberry.type
class ShopMutations:
    @strawberry.mutation(description="Makes some choices anew, all or none.")
    @refusals_as(SettingsPayload)
    async def update_settings(self, info: Asked, input: ShopSettingsInput) -> SettingsPayload:  # noqa: A002
        services, actor = agent(info)
        hours = None if input.hours is None else [(int(day.weekday), day.opens, day.closes) for day in input.hours]
        given: dict[str, object] = {
            "greeting": input.greeting,
            "bot_name": input.bot_name,
            "opening_questions": input.opening_questions,
            "reply_time": input.reply_time,
            "keeps_hours": input.keeps_hours,
            "hours": hours,
            "closed_dates": input.closed_dates,
            "reminder_minutes": input.reminder_minutes,
            "urgency_minutes": input.urgency_minutes,
            "gone_minutes": input.gone_minutes,
        }
        async with services.db.writing() as session:
            chosen = {name: value for name, value in given.items() if value is not None}
            await shops.update_settings(session, actor, chosen)
        return SettingsPayload(shop=await pages.shop(services, actor))

    @strawberry.mutation(description="Makes an access token for a program. The token is shown this once.")
    @refusals_as(ApiClientPayload)
    async def create_api_client(self, info: Asked, name: str, scopes: list[Scope]) -> ApiClientPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            wanted = list(dict.fromkeys(scopes))
            client, token = await shops.create_api_client(session, actor, name=name, scopes=wanted, now=now())
        return ApiClientPayload(client=client_type(client), token=token)

    @strawberry.mutation(description="Ends a program's access at once.")
    @refusals_as(ApiClientPayload)
    async def revoke_api_client(self, info: Asked, id: strawberry.ID) -> ApiClientPayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await shops.revoke_api_client(session, actor, row_id(id), now())
        return ApiClientPayload()
