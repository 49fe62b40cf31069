"""Puts the parts together: one Starlette app for Shopify's API, the admin, the storefronts and the control page."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor

from simulator.admin_api import AdminApi
from simulator.control import Control
from simulator.oauth import OAuth
from simulator.proxy import AppProxy
from simulator.settings import SimulatorSettings
from simulator.shops import build_world
from simulator.state import World
from simulator.webhooks import RETRY_GAPS, Courier


class LocaleConvertor(Convertor[str]):
    """A locale prefix of storefront addresses: `fr`, `pt-BR`."""

    regex = "[a-z]{2}(?:-[A-Z]{2})?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("locale", LocaleConvertor())


def create_app(
    settings: SimulatorSettings | None = None,
    world: World | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    retry_gaps: tuple[float, ...] = RETRY_GAPS,
) -> Starlette:
    """The simulator. `transport` reaches the app: a test hands in the app itself, by ASGI.

    `app.state.world` and `app.state.courier` are for tests and for the control page.
    """
    from simulator.pages.routes import routes as page_routes

    chosen = settings or SimulatorSettings()
    held = world or build_world()
    client = httpx.AsyncClient(transport=transport, timeout=10.0, headers={"User-Agent": "Shopify-Captain-Hook"})
    courier = Courier(held, chosen, client, retry_gaps)
    app = Starlette(
        routes=[
            *AdminApi(held, chosen, courier).routes(),
            *OAuth(held, chosen).routes(),
            *Control(held, chosen, courier).routes(),
            *AppProxy(held, chosen, client).routes(),
            *page_routes(held, chosen),
        ],
        lifespan=open_until_the_end(held, chosen, client, courier),
    )
    app.state.world = held
    app.state.settings = chosen
    app.state.courier = courier
    return app


def open_until_the_end(
    world: World, settings: SimulatorSettings, client: httpx.AsyncClient, courier: Courier
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Takes mail, if it is to, and ends what is under way when the program ends."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if settings.smtp_port is not None:
                await stack.enter_async_context(world.outbox.listening(settings.host, settings.smtp_port))
            stack.push_async_callback(client.aclose)
            stack.push_async_callback(courier.close)
            yield

    return lifespan
