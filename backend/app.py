"""The app of one process: services built, doors hung, and an orderly start and end. No logic."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from backend import clock, measures, migrate
from backend.actions import photos, webhooks
from backend.actions import service as actions
from backend.ai.mind import Mind, model_of
from backend.bot import spending, watchdog
from backend.config import Misconfigured, Settings
from backend.context import Limits, Services
from backend.conversations import forgetting
from backend.db import Database
from backend.graphql.agent.schema import AgentDoor
from backend.graphql.agent.schema import build_schema as agent_schema
from backend.graphql.connections import Connections
from backend.graphql.cors import ShopperCors
from backend.graphql.shopper.schema import ShopperDoor
from backend.graphql.shopper.schema import build_schema as shopper_schema
from backend.jobs import Worker, sweep, take_back
from backend.knowledge import freshness
from backend.knowledge.index import KnowledgeIndexes
from backend.live import Live
from backend.mail import Mailer
from backend.orders import codes
from backend.orders import service as orders
from backend.shopify import official
from backend.shops import service as shops
from backend.shops.platform import Platform, open_platform
from backend.storage import storage_of
from backend.tags import service as tags
from backend.web import watch
from backend.web.access import Access
from backend.web.health import Health
from backend.web.metrics import Page
from backend.web.pictures import Pictures
from backend.web.routes import routes
from backend.web.services import WebServices
from backend.web.sockets import App
from backend.web.watch import Watch, watched
from backend.worker import make_worker

TIDY_EVERY = 3600.0
log = structlog.get_logger(__name__)


async def set_up_shop(session: AsyncSession, shop_id: int) -> None:
    """What a shop has from its first day: starter forms and tags."""
    await actions.install_starters(session, shop_id, clock.now())
    await tags.install_starters(session, shop_id, clock.now())


def build(settings: Settings) -> tuple[Services, Platform]:
    """Every service of a process. Nothing is opened yet."""
    db = Database(settings.database_url)
    live = Live(settings.broker_url)
    db.on_commit.append(live.nudge)
    platform = open_platform(settings, db, (set_up_shop,))
    mind = Mind(model_of(settings.model))
    services = Services(
        settings=settings,
        db=db,
        live=live,
        shopify=platform.door,
        knowledge=KnowledgeIndexes(db, folder=settings.data_dir),
        mind=mind,
        limits=Limits(),
        mail=Mailer(settings.mail.url, settings.mail.sender) if settings.mail else None,
        storage=storage_of(settings.storage),
    )
    return services, platform


def watch_of(services: Services, platform: Platform) -> Watch:
    """What those who run the app may ask of this process."""
    page = Page(services.db, services.live, platform.client.budgets, services.settings.metrics_token)
    return Watch(Health(services.db, services.live), page)


def check(settings: Settings, *, processes: int = 1) -> None:
    """Refuses what would lose data or nudges quietly, with what to set."""
    alone = settings.run_worker and processes == 1
    if not alone and settings.is_sqlite:
        raise Misconfigured(
            "Several processes need Postgres: set BATON_DATABASE_URL=postgresql://… (SQLite serves one process)."
        )
    if not alone and settings.broker_url.startswith("memory"):
        raise Misconfigured("Several processes need Redis: set BATON_BROKER_URL=redis://… (memory:// stays in one).")


async def check_tables(db: Database) -> None:
    """SQLite's tables are made and changed by whoever starts; on Postgres that is a step of its own."""
    if db.is_sqlite:
        await migrate.upgrade(db)
    elif not await migrate.is_current(db):
        raise Misconfigured("The database lacks tables of this version. Run: python -m backend migrate")


