"""Where the simulator listens, which app it knows, and by which names browsers reach it.

The defaults make `python -m simulator` work without any setting; tests build `SimulatorSettings` directly.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

API_VERSION = "2026-10"
APP_CONFIGURATION = Path(__file__).parent.parent / "shopify.app.toml"
MAIN_SHOP = "alder-and-pine.myshopify.com"
DEFAULT_SCOPES = (
    "read_orders",
    "read_customers",
    "read_products",
    "read_content",
    "read_legal_policies",
    "write_app_proxy",
)
OPTIONAL_SCOPES = ("write_orders", "write_returns", "read_locations")
"""What the app asks for while it runs, when it first needs it."""


@dataclass(frozen=True)
class SimulatorSettings:
    """Fixed for the life of one simulator.

    `public_host` is the host name that browsers use for the main shop's storefront and for admin pages: another
    site than the app's 127.0.0.1, so that the app's frame has no third-party cookies, as in Shopify's admin.
    Mail is taken where `smtp_port` is set; 0 chooses a free port.
    """

    port: int = 9000
    smtp_port: int | None = None
    host: str = "127.0.0.1"
    app_url: str = "http://127.0.0.1:8000"
    api_key: str = "baton-development-key"
    api_secret: str = "baton-development-secret-not-for-production"
    app_handle: str = "baton"
    embed_handle: str = "chat"
    proxy_prefix: str = "apps"
    proxy_subpath: str = "baton"
    public_host: str = "localhost"
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    optional_scopes: tuple[str, ...] = OPTIONAL_SCOPES

    @property
    def public_origin(self) -> str:
        """Origin of the admin pages and of the main shop's storefront."""
        return f"http://{self.public_host}:{self.port}"

    @property
    def path_prefix(self) -> str:
        """Path under which a storefront reaches the app, e.g. `/apps/baton`."""
        return f"/{self.proxy_prefix}/{self.proxy_subpath}"

    def storefront_host(self, domain: str) -> str:
        """Host name, without port, of a shop's storefront. The main shop has the bare public host."""
        return self.public_host if domain == MAIN_SHOP else f"{shop_name(domain)}.{self.public_host}"

    def storefront_origin(self, domain: str) -> str:
        """Origin of a shop's storefront as a browser names it."""
        return f"http://{self.storefront_host(domain)}:{self.port}"


def shop_name(domain: str) -> str:
    """`alder-and-pine` of `alder-and-pine.myshopify.com`."""
    return domain.removesuffix(".myshopify.com")


def scopes_of_app(path: Path = APP_CONFIGURATION) -> tuple[str, ...]:
    """The scopes that the app's `shopify.app.toml` asks for; the defaults where there is no such file."""
    if not path.is_file():
        return DEFAULT_SCOPES
    wanted = tomllib.loads(path.read_text(encoding="utf-8"))["access_scopes"]["scopes"]
    return tuple(scope.strip() for scope in str(wanted).split(",") if scope.strip())


def from_environment(environment: Mapping[str, str] = os.environ) -> SimulatorSettings:
    """Settings as the environment says them; whatever is not said keeps its default."""
    defaults = SimulatorSettings()
    return SimulatorSettings(
        port=int(environment.get("SIMULATOR_PORT", defaults.port)),
        smtp_port=int(environment["SIMULATOR_SMTP_PORT"]) if environment.get("SIMULATOR_SMTP_PORT") else None,
        host=environment.get("SIMULATOR_HOST", defaults.host),
        app_url=environment.get("APP_URL", defaults.app_url).rstrip("/"),
        api_key=environment.get("SHOPIFY_API_KEY", defaults.api_key),
        api_secret=environment.get("SHOPIFY_API_SECRET", defaults.api_secret),
        scopes=scopes_of_app(),
    )
