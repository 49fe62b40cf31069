"""Reads behind the pages beside the inbox."""

from datetime import timedelta

import strawberry

from backend.actors import InboxActor
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as conversations
from backend.errors import Invalid
from backend.graphql.agent.page_types import (
    KnowledgeGap,
    KnowledgeProgress,
    KnowledgeSources,
    KnowledgeSummary,
    OpeningHours,
    Outcomes,
    Shop,
    ShopSettings,
    SourceCount,
    SourceKind,
    SourceState,
    source_type,
)
from backend.graphql.shared import Weekday
from backend.knowledge import queries as knowledge
from backend.shops import queries as shops
from backend.shops import rules

MOST_SKIPPED = 1_000_000
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
        summary = await knowledge.summary(session, actor.shop_id, now())
        gaps = await knowledge.gaps(session, actor.shop_id)
    stand = summary.progress
    return KnowledgeSummary(
        counts=[
            SourceCount(kind=SourceKind(each.kind), state=SourceState(each.state), count=each.sources)
            for each in summary.counted
        ],
        progress=KnowledgeProgress(
            total=stand.read + stand.failed + summary.count(*knowledge.UNREAD),
            read=stand.read,
            changed=stand.changed,
            embedded=stand.embedded,
            failed=stand.failed,
            removed=stand.removed,
            refused=[SourceKind(kind) for kind in stand.refused],
            failure=stand.failure,
        ),
        is_syncing=summary.is_syncing,
        synced_at=summary.synced_at,
        gaps=[
            KnowledgeGap(
                question=gap.question, conversation_id=strawberry.ID(str(gap.conversation_id)), at=gap.created_at
            )
            for gap in gaps
        ],
    )


async def knowledge_sources(services: Services, actor: InboxActor, wanted: knowledge.Wanted) -> KnowledgeSources:
    if not (0 < wanted.first <= knowledge.MOST_SOURCES and 0 <= wanted.offset <= MOST_SKIPPED):
        raise Invalid(f"Ask for 1 to {knowledge.MOST_SOURCES} sources at once.", field="first")
    async with services.db.reading() as session:
        rows = await knowledge.sources(session, actor.shop_id, wanted)
        total = await knowledge.matching(session, actor.shop_id, wanted)
    return KnowledgeSources(total=total, nodes=[source_type(row) for row in rows])
