"""Every setting, read once from the environment. Nothing else in the backend reads the environment.

Only addresses, keys and limits are set here. There is no mode: the simulated Shopify is reached with other addresses.
"""

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ADMIN_API_VERSION = "2026-10"
DEVELOPMENT_KEY = "baton-development-key"
DEVELOPMENT_SECRET = "baton-development-secret-not-for-production"  # noqa: S105 - published, so `load` refuses it for a real Shopify


class Misconfigured(Exception):
    """A setting is missing or contradicts another; the message says what to set."""


@dataclass(frozen=True)
class ModelChoice:
    """A language model that words answers. `url` may be empty where the provider has an address of its own."""

    provider: str
    url: str
    key: str
    name: str
    timeout: float
    tokens_of_conversation: int = 100_000
    tokens_of_shop: int = 2_000_000
    tokens_a_day: int = 20_000_000


@dataclass(frozen=True)
class MailChoice:
    """A server that takes e-mail, as smtp:// or smtps://, and the address that we send from."""

    url: str
    sender: str


@dataclass(frozen=True)
class StorageChoice:
    """Where files are kept: file:///folder, s3://host/bucket/prefix, or s3+http:// for a server without TLS."""

    url: str
    key: str = ""
    secret: str = field(default="", repr=False)
    region: str = "us-east-1"


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
    model: ModelChoice | None
    data_dir: Path
    run_worker: bool
    proxy_hops: int
    metrics_token: str | None
    metrics_host: str
    metrics_port: int
    drain_seconds: float
    reading_seconds: float = 60.0
    mail: MailChoice | None = None
    storage: StorageChoice | None = None

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


def _seal_key(value: str | None, data_dir: Path, *, is_shared: bool) -> bytes:
    """32 bytes that outlive the API secret, which Shopify rotates: given, or made once and kept beside the database."""
    if not value and is_shared:
        raise Misconfigured("Set BATON_SEAL_KEY to 32 random bytes in base64url, the same for every process.")
    value = value or _kept_seal_key(data_dir / "seal.key")
    try:
        key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError as error:
        raise Misconfigured("BATON_SEAL_KEY must be 32 bytes in base64url.") from error
    if len(key) != 32:
        raise Misconfigured(f"BATON_SEAL_KEY must be 32 bytes in base64url; this one is {len(key)} bytes.")
    return key


def _kept_seal_key(path: Path) -> str:
    """The key of this data folder, made at the first start and readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


def _credentials(env: Mapping[str, str], origin: str) -> tuple[str, str]:
    """The app's client id and secret. The published pair works with a simulated Shopify only, which has no https."""
    key, secret = env.get("SHOPIFY_API_KEY"), env.get("SHOPIFY_API_SECRET")
    if origin.startswith("https://") and (not key or not secret or secret == DEVELOPMENT_SECRET):
        raise Misconfigured("Set SHOPIFY_API_KEY and SHOPIFY_API_SECRET to the app's own, from Shopify's dashboard.")
    return key or DEVELOPMENT_KEY, secret or DEVELOPMENT_SECRET


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


def _watched(env: Mapping[str, str]) -> tuple[str | None, str, int]:
    """Who may read what the process counts: by a token, or on an address that only this machine reaches."""
    token, host = env.get("BATON_METRICS_TOKEN") or None, env.get("BATON_METRICS_HOST") or "127.0.0.1"
    if token is not None and len(token) < 16:
        raise Misconfigured("BATON_METRICS_TOKEN must have 16 characters or more.")
    if token is None and host not in ("127.0.0.1", "::1", "localhost"):
        raise Misconfigured("Set BATON_METRICS_TOKEN too: others than this machine reach BATON_METRICS_HOST.")
    return token, host, int(_number(env, "BATON_METRICS_PORT", 0))


def _mail(env: Mapping[str, str]) -> MailChoice | None:
    """How e-mail leaves; None where nothing is offered that needs it."""
    url, sender = env.get("BATON_SMTP_URL") or "", env.get("BATON_MAIL_FROM") or ""
    if not url and not sender:
        return None
    if not url.startswith(("smtp://", "smtps://")) or not urlsplit(url).hostname:
        raise Misconfigured(
            "BATON_SMTP_URL must be smtp://name:password@host:port, or smtps:// for TLS from the start."
        )
    if sender.count("@") != 1 or not sender.isascii() or any(c.isspace() or c in "<>," for c in sender):
        raise Misconfigured(
            "Set BATON_MAIL_FROM to the one address that e-mail is sent from, such as chat@example.com."
        )
    return MailChoice(url, sender)


