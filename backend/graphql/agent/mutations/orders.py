"""Orders looked up and read again for an agent."""

import strawberry

from backend.actors import ActorKind
from backend.clock import now
from backend.conversations import service as conversations
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.order_types import OrderSnapshot, snapshot_type
from backend.graphql.refusals import UserError, refusals_as, row_id
from backend.orders import acts, refresh
from backend.orders import service as orders


@strawberry.type
class SnapshotPayload:
    snapshot: OrderSnapshot | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class OrderMutations:
    @strawberry.mutation(description="Looks an order up for the agent; the card fills when Shopify has answered.")
    @refusals_as(SnapshotPayload)
    async def look_up_order(self, info: Asked, conversation_id: strawberry.ID, number: str) -> SnapshotPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.locked(session, actor.shop_id, row_id(conversation_id, "conversationId"))
            snapshot = await orders.ask(session, row, number=number, now=now(), asker=ActorKind.AGENT)
            done = await acts.of_snapshots(session, actor.shop_id, snapshot.conversation_id)
        return SnapshotPayload(snapshot=snapshot_type(snapshot, now(), done.get(snapshot.id or 0, ())))

    @strawberry.mutation(description="Reads an order from Shopify again, now.")
    @refusals_as(SnapshotPayload)
    async def refresh_order(self, info: Asked, snapshot_id: strawberry.ID) -> SnapshotPayload:
        services, actor = agent(info)
        snapshot = await refresh.refresh_now(services, actor.shop_id, row_id(snapshot_id, "snapshotId"))
        async with services.db.reading() as session:
            done = await acts.of_snapshots(session, actor.shop_id, snapshot.conversation_id)
        return SnapshotPayload(snapshot=snapshot_type(snapshot, now(), done.get(snapshot.id or 0, ())))
