"""Who asks. Every query and verb takes one of these, made by a door from a verified token and from nothing else."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Who wrote a message or put on a tag."""

    SHOPPER = "shopper"
    AGENT = "agent"
    API_CLIENT = "api_client"
    BOT = "bot"
    SYSTEM = "system"


class Scope(StrEnum):
    """What an API client's access token allows."""

    READ_CONVERSATIONS = "read_conversations"
    READ_TAGS = "read_tags"
    WRITE_TAGS = "write_tags"


@dataclass(frozen=True)
class AgentActor:
    """A member of the shop's staff, proven by a session token. `id` is our agent row."""

    shop_id: int
    id: int
    first_name: str
    is_owner: bool = False
    kind = ActorKind.AGENT

    def may(self, scope: Scope) -> bool:
        """Staff may do all that the inbox offers."""
        return True


@dataclass(frozen=True)
class ApiClientActor:
    """A program with an access token that an agent made in Settings."""

    shop_id: int
    id: int
    name: str
    scopes: frozenset[Scope]
    kind = ActorKind.API_CLIENT

    def may(self, scope: Scope) -> bool:
        """Only what the token was given."""
        return scope in self.scopes


@dataclass(frozen=True)
class ShopperActor:
    """A person in the widget. `customer_id` is set only when Shopify signed that they are logged in."""

    shop_id: int
    id: int
    customer_id: str | None = None
    kind = ActorKind.SHOPPER


InboxActor = AgentActor | ApiClientActor
Actor = AgentActor | ApiClientActor | ShopperActor
