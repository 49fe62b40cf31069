"""The shopper's thread as one value: the query gives it once, the subscription gives it again after each change."""

from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import options
from backend.actions import queries as actions
from backend.actions.links import Links
from backend.actions.options import Reader
from backend.actors import ShopperActor
from backend.clock import now
from backend.context import Services
from backend.conversations import contacts
from backend.conversations import queries as conversations
from backend.conversations.expecting import outlook_for
from backend.conversations.handoffs import Outlook
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation
from backend.conversations.models import Message as MessageRow
from backend.conversations.rules import Audience
from backend.conversations.words import waiting_line
from backend.db import shared_moment
from backend.errors import NotAuthenticated
from backend.graphql.feeds import Entry, Feed, Found, Position
from backend.graphql.shared import State
from backend.graphql.shopper.types import (
    Author,
    AuthorKind,
    BotDraft,
    Contact,
    Message,
    OpeningChip,
    PhotoLinks,
    Thread,
    Widget,
    form_type,
    message_type,
)
from backend.orders import queries as orders
from backend.shops import queries as shops
from backend.shops.identity import NAMELESS
from backend.shops.rules import ShopSettings, in_language

PAGE = 200


async def thread(services: Services, actor: ShopperActor, after: int, *, messages: bool = True) -> Thread:
    """All after a sequence. `after` beyond the end is a reset: the client holds another database's past."""
    async with services.db.reading() as session:
        row = await conversations.shopper_thread(session, actor)
        language = await language_for(session, actor.shop_id, actor.id, row.language if row else "")
        settings = in_language(await shops.settings(session, actor.shop_id), language)
        if row is None:
            return _nothing_yet(settings, after)
        waits = row.state == State.WAITING
        outlook = await outlook_for(session, actor.shop_id, await shared_moment(session)) if waits else None
        reset = after > row.last_sequence
        start = 0 if reset else after if messages else row.last_sequence
        found = await conversations.messages_after(
            session, actor.shop_id, _id(row), start, audience=Audience.EVERYONE, limit=PAGE + 1
        )
        has_more = len(found) > PAGE
        shown = found[:PAGE]
        open_form = await actions.open_form(session, actor.shop_id, _id(row))
        reader = Reader(language, now())
        choosable = await options.of_form(session, actor.shop_id, open_form, reader) if open_form else {}
        speaker = await _speaker(session, row, settings)
        return Thread(
            cursor=_end(row, shown, has_more=has_more),
            has_more=has_more,
            reset=reset,
            state=State(row.state),
            term=row.term,
            speaker=speaker,
            messages=await _messages(session, row, shown, _telling(services, settings.bot_name, language)),
            open_form=form_type(open_form, language, _photos(services), choosable) if open_form else None,
            draft=_draft(services, row),
            typing=_typing(services, row),
            waiting_line=waiting_line(language, outlook) if outlook else None,
            contact=await _contact(session, row, outlook),
            unread=await conversations.shopper_unread(session, actor, row),
        )


async def message(services: Services, actor: ShopperActor, row: MessageRow) -> Message:
    """One message as the thread shows it."""
    async with services.db.reading() as session:
        conversation = await conversations.conversation(session, actor.shop_id, row.conversation_id)
        language = await language_for(session, actor.shop_id, actor.id, conversation.language)
        settings = in_language(await shops.settings(session, actor.shop_id), language)
        telling = _telling(services, settings.bot_name, language)
        return (await _messages(session, conversation, [row], telling))[0]


async def thread_feed(services: Services, actor: ShopperActor, after: int) -> Feed[Thread]:
    """The thread now and after each change. A look that finds nothing new says nothing."""

    async def check() -> None:
        async with services.db.reading() as session:
            if not (await shops.may_still_ask(session, actor) and await conversations.is_same_person(session, actor)):
                raise NotAuthenticated("This chat has ended.")

    async def read(at: Position, _is_own: bool) -> Found[Thread]:
        found = await thread(services, actor, at.cursor)
        mark = repr((found.state, found.term, found.open_form, found.draft, found.typing, found.unread))
        mark += repr((found.waiting_line, found.contact))
        is_news = mark != at.seen or found.reset or bool(found.messages)
        # A thread that was made meanwhile is followed by its own key.
        keys = await _keys(services, actor) if at.cursor == 0 and found.cursor > 0 else None
        return Found(found if is_news else None, Position(found.cursor, mark), has_more=found.has_more, keys=keys)

    me = (actor.kind, actor.shop_id, actor.id, actor.customer_id)
    return Feed(
        services.live, Entry(rights=me, viewer=(actor.kind, actor.id), proof=me, check=check),
        await _keys(services, actor), Position(after), read,
    )  # fmt: skip