def _storage(env: Mapping[str, str], data_dir: Path, *, is_shared: bool) -> StorageChoice | None:
    """A folder beside the database. Several processes must be told where all of them look; until then there is none."""
    url = env.get("BATON_STORAGE_URL") or ""
    if not url:
        return None if is_shared else StorageChoice((data_dir / "pictures").as_uri())
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return StorageChoice(url)
    if parts.scheme not in ("s3", "s3+http") or not parts.hostname or not parts.path.strip("/"):
        raise Misconfigured(
            "BATON_STORAGE_URL must be file:///a/folder or s3://host/bucket, with a prefix if you like."
        )
    key, secret = env.get("BATON_STORAGE_KEY") or "", env.get("BATON_STORAGE_SECRET") or ""
    if not key or not secret or parts.username is not None:
        raise Misconfigured("Set BATON_STORAGE_KEY and BATON_STORAGE_SECRET to a key that may use the bucket.")
    return StorageChoice(url, key, secret, env.get("BATON_STORAGE_REGION") or "us-east-1")


MODEL_PROVIDERS = ("openai", "anthropic", "ollama")


def model_choice(env: Mapping[str, str] | None = None) -> ModelChoice | None:
    """The configured language model; None where answers are quoted. Raises Misconfigured."""
    env = os.environ if env is None else env
    url, key = env.get("BATON_MODEL_URL") or "", env.get("BATON_MODEL_KEY") or ""
    name = env.get("BATON_MODEL_NAME") or ""
    timeout = _number(env, "BATON_MODEL_TIMEOUT", 20.0)
    provider = (env.get("BATON_MODEL_PROVIDER") or ("openai" if url else "")).lower()
    if not provider:
        return None
    if provider not in MODEL_PROVIDERS:
        raise Misconfigured(f"BATON_MODEL_PROVIDER must be one of {', '.join(MODEL_PROVIDERS)}.")
    if provider == "openai" and not url:
        raise Misconfigured("Set BATON_MODEL_URL to the address of a server that speaks OpenAI's protocol.")
    if provider == "anthropic" and not (key and name):
        raise Misconfigured("Set BATON_MODEL_KEY and BATON_MODEL_NAME for Anthropic.")
    if provider == "ollama" and not name:
        raise Misconfigured("Set BATON_MODEL_NAME to a model that Ollama has.")
    conversation = int(_number(env, "BATON_MODEL_TOKENS_PER_CONVERSATION", 100_000))
    shop = int(_number(env, "BATON_MODEL_TOKENS_PER_SHOP", 2_000_000))
    everybody = int(_number(env, "BATON_MODEL_TOKENS_PER_DAY", 20_000_000))
    return ModelChoice(provider, url, key, name or "default", timeout, conversation, shop, everybody)


PLAIN = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")


def plain_environment() -> dict[str, str]:
    """What a process needs that is to know none of the settings: no key, no address."""
    return {name: os.environ[name] for name in PLAIN if name in os.environ}


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, with defaults that run on one machine. Raises Misconfigured."""
    env = os.environ if env is None else env
    data_dir = Path(env.get("BATON_DATA_DIR") or ".baton").absolute()
    origin = (env.get("BATON_SHOPIFY_ORIGIN") or "https://{shop}").rstrip("/")
    key, secret = _credentials(env, origin)
    database_url = _database_url(env.get("BATON_DATABASE_URL"), data_dir)
    port = int(_number(env, "PORT", 8000))
    broker_url = env.get("BATON_BROKER_URL") or "memory://"
    if not broker_url.startswith(("memory://", "redis://", "rediss://")):
        raise Misconfigured("BATON_BROKER_URL must be memory:// or start with redis://.")
    metrics_token, metrics_host, metrics_port = _watched(env)
    return Settings(
        api_key=key,
        api_secret=secret,
        old_api_secret=env.get("SHOPIFY_API_SECRET_OLD") or None,
        app_url=(env.get("APP_URL") or env.get("HOST") or f"http://127.0.0.1:{port}").rstrip("/"),
        host=env.get("BATON_HOST") or "127.0.0.1",
        port=port,
        database_url=database_url,
        broker_url=broker_url,
        seal_key=_seal_key(env.get("BATON_SEAL_KEY"), data_dir, is_shared=not database_url.startswith("sqlite")),
        shopify_origin=origin,
        frame_ancestors=env.get("BATON_FRAME_ANCESTORS") or "https://{shop} https://admin.shopify.com",
        app_bridge_url=env.get("BATON_APP_BRIDGE_URL") or "https://cdn.shopify.com/shopifycloud/app-bridge.js",
        polaris_url=env.get("BATON_POLARIS_URL") or "https://cdn.shopify.com/shopifycloud/polaris-1.js",
        model=model_choice(env),
        data_dir=data_dir,
        run_worker=env.get("BATON_WORKER", "inside") == "inside",
        proxy_hops=int(_number(env, "BATON_PROXY_HOPS", 0)),
        metrics_token=metrics_token,
        metrics_host=metrics_host,
        metrics_port=metrics_port,
        drain_seconds=_number(env, "BATON_DRAIN_SECONDS", 0),
        reading_seconds=_number(env, "BATON_READING_SECONDS", 60),
        mail=_mail(env),
        storage=_storage(env, data_dir, is_shared=not database_url.startswith("sqlite")),
    )
