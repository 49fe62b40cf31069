"""Handoffs through both doors: what a shopper is honestly told, the address they leave, and who is at the inbox."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations import words
from backend.conversations.handoffs import Outlook
from backend.conversations.models import Shopper
from backend.conversations.service import Known
from backend.shops import presence
from backend.shops.models import AgentPresence, Shop
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

THREAD = "{ thread { state waitingLine contact { email } } }"
LEAVE = """mutation ($email: String!) { leaveEmail(email: $email) {
  thread { contact { email } } userErrors { code field message } } }"""
TEAM = "team { agent { firstName isMe } isPresent isAway }"
BEAT = f"mutation {{ beat {{ {TEAM} userErrors {{ code }} }} }}"
AWAY = f"mutation ($is: Boolean!) {{ setAway(isAway: $is) {{ {TEAM} userErrors {{ code }} }} }}"
SETTINGS = """mutation ($input: ShopSettingsInput!) { updateSettings(input: $input) {
  shop { timezone settings { keepsHours hours { weekday opens closes } closedDates reminderMinutes urgencyMinutes
    goneMinutes } } userErrors { code field message } } }"""
HANDOFF = """query ($id: ID!) { transcript(conversationId: $id) {
  known { key value origin } messages { kind audience text author { kind } }
  conversation { shopper { email } handoff { seenAt seenBy { firstName } acceptedBy { firstName } ending reminders
    firstHumanWordBy { firstName } closedAt closedBy { firstName isMe } } } } }"""


async def newcomer(house: House, world: World, *, waits: bool = True) -> ShopperActor:
    """A shopper of whom nothing is known, and who waits for a person."""
    async with house.services.db.writing() as session:
        row = await conversations.open_shopper(
            session, world.here.shopper.shop_id, shopper_id=None, customer_id=None, locale="en", now=now()
        )
        shopper = ShopperActor(row.shop_id, row.id or 0)
        if waits:
            await conversations.ask_for_human(session, shopper, client_key=uuid.uuid4().hex, now=now())
    return shopper


async def asked(house: House, shopper: ShopperActor, document: str, **given: Any) -> Any:
    ((_, found),) = (await house.data(SHOPPERS, house.shopper_token(shopper), document, given)).items()
    return found


async def thread_of(house: House, shopper: ShopperActor) -> int:
    async with house.services.db.writing() as session:
        return (await conversations.shopper_conversation(session, shopper, now())).id or 0


async def is_there(house: House, world: World) -> None:
    async with house.services.db.writing() as session:
        await presence.beat(session, world.here.agent, now())


async def keep_hours(house: House, world: World, weekday: int) -> None:
    """Open on one day of the week from end to end."""
    async with house.services.db.writing() as session:
        shop = await session.get_one(Shop, world.here.shop.id)
        shop.settings = {"keeps_hours": True, "hours": [[weekday, "00:00", "24:00"]]}
        session.add(shop)


async def test_with_somebody_at_the_inbox_a_person_comes_as_soon_as_they_can(house: House, world: World) -> None:
    shopper = await newcomer(house, world)
    await is_there(house, world)
    found = await asked(house, shopper, THREAD)
    assert found["waitingLine"] == words.waiting_line("en", Outlook(now())) and found["contact"] is None


async def test_with_nobody_at_the_inbox_the_shopper_is_told_so_and_may_leave_an_address(
    house: House, world: World
) -> None:
    shopper = await newcomer(house, world)
    found = await asked(house, shopper, THREAD)
    assert "as soon as somebody is back at the desk" in found["waitingLine"] and found["contact"] == {"email": None}
    await is_there(house, world)
    assert (await asked(house, shopper, THREAD))["contact"] is None


async def test_outside_of_the_hours_the_shopper_is_told_when_the_team_is_back(house: House, world: World) -> None:
    await keep_hours(house, world, (now() + timedelta(days=3)).weekday())
    await is_there(house, world)
    shopper = await newcomer(house, world)
    found = await asked(house, shopper, THREAD)
    weekday = f"{now() + timedelta(days=3):%A}"
    assert f"once our team is back on {weekday} at 12:00 am (UTC time)" in found["waitingLine"]
    assert found["contact"] == {"email": None}, "somebody at the inbox at night promises nothing"


async def test_whoever_follows_a_thread_hears_at_once_that_somebody_came_to_the_desk(
    house: House, world: World
) -> None:
    shopper = await newcomer(house, world)
    async with house.socket(SHOPPERS, house.shopper_token(shopper)) as socket:
        await socket.subscribe("subscription { thread { waitingLine contact { email } } }")
        assert "desk" in (await socket.data())["thread"]["waitingLine"]
        await is_there(house, world)
        await house.services.live.nudge([f"conversation:{await thread_of(house, shopper)}"])
        heard = (await socket.data())["thread"]
        assert "as soon as they can" in heard["waitingLine"] and heard["contact"] is None


@ON_BOTH
async def test_an_address_is_left_once_known_to_agents_with_its_origin_and_theirs_to_correct(
    house: House, world: World
) -> None:
    shopper = await newcomer(house, world)
    left = await asked(house, shopper, LEAVE, email=" elena@Example.com ")
    assert left == {"thread": {"contact": {"email": "elena@example.com"}}, "userErrors": []}
    thread = str(await thread_of(house, shopper))

    async def lines() -> list[str]:
        found = await house.data(AGENTS, id_token(world.here.domain), HANDOFF, {"id": thread})
        told = found["transcript"]
        assert told["known"][-1]["origin"] == "waiting" and told["known"][-1]["key"] == "email"
        assert told["conversation"]["shopper"]["email"] == told["known"][-1]["value"]
        return [m["text"] for m in told["messages"] if m["audience"] == "AGENTS"]

    assert await lines() == ["Left an e-mail address"]
    before = await revision(house, world)
    await asked(house, shopper, LEAVE, email="elena@example.com")
    assert await lines() == ["Left an e-mail address"] and await revision(house, world) == before, "exactly once"
    await asked(house, shopper, LEAVE, email="elena@example.org")
    assert await lines() == ["Left an e-mail address", "Corrected their e-mail address"]
    assert (await asked(house, shopper, THREAD))["contact"] == {"email": "elena@example.org"}, "it survives a reload"
    async with house.services.db.reading() as session:
        assert (await session.get_one(Shopper, shopper.id)).given["email"]["value"] == "elena@example.org"


async def revision(house: House, world: World) -> int:
    async with house.services.db.reading() as session:
        return (await session.get_one(Shop, world.here.shop.id)).revision


@pytest.mark.parametrize(
    "email", ["", "elena", "elena@", "@example.com", "a b@example.com", "e@example", f"{'e' * 250}@x.com"]
)
async def test_what_cannot_be_an_address_is_refused_and_changes_nothing(house: House, world: World, email: str) -> None:
    shopper = await newcomer(house, world)
    before = dump(house.services.db)
    refused = await asked(house, shopper, LEAVE, email=email)
    assert refused["userErrors"] == [
        {"code": "INVALID", "field": "email", "message": "Write an e-mail address, such as name@example.com."}
    ]
    assert dump(house.services.db) == before


async def test_without_a_conversation_there_is_nowhere_to_leave_an_address(house: House, world: World) -> None:
    shopper = await newcomer(house, world, waits=False)
    before = dump(house.services.db)
    refused = await asked(house, shopper, LEAVE, email="elena@example.com")
    assert refused["userErrors"][0]["code"] == "NOT_FOUND" and dump(house.services.db) == before


@pytest.mark.parametrize("origin", ["order", "agent"])
async def test_an_address_that_others_gave_is_neither_shown_nor_asked_again(
    house: House, world: World, origin: str
) -> None:
    """An order's own address proves nothing about who looks at the thread."""
    shopper = await newcomer(house, world)
    async with house.services.db.writing() as session:
        row = await conversations.shopper_conversation(session, shopper, now())
        await conversations.remember(session, row, {"email": Known("secret@example.com", "E-mail", origin)})
    found = await asked(house, shopper, THREAD)
    assert found["contact"] is None and "secret" not in str(found)


