"""`make seed`: plays a shop's morning through the public doors of a running app and simulator.

Fourteen shoppers write, the bot answers or calls for help, three agents work; every state and every move occurs. All of
it is what a browser would have caused, so a morning that plays to its end is also a test of the doors.
"""

import asyncio
import os
import sys
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

import httpx

from simulator.doors import Doors, DoorShut, Shopper, client
from simulator.settings import MAIN_SHOP, from_environment

MAYA, JONAS, PRIYA = 70001, 70002, 70003
TEA = "harbor-tea.myshopify.com"
PATIENCE = 20.0

THREAD = """query Thread {
  thread { state openForm { id title } messages { sequence kind author { kind } } draft { text } }
}"""
POST = """mutation Post($text: String!, $clientKey: String!) {
  postMessage(text: $text, clientKey: $clientKey) { message { sequence } userErrors { code message } }
}"""
SUBMIT = """mutation Submit($formId: ID!, $values: [FieldValueInput!]!, $clientKey: String!) {
  submitAction(formId: $formId, values: $values, clientKey: $clientKey) {
    message { sequence } fieldErrors { key message } userErrors { code message }
  }
}"""
SKIP = "mutation Skip($formId: ID!) { skipAction(formId: $formId) { userErrors { code message } } }"
ASK = "mutation Ask($clientKey: String!) { askForHuman(clientKey: $clientKey) { userErrors { code message } } }"
FIND = "query Find($search: String!) { conversations(search: $search, first: 5) { edges { node { id } } } }"
REPLY = """mutation Reply($id: ID!, $text: String!, $clientKey: String!) {
  postReply(conversationId: $id, text: $text, clientKey: $clientKey) { message { id } userErrors { code message } }
}"""
NOTE = """mutation Note($id: ID!, $text: String!, $clientKey: String!) {
  postNote(conversationId: $id, text: $text, clientKey: $clientKey) { message { id } userErrors { code message } }
}"""
MOVE = """mutation Move($id: ID!) {{
  {move}(conversationId: $id) {{ conversation {{ id }} userErrors {{ code message }} }}
}}"""
TAG = """mutation Tag($id: ID!, $name: String!) {{
  {verb}(conversationId: $id, name: $name) {{ conversation {{ id }} userErrors {{ code message }} }}
}}"""

Thread = dict[str, Any]


@dataclass
class Stage:
    """One shopper's thread, and everybody who acts in it."""

    doors: Doors
    domain: str
    shopper: Shopper
    found_by: str = ""
    conversation_id: str = ""

    async def thread(self) -> Thread:
        seen: Thread = (await self.shopper.ask(THREAD))["thread"]
        return seen

    async def settle(self) -> Thread:
        """Waits until it is not the bot's turn: it has spoken, offered a form, or called a human."""
        for _ in range(int(PATIENCE / 0.15)):
            thread = await self.thread()
            authors = [message["author"]["kind"] for message in thread["messages"]]
            if thread["state"] != "BOT" or thread["openForm"] or (authors and authors[-1] != "SHOPPER"):
                return thread
            await asyncio.sleep(0.15)
        raise DoorShut(f"the bot did not answer within {PATIENCE:.0f} s: {self.found_by}")

    async def id(self, staff: int) -> str:
        """The conversation, as an agent finds it: by what the shopper wrote first."""
        if not self.conversation_id:
            found = await self.doors.agent(self.domain, staff).ask(FIND, search=self.found_by)
            self.conversation_id = found["conversations"]["edges"][0]["node"]["id"]
        return self.conversation_id


Step = Callable[[Stage], Coroutine[Any, Any, None]]


def says(text: str) -> Step:
    async def step(stage: Stage) -> None:
        stage.found_by = stage.found_by or text
        await stage.shopper.ask(POST, text=text, clientKey=uuid.uuid4().hex)
        await stage.settle()

    return step


def fills(**values: str) -> Step:
    """Submits the open form; the shopper is shown one by then."""

    async def step(stage: Stage) -> None:
        form = (await stage.settle())["openForm"]
        if form is None:
            raise DoorShut(f"no form was offered: {stage.found_by}")
        given = [{"key": key, "value": value} for key, value in values.items()]
        answer = await stage.shopper.ask(SUBMIT, formId=form["id"], values=given, clientKey=uuid.uuid4().hex)
        if answer["submitAction"]["fieldErrors"]:
            raise DoorShut(f"{form['title']}: {answer['submitAction']['fieldErrors']}")
        await stage.settle()

    return step


async def skips(stage: Stage) -> None:
    form = (await stage.settle())["openForm"]
    if form is not None:
        await stage.shopper.ask(SKIP, formId=form["id"])


async def asks_for_human(stage: Stage) -> None:
    await stage.shopper.ask(ASK, clientKey=uuid.uuid4().hex)


def replies(staff: int, text: str) -> Step:
    return _written(REPLY, staff, text)


def notes(staff: int, text: str) -> Step:
    return _written(NOTE, staff, text)


def _written(document: str, staff: int, text: str) -> Step:
    async def step(stage: Stage) -> None:
        agent = stage.doors.agent(stage.domain, staff)
        await agent.ask(document, id=await stage.id(staff), text=text, clientKey=uuid.uuid4().hex)

    return step


