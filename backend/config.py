"""Every setting, read once from the environment. Nothing else in the backend reads the environment.

Only addresses, keys and limits are set here. There is no mode: the simulated Shopify is reached with other addresses.
"""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ADMIN_API_VERSION = "2026-10"
DEVELOPMENT_KEY = "baton-development-key"
DEVELOPMENT_SECRET = "baton-development-secret-not-for-production"  # noqa: S105 - refused with a real Shopify


class Misconfigured(Exception):
    """A setting is missing or contradicts another; the message says what to set."""


@dataclass(frozen=True)
class Settings:
    """See docs/configuration in README for each variable and its default."""

    api_key: str
    api_secret: str
    old_api_secret: str | None
    app_url: str
    host: str
    port: int
    database_url: str
    broker_url: str
    seal_key: bytes
    shopify_origin: str
    frame_ancestors: str
    app_bridge_url: str
    polaris_url: str
    model_url: str | None
    model_key: str | None
    model_name: str | None
    model_timeout: float
    data_dir: Path
    run_worker: bool

    @property
    def api_secrets(self) -> tuple[str, ...]:
        """The current secret first, then the old one while Shopify rotates."""
        return (self.api_secret, self.old_api_secret) if self.old_api_secret else (self.api_secret,)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def shop_origin(self, domain: str) -> str:
        """Where a shop's Shopify answers, without a trailing slash."""
        return self.shopify_origin.replace("{shop}", domain)

    def frame_ancestors_for(self, domain: str) -> str:
        """The value of frame-ancestors for a shop whose domain was checked before."""
        return self.frame_ancestors.replace("{shop}", domain)


def _seal_key(value: str | None, secret: str) -> bytes:
    """32 bytes. A key of its own is better than one derived from the API secret, which Shopify can rotate."""
    if not value:
        return hashlib.sha256(b"baton seal\0" + secret.encode()).digest()
    try:
        key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError as error:
        raise Misconfigured("BATON_SEAL_KEY must be 32 bytes in base64url.") from error
    if len(key) != 32:
        raise Misconfigured(f"BATON_SEAL_KEY must be 32 bytes in base64url; this one is {len(key)} bytes.")
    return key


def _database_url(value: str | None, data_dir: Path) -> str:
    if not value:
        return f"sqlite+aiosqlite:///{data_dir / 'baton.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if value.startswith(prefix):
            return "postgresql+asyncpg://" + value.removeprefix(prefix)
    if value.startswith("sqlite:///"):
        return "sqlite+aiosqlite:///" + value.removeprefix("sqlite:///")
    if value.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
        return value
    raise Misconfigured("BATON_DATABASE_URL must start with sqlite:/// or postgresql://.")


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    value = env.get(name)
    if not value:
        return default
    try:
        return float(value)
    except ValueError as error:
        raise Misconfigured(f"{name} must be a number, not {value!r}.") from error


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, with defaults that run on one machine. Raises Misconfigured."""
    env = os.environ if env is None else env
    data_dir = Path(env.get("BATON_DATA_DIR") or ".baton").absolute()
    secret = env.get("SHOPIFY_API_SECRET") or DEVELOPMENT_SECRET
    port = int(_number(env, "PORT", 8000))
    broker_url = env.get("BATON_BROKER_URL") or "memory://"
    if not broker_url.startswith(("memory://", "redis://", "rediss://")):
        raise Misconfigured("BATON_BROKER_URL must be memory:// or start with redis://.")
    return Settings(
        api_key=env.get("SHOPIFY_API_KEY") or DEVELOPMENT_KEY,
        api_secret=secret,
        old_api_secret=env.get("SHOPIFY_API_SECRET_OLD") or None,
        app_url=(env.get("APP_URL") or env.get("HOST") or f"http://127.0.0.1:{port}").rstrip("/"),
        host=env.get("BATON_HOST") or "127.0.0.1",
        port=port,
        database_url=_database_url(env.get("BATON_DATABASE_URL"), data_dir),
        broker_url=broker_url,
        seal_key=_seal_key(env.get("BATON_SEAL_KEY"), secret),
        shopify_origin=(env.get("BATON_SHOPIFY_ORIGIN") or "https://{shop}").rstrip("/"),
        frame_ancestors=env.get("BATON_FRAME_ANCESTORS") or "https://{shop} https://admin.shopify.com",
        app_bridge_url=env.get("BATON_APP_BRIDGE_URL") or "https://cdn.shopify.com/shopifycloud/app-bridge.js",
        polaris_url=env.get("BATON_POLARIS_URL") or "https://cdn.shopify.com/shopifycloud/polaris-1.js",
        model_url=env.get("BATON_MODEL_URL") or None,
        model_key=env.get("BATON_MODEL_KEY") or None,
        model_name=env.get("BATON_MODEL_NAME") or None,
        model_timeout=_number(env, "BATON_MODEL_TIMEOUT", 20.0),
        data_dir=data_dir,
        run_worker=env.get("BATON_WORKER", "inside") == "inside",
    )
