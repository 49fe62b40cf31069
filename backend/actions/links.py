"""Links to photos for who carries no token: a shopper's browser, and a merchant's server that a webhook told of them.

Signed, and good for an hour at most. An image on a storefront's page carries no token, so the link is the proof. Its
end falls on a half hour, so that the same photo has the same link for a while, and an unchanged thread looks the same.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime

from backend.shops.sealing import derived_key

STEP = 1_800
PATH = "/shopper/pictures"


@dataclass(frozen=True)
class Links:
    """Signs for one deployment."""

    seal_key: bytes = field(repr=False)
    origin: str

    def to(self, name: str, now: datetime) -> str:
        """Where the photo can be seen for half an hour to an hour."""
        until = _end(now)
        return f"{self.origin}{PATH}/{name}?until={until}&proof={self._proof(name, until)}"

    def until(self, now: datetime) -> datetime:
        """When the links that are made now stop to open anything."""
        return datetime.fromtimestamp(_end(now), UTC)

    def opens(self, name: str, until: str, proof: str, now: datetime) -> bool:
        """Whether this is a link of ours that is not over."""
        if not (until.isascii() and until.isdigit() and len(until) <= 12 and proof.isascii()):
            return False
        return hmac.compare_digest(self._proof(name, int(until)), proof) and now.timestamp() < int(until)

    def _proof(self, name: str, until: int) -> str:
        key = derived_key(self.seal_key, "photo link")
        digest = hmac.new(key, f"{name}.{until}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _end(now: datetime) -> int:
    return (int(now.timestamp()) // STEP + 2) * STEP
