"""Photos of forms as rows, on both real databases: whose they are, which are kept, and that nothing is left behind."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select, update

from backend.actions import forget_photos, photos, queries, service
from backend.actions.forms import FieldKind, FormField, photo_names, photos_in_words
from backend.actions.models import Offer, Photo
from backend.actions.photos import Wanted
from backend.actions.rules import NO_PHOTO, Accepted, FieldError, Given, prefill, validate
from backend.actions.starters import RETURN_OR_REFUND
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message, Shopper
from backend.db import Database
from backend.errors import FormClosed, Invalid, NotAllowed, NotFound
from backend.jobs import Job, TryAgain
from backend.shops.models import Shop
from backend.storage import NotStored, Storage
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio
ANSWERS = {"order_number": "#1001", "item": "Alder mug", "reason": "Arrived damaged"}
PHOTO = FormField(key="photo", kind=FieldKind.PHOTO, label="Photo", is_required=False)


@dataclass
class Shelf:
    """A storage that keeps in memory; while it is down nothing can be deleted."""

    files: dict[str, bytes] = field(default_factory=dict)
    is_down: bool = False

    async def put(self, name: str, content: bytes) -> None:
        self.files[name] = content

    async def get(self, name: str) -> bytes | None:
        return self.files.get(name)

    async def delete(self, name: str) -> None:
        if self.is_down:
            raise NotStored("down")
        self.files.pop(name, None)


@dataclass
class Surroundings:
    db: Database
    storage: Storage | None


@pytest.fixture
async def offer_id(database: Database, shop: Shop, conversation: Conversation) -> int:
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())
    return await offered(database, conversation)


async def offered(db: Database, conversation: Conversation) -> int:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        offer = await service.offer(session, held, "return_or_refund", by=ActorKind.SHOPPER, now=now())
    assert offer is not None and offer.id is not None
    return offer.id


async def expected(db: Database, shopper: ShopperActor, offer_id: int, key: str, field_key: str = "photo") -> Photo:
    async with db.writing() as session:
        return await photos.expect(session, shopper, Wanted(offer_id, field_key, key), now())


async def sent(db: Database, shopper: ShopperActor, offer_id: int, key: str, shelf: Shelf | None = None) -> Photo:
    photo = await expected(db, shopper, offer_id, key)
    for file in photos.files_of(photo.name) if shelf else ():
        await shelf.put(file, b"jpeg")  # type: ignore[union-attr]
    async with db.writing() as session:
        assert await photos.store(session, photo, now())
    return photo


async def submitted(db: Database, actor: ShopperActor | AgentActor, offer_id: int, photo: str) -> Any:
    values = {**ANSWERS, "photo": photo}
    async with db.writing() as session:
        return await service.submit(session, actor, offer_id, values, client_key=f"submit-{offer_id}", now=now())


async def rows(db: Database) -> dict[str, Photo]:
    async with db.reading() as session:
        return {photo.client_key: photo for photo in (await session.exec(select(Photo))).all()}


async def owed(db: Database) -> int:
    async with db.reading() as session:
        return len((await session.exec(select(Job).where(Job.name == photos.FORGET, Job.state == "pending"))).all())


# Rules


def test_an_answer_is_a_list_of_names_and_nothing_that_was_typed() -> None:
    form = replace(RETURN_OR_REFUND, fields=(PHOTO,))
    one, other = "photo-" + "a" * 22, "photo-" + "B_" * 11
    accepted = validate(form, {"photo": f" {one}\n{other}\n\n{one}"})
    assert accepted == Accepted({"photo": f"{one}\n{other}"})
    assert (photos_in_words(f"{one}\n{other}"), photos_in_words(one)) == ("2 photos", "1 photo")
    for typed in ("holiday.png", f"{one}\nholiday.png", "photo-short", "../photo-" + "a" * 22):
        assert validate(form, {"photo": typed}) == (FieldError("photo", "photo", NO_PHOTO),)
    many = "\n".join(f"photo-{n:022}" for n in range(5))
    assert validate(form, {"photo": many}) == (FieldError("photo", "too_many", "Choose 4 photos at most."),)


def test_a_photo_of_one_matter_is_not_filled_into_the_form_of_another() -> None:
    form = replace(RETURN_OR_REFUND, fields=(PHOTO,))
    assert prefill(form, {"photo": Given("photo-" + "a" * 22)}) == {}


# Sending


async def test_each_try_of_one_photo_is_the_same_photo(
    database: Database, shopper: ShopperActor, offer_id: int
) -> None:
    first = await expected(database, shopper, offer_id, "key-of-the-photo")
    again = await expected(database, shopper, offer_id, "key-of-the-photo")
    assert (again.id, again.name) == (first.id, first.name)
    assert photo_names(first.name) == (first.name,)
    assert [photo.stored_at for photo in (await rows(database)).values()] == [None]


async def test_a_photo_is_taken_for_a_photos_field_of_an_own_open_form_alone(
    database: Database, shop: Shop, other_shop: Shop, shopper: ShopperActor, agent: AgentActor, offer_id: int
) -> None:
    stranger, foreigner = await make_shopper(database, shop), await make_shopper(database, other_shop)
    for who, form, field_key, key, refusal in (
        (shopper, offer_id, "item", "key-of-it", NotFound),
        (shopper, offer_id, "nothing", "key-of-it", NotFound),
        (shopper, offer_id + 900, "photo", "key-of-it", NotFound),
        (stranger, offer_id, "photo", "key-of-it", NotFound),
        (foreigner, offer_id, "photo", "key-of-it", NotFound),
        (shopper, offer_id, "photo", "", Invalid),
    ):
        with pytest.raises(refusal):
            await expected(database, who, form, key, field_key)
    async with database.writing() as session:
        await service.cancel(session, agent, offer_id, now())
    with pytest.raises(FormClosed):
        await expected(database, shopper, offer_id, "key-of-it")
    assert await rows(database) == {}


async def test_a_form_and_a_thread_take_so_many_photos_and_no_more(
    database: Database, shopper: ShopperActor, offer_id: int
) -> None:
    for number in range(photos.MOST_OF_FORM):
        await expected(database, shopper, offer_id, f"key-number-{number}")
    with pytest.raises(NotAllowed, match="No more photos"):
        await expected(database, shopper, offer_id, "one-too-many")
    assert len(await rows(database)) == photos.MOST_OF_FORM
    first = await expected(database, shopper, offer_id, "key-number-0")
    async with database.writing() as session:
        await photos.turn_away(session, first)
    assert (await expected(database, shopper, offer_id, "in-its-place")).id is not None


async def test_what_was_stored_is_not_turned_away(database: Database, shopper: ShopperActor, offer_id: int) -> None:
    photo = await sent(database, shopper, offer_id, "the-stored-one")
    async with database.writing() as session:
        await photos.turn_away(session, photo)
    assert list(await rows(database)) == ["the-stored-one"]


# Answers


async def test_photos_of_an_answer_are_kept_and_those_taken_away_again_are_dropped(
    database: Database, shopper: ShopperActor, conversation: Conversation, offer_id: int
) -> None:
    kept = await sent(database, shopper, offer_id, "this-one-is-kept")
    await sent(database, shopper, offer_id, "this-one-is-not")
    answer = await submitted(database, shopper, offer_id, kept.name)
    assert answer.response.answers["photo"] == kept.name
    assert answer.message.text.endswith("Photos: 1 photo")
    found = await rows(database)
    assert found["this-one-is-kept"].kept_at is not None and found["this-one-is-kept"].dropped_at is None
    assert found["this-one-is-not"].dropped_at is not None and found["this-one-is-not"].kept_at is None
    assert await owed(database) == 1
    async with database.reading() as session:
        thread = await session.get_one(Conversation, conversation.id)
        person = await session.get_one(Shopper, shopper.id)
        assert "photo" not in thread.known and "photo" not in person.given and "item" in thread.known


async def test_a_photo_that_is_not_there_is_refused_beside_its_field_and_nothing_is_written(
    database: Database, shop: Shop, shopper: ShopperActor, offer_id: int
) -> None:
    stranger = await make_shopper(database, shop)
    theirs = await sent(
        database, stranger, await offered(database, await make_conversation(database, stranger)), "theirs-1"
    )
    never_stored = await expected(database, shopper, offer_id, "on-its-way")
    for name in (theirs.name, never_stored.name, "photo-" + "x" * 22):
        assert await submitted(database, shopper, offer_id, name) == (FieldError("photo", "photo", NO_PHOTO),)
    async with database.reading() as session:
        assert (await session.get_one(Offer, offer_id)).status == "open"
        kinds = (await session.exec(select(Message.kind).where(Message.kind == "action_response"))).all()
    assert kinds == []
    assert all(photo.kept_at is None and photo.dropped_at is None for photo in (await rows(database)).values())


async def test_a_draft_shows_no_photo_but_those_of_its_own_thread(
    database: Database, shop: Shop, shopper: ShopperActor, offer_id: int
) -> None:
    stranger = await make_shopper(database, shop)
    theirs = await sent(
        database, stranger, await offered(database, await make_conversation(database, stranger)), "theirs-1"
    )
    own = await sent(database, shopper, offer_id, "own-photo-1")
    async with database.writing() as session:
        values = {"item": "Mug", "photo": f"{theirs.name}\n{own.name}\nholiday.png"}
        draft = await service.save_draft(session, shopper, offer_id, values, now())
    assert isinstance(draft, Offer) and draft.draft == {"item": "Mug", "photo": own.name}


async def test_an_agent_who_fills_the_form_in_keeps_what_the_shopper_sent(
    database: Database, shopper: ShopperActor, agent: AgentActor, offer_id: int
) -> None:
    photo = await sent(database, shopper, offer_id, "own-photo-1")
    answer = await submitted(database, agent, offer_id, photo.name)
    assert answer.response.answers["photo"] == photo.name
    assert (await rows(database))["own-photo-1"].kept_at is not None


async def test_a_correction_leaves_the_photos_of_the_first_answer_where_they_are(
    database: Database, shopper: ShopperActor, offer_id: int
) -> None:
    first = await sent(database, shopper, offer_id, "the-first-one")
    answer = await submitted(database, shopper, offer_id, first.name)
    async with database.writing() as session:
        thread = await conversations.shopper_conversation(session, shopper, now())
        correction = await service.correct(session, shopper, thread, answer.message.sequence, now())
    assert correction.id is not None and correction.draft["photo"] == first.name
    second = await sent(database, shopper, correction.id, "the-second-one")
    await submitted(database, shopper, correction.id, second.name)
    found = await rows(database)
    assert [found[key].dropped_at for key in ("the-first-one", "the-second-one")] == [None, None]
    assert await owed(database) == 0


@pytest.mark.parametrize("end", ["skip", "cancel", "resolve"])
async def test_with_a_form_that_nobody_answers_its_photos_go(
    database: Database, shopper: ShopperActor, agent: AgentActor, conversation: Conversation, offer_id: int, end: str
) -> None:
    await sent(database, shopper, offer_id, "nobody-needs-it")
    async with database.writing() as session:
        if end == "skip":
            await service.skip(session, shopper, offer_id, now())
        elif end == "cancel":
            await service.cancel(session, agent, offer_id, now())
        else:
            held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
            await service.close_open(session, held, now())
    assert (await rows(database))["nobody-needs-it"].dropped_at is not None
    assert await owed(database) == 1


# Forgetting


async def test_what_nobody_sees_is_deleted_files_first_and_the_rest_stays(
    database: Database, shopper: ShopperActor, offer_id: int
) -> None:
    shelf = Shelf()
    kept = await sent(database, shopper, offer_id, "this-one-is-kept", shelf)
    await sent(database, shopper, offer_id, "this-one-is-not", shelf)
    await submitted(database, shopper, offer_id, kept.name)
    shelf.is_down = True
    with pytest.raises(TryAgain):
        await forget_photos.run(Surroundings(database, shelf), {})
    assert len(await rows(database)) == 2
    shelf.is_down = False
    await forget_photos.run(Surroundings(database, shelf), {})
    assert sorted(shelf.files) == sorted(photos.files_of(kept.name))
    assert list(await rows(database)) == ["this-one-is-kept"]
    async with database.reading() as session:
        assert await queries.has_photo(session, shopper.shop_id, kept.name)
        assert not await queries.has_photo(session, shopper.shop_id + 1, kept.name)


@pytest.mark.parametrize("whole", ["conversation", "shop"])
async def test_photos_go_with_their_conversation_and_with_their_shop(
    database: Database, shop: Shop, shopper: ShopperActor, conversation: Conversation, offer_id: int, whole: str
) -> None:
    shelf = Shelf()
    photo = await sent(database, shopper, offer_id, "this-one-is-kept", shelf)
    await submitted(database, shopper, offer_id, photo.name)
    async with database.writing() as session:
        gone = delete(Conversation).where(col(Conversation.id) == conversation.id)
        await session.exec(gone if whole == "conversation" else delete(Shop).where(col(Shop.id) == shop.id))
    async with database.reading() as session:
        assert not await queries.has_photo(session, None, photo.name)
    async with database.writing() as session:
        assert await photos.drop_left(session, now()) == 0
    assert await owed(database) == 1
    await forget_photos.run(Surroundings(database, shelf), {})
    assert shelf.files == {} and await rows(database) == {}


async def test_what_was_sent_and_never_sent_in_is_forgotten_in_time(
    database: Database, shopper: ShopperActor, offer_id: int
) -> None:
    await sent(database, shopper, offer_id, "left-half-filled")
    await expected(database, shopper, offer_id, "never-arrived")
    async with database.writing() as session:
        assert await photos.drop_left(session, now()) == 0
    later = now() + photos.ARRIVES_WITHIN + timedelta(seconds=1)
    async with database.writing() as session:
        assert await photos.drop_left(session, later) == 1
    assert (await rows(database))["never-arrived"].dropped_at is not None
    much_later = now() + photos.KEEP_UNSENT_FOR + timedelta(seconds=1)
    async with database.writing() as session:
        assert await photos.drop_left(session, much_later) == 1
        assert await photos.drop_left(session, much_later) == 0


async def test_a_photo_that_is_about_to_be_stored_is_not_deleted_under_its_writer(
    database: Database, shopper: ShopperActor, agent: AgentActor, offer_id: int
) -> None:
    shelf, photo = Shelf(), await expected(database, shopper, offer_id, "on-its-way")
    async with database.writing() as session:
        await service.cancel(session, agent, offer_id, now())
    await forget_photos.run(Surroundings(database, shelf), {})
    assert list(await rows(database)) == ["on-its-way"]
    async with database.writing() as session:
        assert not await photos.store(session, photo, now())
    async with database.writing() as session:
        past = now() - photos.ARRIVES_WITHIN - timedelta(minutes=1)
        await session.exec(update(Photo).values(created_at=past))
    await forget_photos.run(Surroundings(database, shelf), {})
    assert await rows(database) == {}


async def test_where_there_is_no_storage_nothing_is_deleted(database: Database) -> None:
    await forget_photos.run(Surroundings(database, None), {})
