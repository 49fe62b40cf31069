"""Photos of forms over HTTP: taken from the shopper of the form, and shown to the people of its thread alone.

A shopper's page shows them by signed links, an agent's window asks with its session token. What is sent is never given
back as it came: it is drawn anew first (actions/pictures.py).
"""

import asyncio
import math
from collections.abc import Mapping

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from backend.actions import languages, photos, pictures
from backend.actions import queries as actions
from backend.actions.links import Links
from backend.actions.models import Photo
from backend.actions.photos import Wanted
from backend.actions.pictures import NotAPicture, Picture
from backend.actors import ShopperActor
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as threads
from backend.conversations.languages import language_for
from backend.errors import NotAllowed, NotAuthenticated, NotFound, Refusal, TooMany
from backend.shops import identity
from backend.shops import queries as shops
from backend.storage import NotStored, Storage
from backend.web import bodies

MOST_AT_ONCE = 8
"""Photos that one process takes at the same time: each is held in memory until it was drawn anew."""
DRAWN_AT_ONCE = 1
ARRIVES_WITHIN = 120.0
STATUS = {"NOT_FOUND": 404, "NOT_AUTHENTICATED": 401, "TOO_MANY": 429}
SHOWN = {
    "Content-Type": "image/jpeg",
    "Content-Disposition": 'inline; filename="photo.jpg"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Of every photo: an image and nothing else, for whoever asked."""

log = structlog.get_logger(__name__)


class Pictures:
    """Called, it takes one photo for a field of an open form: the same key is the same photo, however often it comes.

    Its methods show photos.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self._arriving = 0
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            actor = await _shopper(request, self.services)
            self.services.limits.photos.take(actor.id)
            return await self._take(request, actor)
        except Refusal as refusal:
            return _refused(STATUS.get(refusal.code, 403), refusal.code, refusal.message, refusal.retry_after)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=400)  # heard by nobody
        except NotStored as error:
            log.warning("photo_not_stored", why=str(error))
            return _refused(503, "UNAVAILABLE", "The photo could not be kept just now.", 5)

    async def _take(self, request: Request, actor: ShopperActor) -> Response:
        storage, wanted = self.services.storage, _wanted(request)
        if storage is None:
            raise NotAllowed("This shop takes no photos here.")
        if self._arriving >= MOST_AT_ONCE:
            raise TooMany("Too many photos are on their way. Wait a moment and try again.", retry_after=3)
        self._arriving += 1  # before anything is waited for, so that no two count as one
        try:
            async with self.services.db.writing() as session:
                photo = await photos.expect(session, actor, wanted, now())
            if photo.stored_at is not None:
                return self._taken(photo)
            return await self._arrive(request, storage, photo, actor)
        finally:
            self._arriving -= 1

    async def _arrive(self, request: Request, storage: Storage, photo: Photo, actor: ShopperActor) -> Response:
        """A try that breaks off leaves the photo's place as it is: the next try may be on its way already."""
        try:
            async with asyncio.timeout(ARRIVES_WITHIN):
                body = await bodies.read(request, pictures.MOST_BYTES)
            picture = await self._drawn(body)
        except (NotAPicture, bodies.TooLarge) as error:
            await self._turn_away(photo)
            why = error if isinstance(error, NotAPicture) else pictures.too_large()
            return _refused(422, "INVALID", await self._in_their_language(actor, why))
        await storage.put(photo.name, picture.content)
        await storage.put(photos.small_of(photo.name), picture.small)
        photo.width, photo.height, photo.size = picture.width, picture.height, len(picture.content)
        async with self.services.db.writing() as session:
            is_there = await photos.store(session, photo, now())
        if not is_there:
            for file in photos.files_of(photo.name):
                await storage.delete(file)
            raise NotFound("This form was closed meanwhile.")
        return self._taken(photo)

    async def _drawn(self, body: bytes) -> Picture:
        async with self._drawing:
            return await pictures.drawn(body)

    async def _turn_away(self, photo: Photo) -> None:
        async with self.services.db.writing() as session:
            await photos.turn_away(session, photo)

    async def _in_their_language(self, actor: ShopperActor, why: NotAPicture) -> str:
        async with self.services.db.reading() as session:
            row = await threads.shopper_thread(session, actor)
            language = await language_for(session, actor.shop_id, actor.id, row.language if row else "")
        return languages.photo_refusal(language, why.code, str(why))

    def _taken(self, photo: Photo) -> Response:
        url = _links(self.services).to(photo.name, now())
        return JSONResponse({"name": photo.name, "url": url}, headers={"Cache-Control": "no-store"})

    async def by_link(self, request: Request) -> Response:
        """A photo for whoever holds a link that was signed a moment ago."""
        name, given = request.path_params["name"], request.query_params
        if not _links(self.services).opens(name, given.get("until", ""), given.get("proof", ""), now()):
            return _nothing()
        headers = {"Cache-Control": "private, max-age=1800, immutable", "Cross-Origin-Resource-Policy": "cross-origin"}
        return await _shown(request, self.services, None, headers)

    async def by_agent(self, request: Request) -> Response:
        """A photo for a member of staff of the shop that it was sent to."""
        try:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            actor = await identity.agent_from_session_token(self.services.db, self.services.settings, token, now())
        except NotAuthenticated as refusal:
            retry = {"X-Shopify-Retry-Invalid-Session-Request": "1"}
            return JSONResponse({"error": {"code": refusal.code, "message": refusal.message}}, 401, retry)
        headers = {"Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "same-origin"}
        return await _shown(request, self.services, actor.shop_id, headers)


async def _shown(request: Request, services: Services, shop_id: int | None, headers: Mapping[str, str]) -> Response:
    """`shop_id` is whose photo it must be; a link says that by itself."""
    name = request.path_params["name"]
    async with services.db.reading() as session:
        is_there = await actions.has_photo(session, shop_id, name)
    if not is_there or services.storage is None:
        return _nothing()
    file = photos.small_of(name) if request.query_params.get("small") == "1" else name
    try:
        content = await services.storage.get(file)
    except NotStored as error:
        log.warning("photo_not_read", why=str(error))
        return Response(status_code=503, headers={"Cache-Control": "no-store", "Retry-After": "5"})
    return _nothing() if content is None else Response(content, headers={**SHOWN, **headers})


def _nothing() -> Response:
    """The same for what never was, what is gone, what is another shop's, and a link that is over."""
    return JSONResponse(
        {"error": {"code": "NOT_FOUND", "message": "There is no such photo."}}, 404, {"Cache-Control": "no-store"}
    )


def _links(services: Services) -> Links:
    return Links(services.settings.seal_key, services.settings.app_url)


def _wanted(request: Request) -> Wanted:
    form, field = request.path_params["form"], request.path_params["field"]
    if len(form) > 18 or not form.isascii() or not form.isdigit():
        raise NotFound("There is no such form.")
    return Wanted(int(form), field, request.query_params.get("key", ""))


async def _shopper(request: Request, services: Services) -> ShopperActor:
    """The shopper of the token, on a page of their own shop. Raises NotAuthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotAuthenticated("Send an Authorization header with a bearer token.")
    actor = await identity.shopper_from_token(services.db, services.settings, token.strip(), now())
    origin = request.headers.get("origin")
    async with services.db.reading() as session:
        is_same = await threads.is_same_person(session, actor)
        shop = await shops.shop(session, actor.shop_id)
    if not is_same or (origin is not None and origin not in shop.allowed_origins):
        raise NotAuthenticated("This page does not belong to the shop of this chat.")
    return actor


def _refused(status: int, code: str, message: str, retry_after: float | None = None) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": f"{math.ceil(retry_after)}"} if retry_after else {})
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