async def test_an_address_given_in_a_form_is_not_asked_for_again(house: House, world: World) -> None:
    shopper = await newcomer(house, world)
    async with house.services.db.writing() as session:
        row = await conversations.shopper_conversation(session, shopper, now())
        await conversations.remember(session, row, {"email": Known("elena@example.com", "E-mail", "answer")})
    assert (await asked(house, shopper, THREAD))["contact"] == {"email": "elena@example.com"}


@ON_BOTH
async def test_an_agent_is_there_while_a_window_beats_and_they_are_not_away(house: House, world: World) -> None:
    maya = id_token(world.here.domain)
    jonas = id_token(world.here.domain, sub="70002")
    both = await house.data(AGENTS, jonas, BEAT)
    assert both["beat"]["team"] == [
        {"agent": {"firstName": "alder-Jonas", "isMe": True}, "isPresent": True, "isAway": False},
        {"agent": {"firstName": "alder-Maya", "isMe": False}, "isPresent": False, "isAway": False},
    ]
    away = await house.data(AGENTS, maya, AWAY, {"is": True})
    assert [(m["agent"]["firstName"], m["isPresent"], m["isAway"]) for m in away["setAway"]["team"]] == [
        ("alder-Jonas", True, False), ("alder-Maya", False, True),
    ]  # fmt: skip
    await house.data(AGENTS, maya, BEAT)
    team = (await house.data(AGENTS, jonas, f"{{ {TEAM} }}"))["team"]
    assert [m["isAway"] for m in team] == [False, True], "another window does not bring somebody back who is away"
    back = await house.data(AGENTS, maya, AWAY, {"is": False})
    assert [m["isPresent"] for m in back["setAway"]["team"]] == [True, True]
    async with house.services.db.writing() as session:
        for agent in (world.here.agent, world.here.colleague):
            row = await session.get_one(AgentPresence, agent.id)
            row.until = now()
            session.add(row)
    gone = (await house.data(AGENTS, maya, f"{{ {TEAM} }}"))["team"]
    assert not [m for m in gone if m["isPresent"] or m["isAway"]], "a closed laptop ends it"


