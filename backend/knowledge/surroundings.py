"""What a reading needs of a job's surroundings."""

from collections.abc import Mapping
from typing import Any, Protocol

from backend.ai.embedding import Embedder
from backend.db import Database
from backend.knowledge.turns import Turns
from backend.shopify.admin import AdminResult, ShopifyFailure, Throttled

DEFAULT_WAIT = 60.0


class Shopify(Protocol):
    """Asks Shopify on behalf of a shop; `backend.shops.door.ShopifyDoor`."""

    async def run(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult: ...


class Knowledge(Protocol):
    """Gives the embedder, and the turn to use it for long; `backend.knowledge.index.KnowledgeIndexes`."""

    @property
    def turns(self) -> Turns: ...
    async def embedder(self) -> Embedder: ...


class Settings(Protocol):
    """Where Shopify answers, and how long a page may take to be read."""

    @property
    def shopify_origin(self) -> str: ...
    @property
    def reading_seconds(self) -> float: ...


class Context(Protocol):
    """What a reading needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def shopify(self) -> Shopify: ...
    @property
    def knowledge(self) -> Knowledge: ...
    @property
    def settings(self) -> Settings: ...


def wait_of(failure: ShopifyFailure) -> float:
    """Seconds after which Shopify may be asked again."""
    return failure.retry_after if isinstance(failure, Throttled) else DEFAULT_WAIT
