"""What is measured, each on a running app and through its public doors. All times in milliseconds."""

import asyncio
import math
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from simulator.doors import Doors, Feed
from simulator.settings import MAIN_SHOP

OPERATIONS = Path(__file__).parents[1] / "frontend" / "graphql"
MAYA, JONAS = 70001, 70002
QUESTIONS = (
    "Do you ship to Canada and how long does it take?",
    "What is your return policy?",
    "How long does shipping take within the United States?",
    "How do I wash a merino jersey?",
    "Which countries do you ship to?",
    "How long do I have to return something?",
)
SHOPPERS, PATIENCE = 20, 20.0
POST = """mutation Post($text: String!, $clientKey: String!) {
  postMessage(text: $text, clientKey: $clientKey) { message { sequence } userErrors { code message } }
}"""
FOLLOW = """subscription Follow($after: Int!) {
  thread(after: $after) { cursor state messages { sequence kind author { kind } } }
}"""
TAKE_OVER = """mutation TakeOver($id: ID!) {
  takeOver(conversationId: $id) { conversation { id } userErrors { code message } }
}"""
NEWEST = """{ conversations(first: 1) { edges { node { id } } } }"""


@dataclass(frozen=True)
class Spread:
    """Some durations in milliseconds."""

    values: Sequence[float]

    def percentile(self, share: float) -> float:
        """By nearest rank: a value that was measured, none in between."""
        ordered = sorted(self.values)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def operation(name: str) -> str:
    """An operation of the inbox with the fragments that it spreads, as the inbox sends it."""
    source = "\n".join(path.read_text() for path in sorted(OPERATIONS.glob("*.graphql")))
    definitions = parse(source).definitions
    fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
    found = next(n for n in definitions if isinstance(n, OperationDefinitionNode) and n.name and n.name.value == name)
    wanted, open_nodes = {}, [found]
    while open_nodes:
        names = _spreads(open_nodes.pop())
        open_nodes += [fragments[spread] for spread in names if spread not in wanted]  # type: ignore[misc]
        wanted.update({spread: fragments[spread] for spread in names})
    return "\n".join(print_ast(node) for node in (found, *wanted.values()))


def _spreads(node: OperationDefinitionNode | FragmentDefinitionNode) -> list[str]:
    names: list[str] = []

    class Collect(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            names.append(spread.name.value)

    visit(node, Collect())
    return names


async def local_answers(doors: Doors) -> tuple[Spread, Spread]:
    """From postMessage accepted, and from postMessage sent, to the bot's message at a subscriber of the thread."""
    accepted, sent = [], []
    for _ in range(SHOPPERS):
        shopper = await doors.shopper(MAIN_SHOP)
        for question in QUESTIONS:
            before = (await shopper.ask("{ thread(after: 0) { cursor } }"))["thread"]["cursor"]
            async with shopper.following(FOLLOW, after=before) as feed:
                await feed.next()  # the subscription stands
                seen = asyncio.create_task(_moment_of(feed, "BOT"))
                begun = time.perf_counter()
                await shopper.ask(POST, text=question, clientKey=uuid.uuid4().hex)
                answered = time.perf_counter()
                visible = await asyncio.wait_for(seen, PATIENCE)
            accepted.append(max(0.0, visible - answered) * 1000)
            sent.append((visible - begun) * 1000)
    return Spread(accepted), Spread(sent)


async def _moment_of(feed: Feed, author: str) -> float:
    """When a message of the author reached the subscriber."""
    while True:
        thread = (await feed.next())["thread"]
        if any(message["author"]["kind"] == author for message in thread["messages"]):
            return time.perf_counter()


async def takeovers(doors: Doors) -> Spread:
    """From takeOver accepted to the shopper's panel knowing that an agent answers."""
    times = []
    agent = doors.agent(MAIN_SHOP, MAYA)
    for _ in range(SHOPPERS * 2):
        shopper = await doors.shopper(MAIN_SHOP)
        await shopper.ask(POST, text=QUESTIONS[0], clientKey=uuid.uuid4().hex)
        async with shopper.following(FOLLOW, after=0) as feed:
            await asyncio.wait_for(_moment_of(feed, "BOT"), PATIENCE)
            token = await agent.token()
            newest = (await agent.ask_with(token, NEWEST))["conversations"]["edges"][0]["node"]["id"]
            seen = asyncio.create_task(_moment_of_state(feed, "AGENT"))
            await agent.ask_with(token, TAKE_OVER, id=newest)
            accepted = time.perf_counter()
            times.append(max(0.0, await asyncio.wait_for(seen, PATIENCE) - accepted) * 1000)
    return Spread(times)


async def _moment_of_state(feed: Feed, state: str) -> float:
    while (await feed.next())["thread"]["state"] != state:
        pass
    return time.perf_counter()


async def inbox_lists(doors: Doors) -> Spread:
    """The inbox's own query for 25 conversations of all views, whole answer read."""
    document, agent, times = operation("ConversationPage"), doors.agent(MAIN_SHOP, JONAS), []
    token = await agent.token()
    for number in range(204):
        view = ("ALL", "NEEDS_YOU", "BOT", "MINE")[number % 4]
        begun = time.perf_counter()
        page = await agent.ask_with(token, document, view=view, first=25, tags=None, search=None, after=None)
        times.append((time.perf_counter() - begun) * 1000)
        if view == "ALL" and len(page["conversations"]["edges"]) != 25:
            raise RuntimeError("the shop has fewer than 25 conversations")
    return Spread(times[4:])  # the first of each view warms caches that stay warm