@contextlib.asynccontextmanager
async def running(services: Services, platform: Platform, *, worker: bool) -> AsyncIterator[None]:
    """Tables checked, doorbells connected, the worker at work; all ended in order."""
    await check_tables(services.db)
    if services.db.is_sqlite:
        await take_back(services.db)
    await services.live.start()
    tasks = [asyncio.create_task(_keep_tidy(services.db, platform)), asyncio.create_task(_warm_up(services))]
    tasks.append(asyncio.create_task(measures.feel_the_loop()))
    tasks.append(asyncio.create_task(watchdog.run(services)))
    tasks.append(asyncio.create_task(freshness.run(services.db)))
    tasks.append(asyncio.create_task(services.knowledge.keep_fresh()))
    if worker:
        tasks.append(asyncio.create_task(_work(make_worker(services))))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await services.live.stop()
        await platform.close()
        await services.db.close()


async def _work(worker: Worker) -> None:
    """A worker that fails as a whole, such as while the database is away, begins again."""
    while True:
        try:
            await worker.run_forever()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.error("worker_ended", error=type(error).__name__, exc_info=error)
            await asyncio.sleep(1)


async def _warm_up(services: Services) -> None:
    """The model is loaded after the start, so that the process answers at once and the first shopper does not wait."""
    try:
        await asyncio.to_thread(official.warm_up)
        await services.mind.warm_up()
    except Exception as error:
        log.error("model_not_loaded", error=type(error).__name__, exc_info=error)


async def tidy(db: Database) -> None:
    """Forgets what each room says has served its time, in small transactions."""
    await sweep(db)
    for forget in (
        shops.forget_deliveries,
        orders.forget_attempts,
        codes.forget_codes,
        webhooks.forget_old,
        photos.drop_left,
        forgetting.forget_silent_shoppers,
        forgetting.forget_old_turns,
        forgetting.forget_old_drafts,
        spending.forget_use,
    ):
        gone = 1
        while gone:
            async with db.writing() as session:
                gone = await forget(session, clock.now())


async def _keep_tidy(db: Database, platform: Platform) -> None:
    """What serves nobody any more is forgotten, and grants of shops that nobody opens are renewed before they lapse."""
    while True:
        await asyncio.sleep(TIDY_EVERY)
        try:
            await tidy(db)
            await platform.grants.renew_idle()
        except Exception as error:  # noqa: BLE001 - it is tried again in an hour
            log.warning("not_tidied", error=type(error).__name__)


def create_app(settings: Settings) -> Starlette:
    """The Starlette app; started and ended by its lifespan."""
    check(settings)
    services, platform = build(settings)
    web, watching = WebServices(settings, services.db, platform.installer), watch_of(services, platform)
    pictures = Pictures(services)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with running(services, platform, worker=settings.run_worker), watched(watching, settings):
            yield

    connections = Connections()
    agents = AgentDoor(agent_schema(), services, connections=connections)
    shopper_door = ShopperDoor(shopper_schema(introspection=False), services, connections=connections)
    shoppers = ShopperCors(shopper_door, services)
    hung: list[BaseRoute] = [
        Route("/graphql", agents, methods=["POST"]),
        WebSocketRoute("/graphql", agents),
        Route("/shopper/graphql", shoppers, methods=["POST", "OPTIONS"]),
        WebSocketRoute("/shopper/graphql", shopper_door),
        Route("/shopper/pictures/{form}/{field}", ShopperCors(pictures, services), methods=["POST", "OPTIONS"]),
        Route("/shopper/pictures/{name}", pictures.by_link),
        Route("/pictures/{name}", pictures.by_agent),
        *watch.routes(watching, with_metrics=settings.metrics_token is not None),
        *routes(web),
    ]
    app = App(routes=hung, lifespan=lifespan, middleware=[Middleware(Access), Middleware(PlainHeaders)])
    app.state.health = watching.health
    app.state.services, app.state.platform, app.state.connections = services, platform, connections
    return app


class PlainHeaders:
    """What every answer says: it is what it claims to be, and its address is nobody else's business."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                assert isinstance(headers, list)
                present = {name.lower() for name, _ in headers}
                for name, value in ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")):
                    if name not in present:
                        headers.append((name, value))
            await send(message)

        await self.app(scope, receive, with_headers)  # type: ignore[arg-type]
