"""A rival at every await of the bot's work: what follows the end of a term is nothing, wherever the term ends.

The places are not listed: the work is walked once to count them, and then once for each place and each rival.
"""

import os
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select

from backend.actions import service as actions
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.bot import order_update, reply
from backend.bot.decisions import Answer, Decision, LookUpOrder, OfferAction
from backend.clock import now
from backend.conversations import rules, service
from backend.conversations.models import Conversation
from backend.conversations.rules import State
from backend.orders import enrich
from backend.orders import service as orders
from backend.orders.models import OrderSnapshot
from backend.tags import apply
from backend.tags import service as tags
from backend.tags.models import Tag, TagApplication
from tests.races.invariants import check_invariants, problems
from tests.races.turns import ESCALATION, Stage
from tests.races.walking import Walked, let_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]

EVERY = int(os.environ.get("BATON_RACES_EVERY", "8"))
"""Each rival comes at every so many-th place, each beginning at another one; 1 tries all, in some minutes."""


@dataclass
class Scene:
    """One thread, who is in it, and what was written by the bot while it raced."""

    stage: Stage
    agent: AgentActor
    shopper: ShopperActor
    conversation: Conversation
    form: int = 0
    snapshot: int = 0
    effects: list[tuple[str, str, int]] = field(default_factory=list)
    """Of each effect: what, and who held the thread in which term at that moment."""

    @property
    def where(self) -> dict[str, Any]:
        return {"shop_id": self.conversation.shop_id, "conversation_id": self.conversation.id}

    @property
    def id(self) -> int:
        return self.conversation.id or 0


# Rivals


async def takes_over(scene: Scene) -> None:
    async with scene.stage.db.writing() as session:
        await service.take_over(session, scene.agent, scene.id, now=now())


async def replies(scene: Scene) -> None:
    async with scene.stage.db.writing() as session:
        await service.post_reply(session, scene.agent, scene.id, text="Maya here", client_key="reply-1-1", now=now())


async def takes_over_and_hands_back(scene: Scene) -> None:
    await takes_over(scene)
    async with scene.stage.db.writing() as session:
        await service.hand_back(session, scene.agent, scene.id, now=now())


async def resolves(scene: Scene) -> None:
    async with scene.stage.db.writing() as session:
        row = await service.resolve(session, scene.agent, scene.id, now=now())
        await actions.close_open(session, row, now())


async def resolves_and_the_shopper_writes(scene: Scene) -> None:
    await resolves(scene)
    await scene.stage.say(scene.shopper, "One more thing")


async def asks_for_a_human(scene: Scene) -> None:
    async with scene.stage.db.writing() as session:
        await service.ask_for_human(session, scene.shopper, client_key="the-button-1", now=now())


async def writes_more(scene: Scene) -> None:
    await scene.stage.say(scene.shopper, "And to Norway?")


async def runs_the_same_job(scene: Scene) -> None:
    await reply.run(scene.stage.services, scene.where)


async def submits_the_form(scene: Scene) -> None:
    values = {"order_number": "1001", "email": "elena@example.com"}
    async with scene.stage.db.writing() as session:
        await actions.submit(session, scene.shopper, scene.form, values, client_key="submit-1-1", now=now())


async def takes_the_tag_off(scene: Scene) -> None:
    async with scene.stage.db.writing() as session:
        await tags.remove(session, scene.agent, scene.id, "order-inquiry", now())


Rival = Callable[[Scene], Coroutine[Any, Any, None]]
RIVALS: tuple[Rival, ...] = (
    takes_over, replies, takes_over_and_hands_back, resolves, resolves_and_the_shopper_writes, asks_for_a_human,
    writes_more, runs_the_same_job, submits_the_form, takes_the_tag_off,
)  # fmt: skip

# What the bot does


async def turn(scene: Scene) -> None:
    await reply.run(scene.stage.services, scene.where)


async def tells_of_the_order(scene: Scene) -> None:
    await order_update.run(scene.stage.services, {**scene.where, "term": 1, "snapshot_id": scene.snapshot})


async def puts_tags_on(scene: Scene) -> None:
    await apply.run(scene.stage.services, {**scene.where, "term": 1})


async def looks_the_order_up(scene: Scene) -> None:
    await enrich.run(scene.stage.services, {"shop_id": scene.conversation.shop_id, "asked_number": "#1001"})


