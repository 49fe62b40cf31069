"""After an agent joined, nothing of the bot reaches the thread: not by chance, and not by design."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import select

from backend import measures
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.bot import reply
from backend.bot.decisions import Answer, Decision
from backend.bot.situation import Situation
from backend.clock import now
from backend.conversations import rules, service
from backend.conversations.models import BotTurn, Conversation, Message
from backend.conversations.rules import State
from backend.errors import TermOver
from backend.tags import service as tags
from backend.tags.models import TagApplication
from backend.tags.rules import Application
from tests.races.turns import DECISIONS, ESCALATION, Hook, Stage, leaks_of

pytestmark = pytest.mark.anyio

HEATS, RACES = 4, 100
AT_ONCE = 10
TAG_RACES = 60


async def take_over(stage: Stage, agent: AgentActor, conversation: Conversation) -> None:
    async with stage.db.writing() as session:
        await service.take_over(session, agent, conversation.id or 0, now=now())


async def hand_back(stage: Stage, agent: AgentActor, conversation: Conversation) -> None:
    async with stage.db.writing() as session:
        await service.hand_back(session, agent, conversation.id or 0, now=now())


def open_all(events: dict[str, asyncio.Event]) -> None:
    """A turn that ended passes no more points: who waits for one goes on."""
    for event in events.values():
        event.set()


@pytest.mark.parametrize("heat", range(HEATS))
async def test_in_hundreds_of_races_no_bot_word_offer_or_escalation_follows_a_takeover(
    stage: Stage, agent: AgentActor, dice: random.Random, heat: int
) -> None:
    """The agent joins around a chosen point of the turn: its beginning, its thinking, or its writing."""
    points: dict[int, dict[str, asyncio.Event]] = {}

    def passes(point: str) -> Hook:
        async def hook(situation: Situation) -> None:
            points[situation.conversation.id or 0][point].set()
            await asyncio.sleep(dice.random() * 0.004)

        return hook

    stage.decides = lambda _: dice.choice(DECISIONS)
    stage.before_thinking, stage.before_writing = passes("thinks"), passes("writes")

    async def race(conversation: Conversation) -> None:
        events = points[conversation.id or 0] = {
            "begins": asyncio.Event(),
            "thinks": asyncio.Event(),
            "writes": asyncio.Event(),
        }
        events["begins"].set()

        async def joins() -> None:
            await events[dice.choice(["begins", "thinks", "writes", "writes", "writes"])].wait()
            await asyncio.sleep(dice.random() * 0.02)
            await take_over(stage, agent, conversation)

        turn = asyncio.create_task(stage.turn(conversation))
        turn.add_done_callback(lambda _: open_all(events))
        await asyncio.gather(turn, joins())

    for _ in range(RACES // AT_ONCE):
        await asyncio.gather(*(race(conversation) for conversation in await stage.threads(AT_ONCE)))
    assert await stage.leaks() == []
    await _check_what_became_of_the_turns(stage)


async def _check_what_became_of_the_turns(stage: Stage) -> None:
    async with stage.db.reading() as session:
        threads = {row.id: row for row in (await session.exec(select(Conversation))).all()}
        turns = (await session.exec(select(BotTurn))).all()
        spoken = set((await session.exec(select(Message.conversation_id).where(Message.author == ActorKind.BOT))).all())
    assert len(threads) == RACES
    assert {row.state for row in threads.values()} == {State.AGENT}
    discarded = {turn.conversation_id for turn in turns if turn.outcome == "discarded"}
    assert spoken == {turn.conversation_id for turn in turns} - discarded
    # Both ends were reached, each often enough for the races to have been races.
    assert len(discarded) > RACES / 20
    assert len(spoken) > RACES / 20, (len(spoken), len(discarded))
    for turn in turns:
        thread = threads[turn.conversation_id]
        assert turn.term == 1
        decided = turn.trace["because"].startswith("the store's content answers")
        assert turn.trace["because"].endswith("; not said, since an agent took over") == (turn.outcome == "discarded")
        words = f"To {thread.subject!r} in term 1" if turn.outcome == "discarded" and decided else ""
        assert thread.draft_suggestion == words


async def test_without_the_fence_the_same_check_finds_the_leak(
    stage: Stage, agent: AgentActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "bot_may_reply", lambda holder, term: True)
    _, conversation = await stage.thread()

    async def joins(_: Situation) -> None:
        await take_over(stage, agent, conversation)

    stage.before_writing = joins
    await stage.turn(conversation)
    assert leaks_of(await stage.messages(conversation)) == [f"{conversation.id}/3: text of term 2"]


Rival = Callable[[Stage, AgentActor, ShopperActor, Conversation], Awaitable[None]]


async def takes_over(stage: Stage, agent: AgentActor, _: ShopperActor, conversation: Conversation) -> None:
    await take_over(stage, agent, conversation)


async def takes_over_and_hands_back(
    stage: Stage, agent: AgentActor, _: ShopperActor, conversation: Conversation
) -> None:
    await take_over(stage, agent, conversation)
    await hand_back(stage, agent, conversation)


async def resolves(stage: Stage, agent: AgentActor, _: ShopperActor, conversation: Conversation) -> None:
    async with stage.db.writing() as session:
        await service.resolve(session, agent, conversation.id or 0, now=now())


async def asks_for_a_human(stage: Stage, _: AgentActor, shopper: ShopperActor, __: Conversation) -> None:
    async with stage.db.writing() as session:
        await service.ask_for_human(session, shopper, client_key="the-button-1", now=now())


async def writes_more(stage: Stage, _: AgentActor, shopper: ShopperActor, __: Conversation) -> None:
    await stage.say(shopper, "And to Norway?")


FIRST = "To 'Hello there' in term 1"
ENDS: dict[Rival, tuple[State, int, list[str], list[tuple[int, str]], str]] = {
    takes_over: (State.AGENT, 2, ["discarded"], [], FIRST),
    takes_over_and_hands_back: (
        State.BOT, 3, ["discarded", "answer"], [(3, "To 'Hello there' in term 3")], "",
    ),
    resolves: (State.RESOLVED, 2, ["discarded"], [], ""),
    asks_for_a_human: (State.WAITING, 2, ["discarded"], [], FIRST),
    writes_more: (
        State.BOT, 1, ["superseded", "answer"], [(1, "To 'Hello there\\nAnd to Norway?' in term 1")], "",
    ),
}  # fmt: skip
"""Where each rival leaves a turn that it met in flight: state, term, turns, the bot's words, the agent's draft."""


@pytest.mark.parametrize("where", ["before_thinking", "before_writing"])
@pytest.mark.parametrize("rival", ENDS, ids=lambda rival: rival.__name__)
async def test_a_rival_between_read_think_and_write_ends_as_the_table_says(
    stage: Stage, agent: AgentActor, rival: Rival, where: str
) -> None:
    shopper, conversation = await stage.thread()
    came: list[bool] = []

    async def comes(_: Situation) -> None:
        if not came:
            came.append(True)
            await rival(stage, agent, shopper, conversation)

    setattr(stage, where, comes)
    await stage.worker().run_until_idle()
    state, term, outcomes, words, suggestion = ENDS[rival]
    row = await stage.fresh(conversation)
    assert (row.state, row.term, row.draft_suggestion) == (state, term, suggestion)
    assert await stage.outcomes(conversation) == outcomes
    assert await stage.bot_words(conversation) == words
    assert await stage.leaks() == []


@pytest.mark.parametrize("rival", [takes_over, resolves, asks_for_a_human], ids=lambda rival: rival.__name__)
async def test_a_rival_before_the_turn_begins_leaves_nothing_to_think_about(
    stage: Stage, agent: AgentActor, rival: Rival
) -> None:
    shopper, conversation = await stage.thread()
    await rival(stage, agent, shopper, conversation)
    await stage.worker().run_until_idle()
    assert stage.thoughts == []
    assert await stage.outcomes(conversation) == []
    assert await stage.bot_words(conversation) == []


async def test_tags_of_a_bot_turn_are_put_on_in_its_term_or_not_at_all(
    stage: Stage, agent: AgentActor, dice: random.Random
) -> None:
    ends = []

    async def race(conversation: Conversation) -> None:
        async def tag() -> None:
            await asyncio.sleep(dice.random() * 0.02)
            async with stage.db.writing() as session:
                row = await service.locked(session, conversation.shop_id, conversation.id or 0)
                earned = [Application("refund", f"{row.state} in term {row.term}", None, 0.9)]
                await tags.apply(session, row, earned, term=1, now=now())

        async def joins() -> None:
            await asyncio.sleep(dice.random() * 0.02)
            await take_over(stage, agent, conversation)

        ended, _ = await asyncio.gather(tag(), joins(), return_exceptions=True)
        ends.append(ended)

    for _ in range(TAG_RACES // AT_ONCE):
        await asyncio.gather(*(race(conversation) for conversation in await stage.threads(AT_ONCE)))
    assert {type(end) for end in ends} == {type(None), TermOver}
    async with stage.db.reading() as session:
        evidence = (await session.exec(select(TagApplication.evidence))).all()
    assert evidence == ["bot in term 1"] * ends.count(None)


async def test_one_turn_run_twice_at_once_speaks_once(stage: Stage, dice: random.Random) -> None:
    async def linger(_: Situation) -> None:
        await asyncio.sleep(dice.random() * 0.01)

    stage.decides = lambda _: dice.choice(DECISIONS)
    stage.before_writing = linger
    for _ in range(25):
        _, conversation = await stage.thread()
        await asyncio.gather(stage.turn(conversation), stage.turn(conversation))
        said = [message for message in await stage.messages(conversation) if message.author == ActorKind.BOT]
        kinds = [message.kind for message in said]
        assert kinds in (["text"], ["action_offer"], ["text", "action_offer", "activity"])
    assert await stage.leaks() == []


async def test_a_turn_that_ran_to_its_end_finds_nothing_to_answer_when_it_runs_again(stage: Stage) -> None:
    stage.decides = lambda _: Answer()
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    before = [message.model_dump() for message in await stage.messages(conversation)]
    await stage.turn(conversation)
    assert [message.model_dump() for message in await stage.messages(conversation)] == before
    assert len(stage.thoughts) == 1


async def test_a_dead_bot_job_ends_with_a_human_and_says_so(stage: Stage) -> None:
    _, conversation = await stage.thread()
    await reply.gave_up(stage.services, {"shop_id": stage.shop.id, "conversation_id": conversation.id}, "broken")
    row = await stage.fresh(conversation)
    assert (row.state, row.term) == (State.WAITING, 2)
    (said,) = await stage.bot_words(conversation)
    assert said[0] == 1 and "person" in said[1]
    await reply.gave_up(stage.services, {"shop_id": stage.shop.id, "conversation_id": conversation.id}, "broken")
    assert (await stage.fresh(conversation)).last_sequence == row.last_sequence


def _always(decision: Decision) -> Callable[[Situation], Decision]:
    return lambda _: decision


async def test_what_is_discarded_is_counted_by_kind_and_by_what_ended_the_term(stage: Stage, agent: AgentActor) -> None:
    def count(kind: str, why: str) -> float:
        return measures.REGISTRY.get_sample_value("baton_bot_discarded_total", {"kind": kind, "why": why}) or 0

    before = count("escalate", "taken_over"), count("answer", "resolved")
    for decision, rival in ((ESCALATION, takes_over), (Answer(), resolves)):
        shopper, conversation = await stage.thread()

        async def comes(_: Situation, rival: Rival = rival, thread: Conversation = conversation) -> None:
            await rival(stage, agent, shopper, thread)  # noqa: B023 - awaited within this round

        stage.decides, stage.before_writing = _always(decision), comes
        await stage.turn(conversation)
        assert (await stage.fresh(conversation)).draft_suggestion == ""
    assert (count("escalate", "taken_over"), count("answer", "resolved")) == (before[0] + 1, before[1] + 1)


async def test_what_the_bot_would_have_said_waits_for_the_agent_who_takes_the_waiting_thread(
    stage: Stage, agent: AgentActor
) -> None:
    shopper, conversation = await stage.thread()

    async def comes(_: Situation) -> None:
        await asks_for_a_human(stage, agent, shopper, conversation)

    stage.before_writing = comes
    await stage.turn(conversation)
    await take_over(stage, agent, conversation)
    assert (await stage.fresh(conversation)).draft_suggestion == FIRST
    await hand_back(stage, agent, conversation)
    assert (await stage.fresh(conversation)).draft_suggestion == ""