def moves(staff: int, move: str) -> Step:
    """takeOver, handBack, release, resolve or reopen."""

    async def step(stage: Stage) -> None:
        await stage.doors.agent(stage.domain, staff).ask(MOVE.format(move=move), id=await stage.id(staff))

    return step


def tags(staff: int, verb: str, name: str) -> Step:
    """addTag or removeTag."""

    async def step(stage: Stage) -> None:
        await stage.doors.agent(stage.domain, staff).ask(TAG.format(verb=verb), id=await stage.id(staff), name=name)

    return step


@dataclass(frozen=True)
class Story:
    """What happens in one conversation, in order. A customer is logged in to the storefront."""

    title: str
    steps: tuple[Step, ...]
    locale: str = "en"
    customer: int | None = None
    domain: str = MAIN_SHOP


STORIES = (
    Story("Shipping to Canada, answered", (says("Do you ship to Canada and how long does it take?"),)),
    Story(
        "Three weeks late, high urgency, waiting",
        (
            says("where is my order?"),
            fills(order_number="1001", email="elena.petrova@example.com"),
            says("it's three weeks late, I want to talk to someone"),
        ),
    ),
    Story(
        "A refund dispute, taken over by Jonas, with a note",
        (
            says("You never refunded the boots that I sent back. I will dispute the charge with my bank."),
            replies(JONAS, "Hi, Jonas here. I am looking into the refund right now."),
            notes(JONAS, "Bank dispute threatened. Finance has been asked about #1031."),
            tags(JONAS, "addTag", "refund"),
        ),
        customer=601003,
    ),
    Story("Returns, answered", (says("What is your return policy?"), says("And who pays for the return shipping?"))),
    Story(
        "A parcel on its way, found by a customer who is logged in",
        (says("Has my order shipped yet?"), fills(order_number="1057", email="marcus.hale@example.com")),
        customer=601002,
    ),
    Story(
        "Chipped mug, solved by Priya",
        (
            says("One of my mugs arrived chipped"),
            skips,
            asks_for_human,
            replies(PRIYA, "I am sorry about the mug. A new one leaves Vermont tomorrow; keep the old one."),
            tags(PRIYA, "addTag", "complaint"),
            says("Thank you, that is kind!"),
            moves(PRIYA, "resolve"),
        ),
    ),
    Story(
        "Angry, waiting",
        (says("This is the third time I write. Your support is useless and nobody answers me!"),),
    ),
    Story("Something that the shop's content does not say", (says("Do you sell gift cards for kayak lessons?"),)),
    Story(
        "Taken over, then given back to the bot",
        (
            says("Is the summit tent good in snow?"),
            replies(MAYA, "It is a three-season tent: fine for a surprise flurry, not for a winter camp."),
            moves(MAYA, "handBack"),
            says("How long is the warranty?"),
        ),
    ),
    Story(
        "Taken over, then put back in the queue",
        (
            says("I was charged twice for one order"),
            replies(MAYA, "Hello, Maya here. I will hand this to whoever does our bookkeeping."),
            moves(MAYA, "release"),
        ),
        customer=601017,
    ),
    Story(
        "Resolved, then the shopper writes again",
        (
            says("Can I change the address of my order?"),
            skips,
            asks_for_human,
            replies(PRIYA, "Of course. Which street should it be?"),
            moves(PRIYA, "resolve"),
            says("3 Orchard Hill, please. Did you change it?"),
        ),
        customer=601015,
    ),
    Story("En français", (says("Livrez-vous au Canada et en combien de temps ?"),), locale="fr", customer=601005),
    Story(
        "A wrong automatic tag, taken off by hand",
        (
            says("How do I wash a merino jersey? Is it a problem if it gets wet?"),
            tags(JONAS, "addTag", "shipping-delay"),
            tags(JONAS, "removeTag", "shipping-delay"),
            moves(JONAS, "resolve"),
        ),
    ),
    Story("Another shop: its own orders and words", (says("Where do you ship to?"),), domain=TEA),
)


async def play(doors: Doors) -> int:
    """Every story, one after the other. Returns how many were played: none if they were before."""
    await doors.open_app(MAIN_SHOP, MAYA)
    await doors.open_app(TEA, 80001)
    for staff in (JONAS, PRIYA):
        await doors.open_app(MAIN_SHOP, staff)
    if await _was_played(doors):
        return 0
    for story in STORIES:
        shopper = await doors.shopper(story.domain, locale=story.locale, customer=story.customer)
        stage = Stage(doors, story.domain, shopper)
        for step in story.steps:
            await step(stage)
        print(f"  {(await stage.thread())['state'].lower():9} {story.title}")
    return len(STORIES)


async def _was_played(doors: Doors) -> bool:
    found = await doors.agent(MAIN_SHOP, MAYA).ask(FIND, search="gift cards for kayak lessons")
    return bool(found["conversations"]["edges"])


async def _main() -> int:
    settings = from_environment()
    if "APP_URL" not in os.environ and "PORT" in os.environ:
        settings = replace(settings, app_url=f"http://127.0.0.1:{os.environ['PORT']}")
    async with client() as http:
        try:
            count = await play(Doors(settings, http))
        except httpx.TransportError:
            print(f"Nothing answers at {settings.app_url} or its simulator. Start both with: make run")
            return 1
        except DoorShut as error:
            print(f"The morning could not be played to its end. {error}")
            return 1
    print(f"{count} conversations." if count else "This morning was played before. `make reset` forgets it.")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
