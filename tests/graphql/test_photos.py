"""Photos through the doors: sent by the shopper of the form, shown to the people of its thread and to nobody else."""

import asyncio
import io
import itertools
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from PIL import Image
from sqlmodel import select
from starlette.requests import ClientDisconnect, Request

from backend.actions import photos
from backend.actions import service as actions
from backend.actions.links import STEP, Links
from backend.actions.models import Photo
from backend.actors import ActorKind, ShopperActor
from backend.clock import now
from backend.context import Limits
from backend.conversations import service as conversations
from backend.limits import Limit
from backend.shops import shopper_token
from backend.storage import NotStored
from backend.web import bodies, pictures
from tests.actions.test_photos import Shelf
from tests.actions.test_pictures import file_of
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import SHOPPERS, House, id_token
from tests.graphql.world import Side, World, dump

pytestmark = pytest.mark.anyio

ANSWERED = {"order_number": "#1001", "item": "Mug", "reason": "Arrived damaged"}
THREAD = """{ thread(after: 0) { openForm { fields { key } values { key value photos } }
  messages { kind answers { key value photos } } } }"""
SUBMIT = """mutation($formId: ID!, $values: [FieldValueInput!]!, $clientKey: String!) {
  submitAction(formId: $formId, values: $values, clientKey: $clientKey) { fieldErrors { key } userErrors { code } } }"""
SAVE = """mutation($formId: ID!, $values: [FieldValueInput!]!) {
  saveAnswers(formId: $formId, values: $values) { userErrors { code } } }"""


class Broken(Shelf):
    """A storage that takes nothing."""

    async def put(self, name: str, content: bytes) -> None:
        raise NotStored("SlowDown")


@pytest.fixture
def shelf(house: House) -> Shelf:
    house.services.storage = Shelf()
    return house.services.storage


async def form_of(house: House, side: Side) -> int:
    """The open form of the side's own shopper gives way to one that asks for photos."""
    async with house.services.db.writing() as session:
        held = await conversations.locked(session, side.shop.id or 0, side.conversation)
        await actions.close_open(session, held, now())
    async with house.services.db.writing() as session:
        held = await conversations.locked(session, side.shop.id or 0, side.conversation)
        offer = await actions.offer(session, held, "return_or_refund", by=ActorKind.SHOPPER, now=now())
    assert offer is not None and offer.id is not None
    return offer.id


async def send(
    house: House, form: int | str, token: str | None, content: bytes, field: str = "photo", **headers: str
) -> httpx.Response:
    key = headers.pop("key", uuid.uuid4().hex)
    given = {"Authorization": f"Bearer {token}"} if token is not None else {}
    async with house.client() as client:
        address = f"/shopper/pictures/{form}/{field}?key={key}"
        return await client.post(address, content=content, headers={**given, **headers})


async def shown(house: House, address: str, token: str | None = None) -> httpx.Response:
    parts = urlsplit(address)
    async with house.client() as client:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return await client.get(f"{parts.path}?{parts.query}", headers=headers)


def paths(links: list[str]) -> list[str]:
    """Where links lead; until when they do changes each half hour."""
    return [urlsplit(link).path for link in links]


async def asked(house: House, shopper: ShopperActor, document: str, **variables: Any) -> dict[str, Any]:
    ((_, found),) = (await house.data(SHOPPERS, house.shopper_token(shopper), document, variables)).items()
    result: dict[str, Any] = found
    return result


