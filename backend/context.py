"""What doors and jobs are handed: every service of one process, built once in app.py and passed down."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.config import Settings
from backend.db import Database
from backend.limits import Limit
from backend.live import Live

if TYPE_CHECKING:
    from backend.ai.mind import Mind
    from backend.knowledge.index import KnowledgeIndexes
    from backend.mail import Mailer
    from backend.shops.door import ShopifyDoor
    from backend.storage import Storage


class Limits:
    """How often shoppers may knock: each by themselves, and all of a shop together."""

    def __init__(self) -> None:
        self.messages = Limit(burst=12, per_minute=30)
        self.human = Limit(burst=5, per_minute=10)
        """Apart from messages, and not shared with strangers: a person can be asked for whatever else is used up."""
        self.messages_of_shop = Limit(burst=600, per_minute=3_000)
        self.changes = Limit(burst=60, per_minute=240)
        self.reads = Limit(burst=60, per_minute=240)
        self.tries = Limit(burst=12, per_minute=30)
        """Questions of an agent in the playground, and runs of a shop's test questions."""
        self.runs = Limit(burst=4, per_minute=2)
        self.photos = Limit(burst=12, per_minute=20)


@dataclass
class Services:
    """One process' services. Nothing here holds state that another process would need."""

    settings: Settings
    db: Database
    live: Live
    shopify: "ShopifyDoor"
    knowledge: "KnowledgeIndexes"
    mind: "Mind"
    limits: Limits
    mail: "Mailer | None" = None
    """None where no server for e-mail is set: what needs one is not offered."""
    storage: "Storage | None" = None
    """None where several processes were not told of a place that all of them see: photos are not asked for."""
