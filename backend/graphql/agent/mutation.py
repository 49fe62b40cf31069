"""What agents do, and the little that programs may: put tags on and take them off. A file per room."""

import strawberry

from backend.graphql.agent.mutations.actions import ActionMutations
from backend.graphql.agent.mutations.acts import ActMutations
from backend.graphql.agent.mutations.drafts import DraftMutations
from backend.graphql.agent.mutations.knowledge import KnowledgeMutations
from backend.graphql.agent.mutations.orders import OrderMutations
from backend.graphql.agent.mutations.playground import PlaygroundMutations
from backend.graphql.agent.mutations.shop import ShopMutations
from backend.graphql.agent.mutations.tags import TagMutations
from backend.graphql.agent.mutations.team import TeamMutations
from backend.graphql.agent.mutations.threads import ThreadMutations
from backend.graphql.agent.mutations.webhooks import WebhookMutations


@strawberry.type
class Mutation(
    ThreadMutations,
    DraftMutations,
    TagMutations,
    ActionMutations,
    WebhookMutations,
    OrderMutations,
    ActMutations,
    KnowledgeMutations,
    PlaygroundMutations,
    ShopMutations,
    TeamMutations,
):
    pass
