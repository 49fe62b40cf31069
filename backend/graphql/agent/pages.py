"""Reads behind the pages beside the inbox."""

from datetime import timedelta

import strawberry

from backend.actors import InboxActor
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as conversations
from backend.graphql.agent.page_types import (
    KnowledgeGap,
    KnowledgeSource,
    KnowledgeSummary,
    OpeningHours,
    Outcomes,
    Shop,
    ShopSettings,
    SourceKind,
    SourceState,
)
from backend.graphql.shared import Weekday
from backend.knowledge import queries as knowledge
from backend.shops import queries as shops
from backend.shops import rules

OUTCOMES_OF = timedelta(days=7)


async def shop(services: Services, actor: InboxActor) -> Shop:
    async with services.db.reading() as session:
        row = await shops.shop(session, actor.shop_id)
        granted = await shops.scopes(session, actor.shop_id)
        stand = await conversations.outcomes(session, actor.shop_id, now() - OUTCOMES_OF)
    return Shop(
        id=strawberry.ID(str(row.id)),
        name=row.name,
        domain=row.domain,
        storefront_url=row.storefront_url,
        timezone=row.timezone,
        scopes=list(granted),
        settings=settings_type(rules.parse(row.settings)),
        outcomes=Outcomes(
            total=stand.total,
            answered_by_bot=stand.answered_by_bot,
            escalated=stand.escalated,
            resolved=stand.resolved,
            median_wait_seconds=stand.median_wait_seconds,
        ),
    )


def settings_type(settings: rules.ShopSettings) -> ShopSettings:
    return ShopSettings(
        greeting=settings.greeting,
        bot_name=settings.bot_name,
        opening_questions=list(settings.opening_questions),
        reply_time=settings.reply_time,
        escalation_topics=list(settings.escalation_topics),
        keeps_hours=settings.keeps_hours,
        hours=[OpeningHours(weekday=Weekday(day), opens=opens, closes=closes) for day, opens, closes in settings.hours],
        closed_dates=list(settings.closed_dates),
        reminder_minutes=list(settings.reminder_minutes),
        urgency_minutes=settings.urgency_minutes,
        gone_minutes=settings.gone_minutes,
    )


async def knowledge_summary(services: Services, actor: InboxActor) -> KnowledgeSummary:
    async with services.db.reading() as session:
        rows = await knowledge.sources(session, actor.shop_id)
        summary = await knowledge.summary(session, actor.shop_id, now())
        gaps = await knowledge.gaps(session, actor.shop_id)
    return KnowledgeSummary(
        sources=[
            KnowledgeSource(
                id=strawberry.ID(str(row.id)),
                kind=SourceKind(row.kind),
                title=row.title,
                url=row.url,
                answer=row.body or None,
                language=row.language,
                state=SourceState(row.state),
                failure=row.failure,
                chunk_count=row.chunk_count,
                bytes=row.bytes,
                use_count=row.use_count,
                synced_at=row.synced_at,
            )
            for row in rows
        ],
        is_syncing=summary.is_syncing,
        synced_at=summary.synced_at,
        gaps=[
            KnowledgeGap(
                question=gap.question, conversation_id=strawberry.ID(str(gap.conversation_id)), at=gap.created_at
            )
            for gap in gaps
        ],
    )