async def _keys(services: Services, actor: ShopperActor) -> tuple[str, ...]:
    """What rings for the shopper: their thread, or themselves while they have none."""
    async with services.db.reading() as session:
        row = await conversations.shopper_thread(session, actor)
    return (f"shopper:{actor.id}",) if row is None else (f"conversation:{row.id}",)


async def widget(services: Services, actor: ShopperActor) -> Widget:
    async with services.db.reading() as session:
        shop = await shops.shop(session, actor.shop_id)
        language = await language_for(session, actor.shop_id, actor.id)
        settings = in_language(await shops.settings(session, actor.shop_id), language)
        buttons = await actions.chips(session, actor.shop_id, language, is_logged_in=actor.customer_id is not None)
    chips = [OpeningChip(label=question, question=question, action_key=None) for question in settings.opening_questions]
    chips += [OpeningChip(label=chip.label, question=None, action_key=chip.action_key) for chip in buttons]
    return Widget(shop_name=shop.name, greeting=settings.greeting, chips=chips, bot_name=settings.bot_name)


def _id(row: Conversation) -> int:
    assert row.id is not None
    return row.id


def _nothing_yet(settings: ShopSettings, after: int) -> Thread:
    return Thread(
        cursor=0, has_more=False, reset=after > 0, state=State.BOT, term=0,
        speaker=Author(kind=AuthorKind.BOT, name=settings.bot_name), messages=[], open_form=None, draft=None,
        typing=None, waiting_line=None, contact=None, unread=0,
    )  # fmt: skip


@dataclass(frozen=True)
class _Telling:
    """How messages are told to their shopper."""

    bot_name: str
    language: str
    sends_codes: bool
    photos: PhotoLinks | None


def _telling(services: Services, bot_name: str, language: str) -> _Telling:
    return _Telling(bot_name, language, services.mail is not None, _photos(services))


def _photos(services: Services) -> PhotoLinks | None:
    """Without a place to keep them, no photos are asked for."""
    if services.storage is None:
        return None
    return PhotoLinks(Links(services.settings.seal_key, services.settings.app_url), now())


async def _messages(
    session: AsyncSession, row: Conversation, found: list[MessageRow], telling: _Telling
) -> list[Message]:
    offers = {int(m.data["offer_id"]) for m in found if "offer_id" in m.data}
    forms = await actions.forms(session, row.shop_id, offers)
    asked = {int(m.data["snapshot_id"]) for m in found if "snapshot_id" in m.data}
    shown = await orders.shown(session, row.shop_id, _id(row), asked, now(), language=telling.language)
    if not telling.sends_codes:
        shown = {snapshot_id: replace(one, code_for=None) for snapshot_id, one in shown.items()}
    return [
        message_type(
            m, bot_name=telling.bot_name, language=telling.language, forms=forms, orders=shown, photos=telling.photos
        )
        for m in found
    ]


async def _speaker(session: AsyncSession, row: Conversation, settings: ShopSettings) -> Author:
    if row.state == State.AGENT and row.agent_id is not None:
        agent = await shops.agent(session, row.shop_id, row.agent_id)
        return Author(kind=AuthorKind.AGENT, name=agent.first_name or NAMELESS if agent else NAMELESS)
    if row.state == State.BOT:
        return Author(kind=AuthorKind.BOT, name=settings.bot_name)
    return Author(kind=AuthorKind.SYSTEM, name="")


async def _contact(session: AsyncSession, row: Conversation, outlook: Outlook | None) -> Contact | None:
    """Asked of who waits where nobody comes soon. An address that others gave of them is not shown, nor asked again."""
    if outlook is None or outlook.is_soon:
        return None
    shoppers = await conversations.shoppers(session, row.shop_id, [row.shopper_id])
    known = contacts.known_email(row.known) or contacts.known_email(shoppers[row.shopper_id].given)
    if known is not None and not known.is_their_own:
        return None
    return Contact(email=known.address if known else None)


def _end(row: Conversation, shown: list[MessageRow], *, has_more: bool) -> int:
    """The cursor after these messages. One may have been written since the row was read: it is not sent again."""
    last = shown[-1].sequence if shown else 0
    return last if has_more else max(row.last_sequence, last)


def _typing(services: Services, row: Conversation) -> str | None:
    """The agent who writes, only while they hold the thread: they may be told of after they let it go."""
    agent = services.live.told(f"conversation:{row.id}", "typing_agent")
    is_holder = agent and row.state == State.AGENT and row.agent_id == agent["id"]
    return str(agent["name"]) if agent and is_holder else None


def _draft(services: Services, row: Conversation) -> BotDraft | None:
    """The bot's growing words, only while the term that they belong to lasts."""
    draft = services.live.told(f"conversation:{row.id}", "draft")
    if draft is None or row.state != State.BOT or draft["term"] != row.term or draft["after"] != row.last_sequence:
        return None
    return BotDraft(term=draft["term"], text=draft["text"])