async def test_an_open_thread_is_an_open_inbox(house: House, world: World) -> None:
    watch = "mutation ($id: ID!) { watch(conversationId: $id) { userErrors { code } } }"
    await house.data(AGENTS, id_token(world.here.domain), watch, {"id": str(world.here.conversation)})
    team = (await house.data(AGENTS, id_token(world.here.domain), f"{{ {TEAM} }}"))["team"]
    assert [m["isPresent"] for m in team] == [True, False]


async def test_the_record_of_a_handoff_names_everybody_on_its_way(house: House, world: World) -> None:
    shopper = await newcomer(house, world)
    thread = {"id": str(await thread_of(house, shopper))}
    jonas, maya = id_token(world.here.domain, sub="70002"), id_token(world.here.domain)

    async def handoff() -> dict[str, Any]:
        found: dict[str, Any] = (await house.data(AGENTS, maya, HANDOFF, thread))["transcript"]["conversation"]
        return dict(found["handoff"])

    assert (await handoff())["seenAt"] is None
    watch = "mutation ($id: ID!) { watch(conversationId: $id) { userErrors { code } } }"
    await house.data(AGENTS, jonas, watch, thread)
    seen = await handoff()
    assert seen["seenBy"] == {"firstName": "alder-Jonas"} and seen["acceptedBy"] is None and seen["ending"] is None
    reply = """mutation ($id: ID!) { postReply(conversationId: $id, text: "Hello", clientKey: "reply-one") {
      userErrors { code } } }"""
    await house.data(AGENTS, maya, reply, thread)
    done = await handoff()
    assert done["seenBy"] == {"firstName": "alder-Jonas"} and done["acceptedBy"] == {"firstName": "alder-Maya"}
    assert done["firstHumanWordBy"] == {"firstName": "alder-Maya"} and done["ending"] == "ANSWERED"
    assert done["closedBy"] == {"firstName": "alder-Maya", "isMe": True} and done["closedAt"] is not None