@ON_BOTH
async def test_a_photo_goes_from_the_shoppers_phone_into_the_answer_and_before_the_agents_eyes(
    house: House, world: World, shelf: Shelf
) -> None:
    here, form = world.here, await form_of(house, world.here)
    token, exif = house.shopper_token(here.shopper), Image.Exif()
    exif[0x010F] = "Maker of the phone"
    sent = await send(house, form, token, file_of("JPEG", (900, 600), exif=exif))
    assert sent.status_code == 200, sent.text
    name, url = sent.json()["name"], sent.json()["url"]
    assert sorted(shelf.files) == sorted(photos.files_of(name))
    await asked(house, here.shopper, SAVE, formId=str(form), values=[{"key": "photo", "value": name}])
    draft = (await asked(house, here.shopper, THREAD))["openForm"]
    assert (draft["values"][-1]["value"], paths(draft["values"][-1]["photos"])) == (name, paths([url]))
    values = [{"key": key, "value": value} for key, value in {**ANSWERED, "photo": name}.items()]
    done = await asked(house, here.shopper, SUBMIT, formId=str(form), values=values, clientKey="submit-the-form")
    assert done == {"fieldErrors": [], "userErrors": []}
    (answers,) = [it["answers"] for it in (await asked(house, here.shopper, THREAD))["messages"] if it["answers"]]
    assert (answers[-1]["key"], answers[-1]["value"], paths(answers[-1]["photos"])) == (
        "photo",
        "1 photo",
        paths([url]),
    )
    for address, size in ((url, (900, 600)), (f"{url}&small=1", (320, 213))):
        for photo in (
            await shown(house, address),
            await shown(house, f"/pictures/{name}?small={int(size != (900, 600))}", id_token(here.domain)),
        ):
            assert photo.status_code == 200, photo.text
            with Image.open(io.BytesIO(photo.content)) as image:
                assert (image.format, image.size) == ("JPEG", size)
            assert b"Maker" not in photo.content
            assert photo.headers["Content-Type"] == "image/jpeg"
            assert photo.headers["X-Content-Type-Options"] == "nosniff"
            assert photo.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert "private" in photo.headers["Cache-Control"] and photo.headers["X-Robots-Tag"] == "noindex"


async def test_a_photo_is_shown_by_a_living_link_of_ours_and_to_the_shops_own_agents_alone(
    house: House, world: World, shelf: Shelf
) -> None:
    here, there = world.here, world.there
    form = await form_of(house, here)
    sent = (await send(house, form, house.shopper_token(here.shopper), file_of("PNG"))).json()
    name, link = sent["name"], urlsplit(sent["url"])
    given = {key: value for key, (value,) in parse_qs(link.query).items()}
    settings = house.services.settings
    other = Links(b"\1" * 32, settings.app_url).to(name, now())
    over = Links(settings.seal_key, settings.app_url).to(name, now() - timedelta(seconds=2 * STEP))
    longer = sent["url"].replace(given["until"], str(int(given["until"]) + 60))
    for address in (
        link.path,
        f"{link.path}?until={given['until']}",
        sent["url"].replace(given["proof"], "A" + given["proof"][1:] if given["proof"][0] != "A" else "B"),
        sent["url"].replace(name, "photo-" + "x" * 22),
        longer, other, over,
        f"{link.path}?until=%C2%B2&proof={given['proof']}",
        f"{link.path}?until={given['until']}&proof=%C3%A9",
    ):  # fmt: skip
        refused = await shown(house, address)
        assert refused.status_code == 404 and refused.json()["error"]["code"] == "NOT_FOUND", address
        assert refused.headers["Cache-Control"] == "no-store"
    for token, status in (
        (None, 401),
        (house.shopper_token(here.shopper), 401),
        (here.clients["read_conversations"].token, 401),
        (id_token(here.domain, age=3600), 401),
        (id_token(world.gone.domain), 401),
        (id_token(there.domain), 404),
    ):
        assert (await shown(house, f"/pictures/{name}", token)).status_code == status
    assert (await shown(house, sent["url"])).status_code == 200
    assert (await shown(house, f"/pictures/{name}", id_token(here.domain))).status_code == 200
    assert (await shown(house, "/pictures/", id_token(here.domain))).status_code == 404


