"""Secrets at rest: sealed with AES-256-GCM, readable only with the key and only where they were put.

What is sealed for one shop and column does not open for another, so a row copied by hand or by a mistake is useless.
"""

import base64
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "v1."
NONCE_BYTES = 12


class CannotUnseal(Exception):
    """The key is another one, or the text was changed or belongs elsewhere."""


def derived_key(seal_key: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose: what leaks of one says nothing of another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"baton " + purpose.encode()).derive(seal_key)


@dataclass(frozen=True)
class Sealer:
    """Seals and opens with one key of 32 bytes."""

    key: bytes = field(repr=False)

    def seal(self, secret: str, place: str) -> str:
        """The sealed secret; `place`, such as "7:access_token", must be the same when it is opened."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher().encrypt(nonce, secret.encode(), place.encode())
        return VERSION + base64.urlsafe_b64encode(sealed).decode()

    def unseal(self, sealed: str, place: str) -> str:
        """The secret. Raises CannotUnseal."""
        try:
            raw = base64.urlsafe_b64decode(sealed.removeprefix(VERSION).encode())
            return self._cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotUnseal(place) from error

    def _cipher(self) -> AESGCM:
        return AESGCM(derived_key(self.key, "seal"))