async def test_a_merchant_sets_hours_and_reminders(house: House, world: World) -> None:
    given = {
        "keepsHours": True, "hours": [{"weekday": "MONDAY", "opens": "09:00", "closes": "17:30"}],
        "closedDates": ["2026-12-25"], "reminderMinutes": [10, 3], "urgencyMinutes": 0, "goneMinutes": 8,
    }  # fmt: skip
    saved = (await house.data(AGENTS, id_token(world.here.domain), SETTINGS, {"input": given}))["updateSettings"]
    assert saved["userErrors"] == []
    assert saved["shop"] == {"timezone": "UTC", "settings": {**given, "reminderMinutes": [3, 10]}}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": [{"weekday": "SUNDAY", "opens": "17:00", "closes": "09:00"}]}, "hours.sunday"),
        ({"keepsHours": True, "hours": []}, "hours"),
        ({"closedDates": ["tomorrow"]}, "closedDates"),
        ({"reminderMinutes": [0]}, "reminderMinutes"),
        ({"goneMinutes": 0}, "goneMinutes"),
    ],
)
async def test_hours_without_sense_are_refused_beside_their_field(
    house: House, world: World, given: dict[str, Any], field: str
) -> None:
    before = dump(house.services.db)
    refused = await house.data(AGENTS, id_token(world.here.domain), SETTINGS, {"input": {"greeting": "Hi", **given}})
    assert [(e["code"], e["field"]) for e in refused["updateSettings"]["userErrors"]] == [("INVALID", field)]
    assert dump(house.services.db) == before


@ON_BOTH
async def test_everything_that_is_wrong_in_the_settings_is_named_at_once(house: House, world: World) -> None:
    before = dump(house.services.db)
    hours = [
        {"weekday": "TUESDAY", "opens": "9", "closes": "17:00"},
        {"weekday": "SATURDAY", "opens": "17:00", "closes": "09:00"},
        {"weekday": "MONDAY", "opens": "09:00", "closes": "17:00"},
    ]
    given = {"hours": hours, "closedDates": ["Christmas"], "goneMinutes": 0, "greeting": "Hi"}
    refused = await house.data(AGENTS, id_token(world.here.domain), SETTINGS, {"input": given})
    fields = ["hours.tuesday", "hours.saturday", "closedDates", "goneMinutes"]
    assert [(e["code"], e["field"]) for e in refused["updateSettings"]["userErrors"]] == [
        ("INVALID", field) for field in fields
    ]
    assert dump(house.services.db) == before


@ON_BOTH
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_process_whose_clock_is_wrong_sees_who_is_at_the_inbox_all_the_same(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    shopper, staff = await newcomer(house, world), id_token(world.here.domain)
    read = f"{{ {TEAM} }}"

    def wrong() -> datetime:
        return now() + timedelta(hours=hours)

    for module in ("backend.graphql.shopper.reads", "backend.bot.situation", "backend.graphql.agent.team"):
        monkeypatch.setattr(f"{module}.now", wrong, raising=False)
    await is_there(house, world)
    assert (await asked(house, shopper, THREAD))["contact"] is None
    assert sum(each["isPresent"] for each in (await house.data(AGENTS, staff, read))["team"]) == 1
    async with house.services.db.writing() as session:
        for presence_ in (await session.exec(select(AgentPresence))).all():
            presence_.until -= timedelta(minutes=5)
    assert (await asked(house, shopper, THREAD))["contact"] == {"email": None}
    assert sum(each["isPresent"] for each in (await house.data(AGENTS, staff, read))["team"]) == 0