async def test_who_may_not_send_a_photo_leaves_no_trace(house: House, world: World, shelf: Shelf) -> None:
    here = world.here
    form, photo = await form_of(house, here), file_of("PNG")
    key, own = house.services.settings.seal_key, house.shopper_token(here.shopper)
    before = dump(house.services.db)
    strangers = {
        "nobody": None,
        "garbage": "not-a-token",
        "an agent": id_token(here.domain),
        "one whose hour is over": shopper_token.mint(key, here.shopper, now() - timedelta(hours=2)).token,
        "an uninstalled shop's": shopper_token.mint(key, world.gone.shopper, now()).token,
    }
    for who, token in strangers.items():
        assert (await send(house, form, token, photo)).status_code == 401, who
    for origin, status in (("https://evil.example", 401), ("http://harbor.localhost:9000", 401)):
        assert (await send(house, form, own, photo, Origin=origin)).status_code == status
    for somebody in (here.other_shopper, world.there.shopper):
        assert (await send(house, form, house.shopper_token(somebody), photo)).status_code == 404
    for place, field in ((form, "item"), ("0", "photo"), ("9" * 30, "photo"), ("x", "photo")):
        assert (await send(house, place, own, photo, field)).status_code == 404
    assert (await send(house, form, own, photo, key="")).status_code == 403
    assert dump(house.services.db) == before and shelf.files == {}


async def test_a_page_of_the_shop_may_send_photos_and_another_may_not(house: House, world: World, shelf: Shelf) -> None:
    form, own = await form_of(house, world.here), house.shopper_token(world.here.shopper)
    async with house.client() as client:
        for origin, status in (("http://localhost:9000", 204), ("https://evil.example", 403)):
            asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = await client.options(f"/shopper/pictures/{form}/photo", headers=asks)
            assert answer.status_code == status
    sent = await send(house, form, own, file_of("WEBP"), Origin="http://localhost:9000")
    assert (sent.status_code, sent.headers["Access-Control-Allow-Origin"]) == (200, "http://localhost:9000")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no photo"),
        (b"GIF89a", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no photo"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC"),
        (b"\xff\xd8\xff" + b"\0" * 10 * 1024 * 1024, "larger than 10 MB"),
    ],
)
async def test_what_is_no_photo_is_refused_in_words_and_its_place_is_free_again(
    house: House, world: World, shelf: Shelf, content: bytes, words: str
) -> None:
    form = await form_of(house, world.here)
    before = dump(house.services.db)
    refused = await send(house, form, house.shopper_token(world.here.shopper), content)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "INVALID")
    assert words in refused.json()["error"]["message"]
    assert dump(house.services.db) == before and shelf.files == {}


async def test_the_same_photo_sent_again_is_one_photo_and_too_many_are_too_many(
    house: House, world: World, shelf: Shelf
) -> None:
    form, own = await form_of(house, world.here), house.shopper_token(world.here.shopper)
    first = await send(house, form, own, file_of("PNG"), key="key-of-the-photo")
    again = await send(house, form, own, file_of("PNG"), key="key-of-the-photo")
    assert first.json()["name"] == again.json()["name"] and len(shelf.files) == 2
    house.services.limits.photos = Limit(burst=1, per_minute=1)
    assert (await send(house, form, own, file_of("PNG"))).status_code == 200
    many = await send(house, form, own, file_of("PNG"))
    assert many.status_code == 429 and int(many.headers["Retry-After"]) > 0
    house.services.limits = Limits()


async def test_a_storage_that_is_away_is_told_and_the_same_try_succeeds_later(house: House, world: World) -> None:
    form, own = await form_of(house, world.here), house.shopper_token(world.here.shopper)
    house.services.storage = Broken()
    refused = await send(house, form, own, file_of("PNG"), key="key-of-the-photo")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    house.services.storage = shelf = Shelf()
    taken = await send(house, form, own, file_of("PNG"), key="key-of-the-photo")
    assert taken.status_code == 200 and len(shelf.files) == 2
    async with house.services.db.reading() as session:
        assert len((await session.exec(select(Photo))).all()) == 1