Work = Callable[[Scene], Coroutine[Any, Any, None]]
WORK: dict[str, tuple[Work, Decision]] = {
    "says it": (turn, Answer()),
    "asks for a human": (turn, ESCALATION),
    "offers a form": (turn, OfferAction("find_my_order")),
    "starts a lookup": (turn, LookUpOrder("find_my_order")),
    "tells of an order": (tells_of_the_order, Answer()),
    "puts tags on": (puts_tags_on, Answer()),
    "looks an order up": (looks_the_order_up, Answer()),
}


async def set_up(stage: Stage, agent: AgentActor, work: Work, rival: Rival | None) -> Scene:
    shopper, conversation = await stage.thread("Where is my order?")
    scene = Scene(stage, agent, shopper, conversation)
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, scene.id)
        if rival is submits_the_form:
            put = await actions.offer(session, row, "find_my_order", by=ActorKind.SHOPPER, now=now())
            scene.form = put.id or 0 if put else 0
        if work in (tells_of_the_order, looks_the_order_up):
            asked = await orders.ask(session, row, number="1001", now=now(), asker=ActorKind.BOT)
            scene.snapshot = asked.id or 0
        if rival is takes_the_tag_off:
            await tags.add(session, agent, scene.id, "order-inquiry", now())
    if work is tells_of_the_order:
        await looks_the_order_up(scene)
    return scene


def witness(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes who holds the thread, under its lock, whenever an effect goes through that leaves no message."""

    def noted(what: str, verb: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(session: Any, conversation: Conversation, *given: Any, **named: Any) -> Any:
            done = await verb(session, conversation, *given, **named)
            if named.get("asker") is ActorKind.BOT or named.get("term") is not None:
                scene.effects.append((what, conversation.state, conversation.term))
            return done

        return call

    for module, name in ((orders, "ask"), (tags, "apply")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, noted(name, getattr(real, "__wrapped__", real)))


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.__name__)
@pytest.mark.parametrize("name", WORK)
async def test_wherever_a_rival_comes_nothing_of_the_bot_follows_the_end_of_its_term(
    stage: Stage, agent: AgentActor, monkeypatch: pytest.MonkeyPatch, name: str, rival: Rival
) -> None:
    work, decision = WORK[name]
    stage.decides = lambda _: decision
    calm = Walked(work(await set_up(stage, agent, work, rival)), stage.db, _nobody)
    await calm
    start = (RIVALS.index(rival) + list(WORK).index(name)) % max(1, min(EVERY, len(calm.places) - 1))
    met: list[bool] = []
    for place in [*range(1 + start, len(calm.places) + 1, EVERY), *range(start, 0, -1)]:
        if place <= start and any(met):
            break  # these are for where all others came too late: what is done for the first time waits more often
        scene = await set_up(stage, agent, work, rival)
        with monkeypatch.context() as patch:
            witness(scene, patch)
            met.append(await _walk(scene, work, rival, place))
        await stage.all_done()
        await _check(scene, rival if met[-1] else None)
    assert met and any(met), calm.places


async def test_without_the_fence_the_same_walk_finds_the_leak(
    stage: Stage, agent: AgentActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "bot_may_reply", lambda holder, term: True)
    found = []
    for place in range(1, 30):
        scene = await set_up(stage, agent, turn, takes_over)
        if not await _walk(scene, turn, takes_over, place):
            break
        async with stage.db.reading() as session:
            found.append(await problems(session, scene.id))
    assert [] in found
    assert "3: text by the bot while agent held" in {problem.split(": ", 1)[1] for each in found for problem in each}


async def _walk(scene: Scene, work: Work, rival: Rival, place: int) -> bool:
    """Walks the work, and lets the rival in at one place of it. False where the work ended before."""
    came = []

    async def visit(number: int) -> None:
        if number == place:
            came.append(await let_in(scene.stage.db, rival(scene)))

    await Walked(work(scene), scene.stage.db, visit)
    for task in came:
        await task
    return bool(came)


async def _nobody(_: int) -> None:
    return


async def _check(scene: Scene, rival: Rival | None) -> None:
    async with scene.stage.db.reading() as session:
        await check_invariants(session, scene.id)
        row = await session.get_one(Conversation, scene.id)
        for what, state, term in scene.effects:
            assert (what, state) == (what, State.BOT) and term <= row.term
        if rival is takes_the_tag_off:
            tag = (await session.exec(select(Tag.id).where(Tag.name == "order-inquiry"))).one()
            applied = await session.get_one(TagApplication, (scene.id, tag))
            assert (applied.removed_by, applied.applied_by) == (scene.agent.id, "agent")
        if rival is submits_the_form:
            snapshot = select(OrderSnapshot).where(OrderSnapshot.conversation_id == scene.id)
            assert len((await session.exec(snapshot)).all()) == 1
