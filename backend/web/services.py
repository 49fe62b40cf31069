"""What the web doors need, handed over once at start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from backend import clock
from backend.config import Settings
from backend.db import Database
from backend.limits import Limit
from backend.shops.install import Installer
from backend.web.arriving import Arriving

INBOX = Path(__file__).parents[2] / "frontend" / "inbox" / "dist"


@dataclass
class WebServices:
    """`inbox` is the folder of the built inbox. The limits are per shopper's address and per shop."""

    settings: Settings
    db: Database
    installer: Installer
    inbox: Path = INBOX
    clock: Callable[[], datetime] = clock.now
    sessions_of_address: Limit = field(default_factory=lambda: Limit(burst=60, per_minute=60))
    renewals_of_shopper: Limit = field(default_factory=lambda: Limit(burst=20, per_minute=20))
    files_of_shop: Limit = field(default_factory=lambda: Limit(burst=20, per_minute=10))
    arriving: Arriving = field(default_factory=Arriving)
    sessions_of_shop: Limit = field(default_factory=lambda: Limit(burst=600, per_minute=1200))