async def test_a_form_that_is_closed_while_its_photo_arrives_leaves_no_file(house: House, world: World) -> None:
    form, own = await form_of(house, world.here), house.shopper_token(world.here.shopper)

    class Slow(Shelf):
        async def put(self, name: str, content: bytes) -> None:
            await super().put(name, content)
            if name.endswith(".small"):
                async with house.services.db.writing() as session:
                    await actions.cancel(session, world.here.agent, form, now())

    house.services.storage = shelf = Slow()
    assert (await send(house, form, own, file_of("PNG"))).status_code == 404
    assert shelf.files == {}


async def test_without_a_storage_no_photo_is_asked_for_and_none_is_taken(house: House, world: World) -> None:
    form, own = await form_of(house, world.here), house.shopper_token(world.here.shopper)
    house.services.storage = None
    fields = (await asked(house, world.here.shopper, THREAD))["openForm"]["fields"]
    assert [field["key"] for field in fields] == ["order_number", "item", "reason", "details"]
    assert (await send(house, form, own, file_of("PNG"))).status_code == 403
    house.services.storage = Shelf()
    fields = (await asked(house, world.here.shopper, THREAD))["openForm"]["fields"]
    assert [field["key"] for field in fields][-1] == "photo"


async def test_a_photo_that_was_dropped_is_shown_to_nobody(house: House, world: World, shelf: Shelf) -> None:
    form = await form_of(house, world.here)
    sent = (await send(house, form, house.shopper_token(world.here.shopper), file_of("PNG"))).json()
    async with house.services.db.writing() as session:
        await actions.cancel(session, world.here.agent, form, now())
    assert (await shown(house, sent["url"])).status_code == 404
    assert (await shown(house, f"/pictures/{sent['name']}", id_token(world.here.domain))).status_code == 404


async def test_a_process_takes_so_many_photos_at_once_and_no_more_however_they_come(
    house: House, world: World, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_AT_ONCE", 2)
    token, form, go_on = house.shopper_token(world.here.shopper), await form_of(house, world.here), asyncio.Event()
    read = bodies.read

    async def slowly(request: Request, most: int) -> bytes:
        await go_on.wait()
        return await read(request, most)

    monkeypatch.setattr(bodies, "read", slowly)
    sending = [asyncio.ensure_future(send(house, form, token, file_of("JPEG"))) for _ in range(5)]
    refused = [await first for first in itertools.islice(asyncio.as_completed(sending), 3)]
    assert [(answer.status_code, answer.json()["error"]["code"]) for answer in refused] == [(429, "TOO_MANY")] * 3
    go_on.set()
    assert sorted(answer.status_code for answer in await asyncio.gather(*sending)) == [200, 200, 429, 429, 429]
    assert len(shelf.files) == 4


async def test_a_try_that_breaks_off_takes_nothing_from_the_next_one(
    house: House, world: World, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, form = house.shopper_token(world.here.shopper), await form_of(house, world.here)
    tries, is_second, is_over, read = itertools.count(1), asyncio.Event(), asyncio.Event(), bodies.read

    async def once_in_vain(request: Request, most: int) -> bytes:
        if next(tries) == 1:
            await is_second.wait()
            raise ClientDisconnect
        is_second.set()
        await is_over.wait()
        return await read(request, most)

    monkeypatch.setattr(bodies, "read", once_in_vain)
    first = asyncio.ensure_future(send(house, form, token, file_of("JPEG"), key="the-same-photo"))
    second = asyncio.ensure_future(send(house, form, token, file_of("JPEG"), key="the-same-photo"))
    done, _ = await asyncio.wait((first, second), return_when=asyncio.FIRST_COMPLETED)
    assert [(await answer).status_code for answer in done] == [400]
    is_over.set()
    answers = await asyncio.gather(first, second)
    assert sorted(answer.status_code for answer in answers) == [200, 400]
    assert len(shelf.files) == 2
