"""A client's view equals a fresh fetch, after whatever people, programs, the bot and the network did.

The inbox and the panel are their own code; the server is asked through its API. While the network is well the views
are checked after each step, so a change that rings for nobody is found. After faults they are checked once it is well
again: what was lost, late, doubled or out of order must have left no trace.
"""

import asyncio
import os
import sqlite3
import uuid
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.bot.decisions import Answer, Decision, OfferAction, SayUnknown
from backend.context import Limits
from backend.jobs import Worker
from tests.conftest import made
from tests.graphql.conftest import opened
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World, make_world
from tests.races.turns import ESCALATION, REAL, Stage
from tests.views.browser import Browser, Line, Network, bundle

EXAMPLES, STEPS = int(os.environ.get("BATON_VIEWS", "4")), 25
"""Runs, and what happens in each. A longer search: BATON_VIEWS=400."""
PHASES = (Phase.generate, Phase.shrink) if "BATON_VIEWS" in os.environ else (Phase.generate,)
"""In a longer search what fails is made shorter, which takes minutes."""

PAGING = ("messages", "cursor", "hasMore", "reset")
DECISIONS: tuple[Decision, ...] = (Answer(), SayUnknown(), OfferAction("find_my_order"), ESCALATION)
TEXTS = st.sampled_from(["Hello", "Where is order #1001?", "Thanks", "I am so angry", "Ça va ? 🦊"])
THREAD_MOVES = ("takeOver", "handBack", "release", "resolve", "reopen")


Token = Callable[[], str]


class Stand:
    """What all runs share: one app, its first rows, the bundle, and a loop."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.runner = asyncio.Runner()
        self.open = AsyncExitStack()
        self.path, self.rows = folder / "baton.db", folder / "rows.db"
        self.house, self.world = self.runner.run(self._open())
        self.script = bundle(folder / "views")

    async def _open(self) -> tuple[House, World]:
        url = f"sqlite+aiosqlite:///{self.path}"
        await self.open.enter_async_context(made(url))
        house = await self.open.enter_async_context(opened(url, self.folder))
        world = await make_world(house.services.db)
        stage = Stage(house.services.db, world.here.shop, self.monkeypatch)
        house.services.mind = cast(Any, stage.services.mind)
        self.stage = stage
        with closing(sqlite3.connect(self.path)) as live, closing(sqlite3.connect(self.rows)) as kept:
            live.backup(kept)
        return house, world

    def put_back(self) -> None:
        with closing(sqlite3.connect(self.rows)) as kept, closing(sqlite3.connect(self.path)) as live:
            kept.backup(live)
        self.house.services.limits = Limits()
        for limit in vars(self.house.services.limits).values():
            limit.burst = limit.per_minute = 1_000_000
        self.house.services.live._told.clear()

    def close(self) -> None:
        self.runner.run(self.open.aclose())
        self.runner.close()


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    monkeypatch.setattr("backend.live.TOLD_FOR", 100_000)
    made = Stand(tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.mark.timeout(3_600)
def test_whatever_happens_what_people_see_is_what_the_server_says(stand: Stand) -> None:
    class Run(Views):
        shared = stand

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, print_blob=True,
            suppress_health_check=list(HealthCheck), phases=PHASES, report_multiple_bugs=False,
        ),
    )  # fmt: skip


class Views(RuleBasedStateMachine):
    shared: Stand

    @initialize()
    def begin(self) -> None:
        stand = self.shared
        stand.put_back()
        self.house, self.here = stand.house, stand.world.here
        self.browser = Browser(stand.script)
        domain = self.here.domain
        self.maya: Token = lambda: id_token(domain)
        self.jonas: Token = lambda: id_token(domain, "70002")
        tokens = {"agent": self.maya, "shopper": lambda: self.house.shopper_token(self.here.shopper)}
        actors = {"agent": self.here.agent, "shopper": self.here.shopper}
        self.network = Network(self.house, self.browser, tokens, actors)
        self.threads = [str(self.here.conversation), str(self.here.other_conversation)]
        self.open_thread = self.threads[0]
        self.is_cut = False
        self.browser.tell("start", agent=str(self.here.agent.id))
        self.then(self.network.pump())
        self.browser.tell("open", conversation=self.open_thread)
        self.then(self.network.pump())

    def then(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.shared.runner.run(work)

    def act(self, command: str, **given: Any) -> None:
        """Somebody does something in the browser."""
        self.browser.tell(command, **given)
        self.then(self.network.pump())

    def api(self, path: str, token: str, query: str, **variables: Any) -> Line:
        """Somebody else does something, elsewhere. Refusals change nothing and are no failure."""
        answer = self.then(self.house.ask(path, token, query, variables)).json()
        assert "errors" not in answer or "extensions" in answer["errors"][0], answer
        self.then(self.network.pump())
        return cast(Line, answer)

    def agent(self, who: str, field: str, **variables: Any) -> Line:
        tokens = {"maya": self.maya(), "jonas": self.jonas(), "program": self.here.clients["write_tags"].token}
        given = ", ".join(f"{name}: {_literal(value)}" for name, value in variables.items())
        return self.api(AGENTS, tokens[who], f"mutation {{ {field}({given}) {{ userErrors {{ code message }} }} }}")

    # The shoppers

    @rule(text=TEXTS)
    def the_shopper_writes_in_the_panel(self, text: str) -> None:
        self.act("say", text=text)

    @rule()
    def the_shopper_presses_for_a_person(self) -> None:
        self.act("ask")

    @rule(text=TEXTS)
    def another_shopper_writes(self, text: str) -> None:
        token = self.house.shopper_token(self.here.other_shopper)
        key = uuid.uuid4().hex
        query = "mutation($t: String!, $k: String!) { postMessage(text: $t, clientKey: $k) { userErrors { code } } }"
        self.api(SHOPPERS, token, query, t=text, k=key)

    @rule(is_other=st.booleans())
    def a_shopper_starts_a_form(self, is_other: bool) -> None:
        query = 'mutation { startAction(key: "find_my_order") { userErrors { code } } }'
        self.api(SHOPPERS, self._shopper(is_other), query)

    @rule(is_other=st.booleans(), do=st.sampled_from(["saveAnswers", "submitAction", "skipAction"]))
    def a_shopper_goes_on_with_the_form(self, is_other: bool, do: str) -> None:
        token = self._shopper(is_other)
        found = self.then(self.house.ask(SHOPPERS, token, "{ thread { openForm { id } } }")).json()["data"]["thread"]
        if found["openForm"] is None:
            return
        values = '[{key: "order_number", value: "1001"}, {key: "email", value: "elena@example.com"}]'
        more = {
            "saveAnswers": f", values: {values}",
            "submitAction": f', values: {values}, clientKey: "{uuid.uuid4().hex}"',
            "skipAction": "",
        }
        self.api(
            SHOPPERS,
            token,
            f'mutation {{ {do}(formId: "{found["openForm"]["id"]}"{more[do]}) {{ userErrors {{ code }} }} }}',
        )

    @rule(is_other=st.booleans(), is_typing=st.booleans())
    def a_shopper_types(self, is_other: bool, is_typing: bool) -> None:
        query = f"mutation {{ setTyping(isTyping: {str(is_typing).lower()}) {{ userErrors {{ code }} }} }}"
        self.api(SHOPPERS, self._shopper(is_other), query)

    @rule(sequence=st.integers(1, 8))
    def the_shopper_reads_in_another_tab(self, sequence: int) -> None:
        self.api(
            SHOPPERS, self._shopper(False), f"mutation {{ markRead(sequence: {sequence}) {{ userErrors {{ code }} }} }}"
        )

    def _shopper(self, is_other: bool) -> str:
        return self.house.shopper_token(self.here.other_shopper if is_other else self.here.shopper)

    # The agent at the browser, their other window, a colleague, a program

    @rule(place=st.integers(0, 1))
    def maya_opens_a_thread(self, place: int) -> None:
        self.open_thread = self.threads[place]
        self.act("open", conversation=self.open_thread)

    @rule(move=st.sampled_from(THREAD_MOVES))
    def maya_presses(self, move: str) -> None:
        self.act("press", move=move)

    @rule(kind=st.sampled_from(["reply", "note"]), text=st.sampled_from(["Dear", "Dear Elena", ""]))
    def maya_types(self, kind: str, text: str) -> None:
        self.act("type", kind=kind, text=text)

    @rule(kind=st.sampled_from(["reply", "note"]), resolve=st.booleans())
    def maya_sends(self, kind: str, resolve: bool) -> None:
        self.act("send", kind=kind, resolve=resolve)

    @rule()
    def maya_tries_again(self) -> None:
        self.act("retry")

    @rule(is_on=st.booleans())
    def maya_tags(self, is_on: bool) -> None:
        self.act("tag", name="refund", on=is_on)

    @rule(place=st.integers(0, 1), sequence=st.integers(1, 9))
    def maya_reads_in_another_window(self, place: int, sequence: int) -> None:
        self.agent("maya", "markRead", conversationId=self.threads[place], sequence=sequence)

    @rule(place=st.integers(0, 1), text=st.sampled_from(["Hi", "Hi there", ""]), key=st.sampled_from("abc"))
    def maya_types_in_another_window(self, place: int, text: str, key: str) -> None:
        where = {"conversationId": self.threads[place], "clientKey": f"other-window-{key}", "kind": _Enum("REPLY")}
        self.agent("maya", "saveDraft", **where, text=text)

    @rule(place=st.integers(0, 1), key=st.sampled_from("abc"))
    def maya_sends_from_another_window(self, place: int, key: str) -> None:
        self.agent("maya", "postReply", conversationId=self.threads[place], clientKey=f"other-window-{key}", text="Hi")

    @rule(place=st.integers(0, 1), move=st.sampled_from(THREAD_MOVES))
    def jonas_moves(self, place: int, move: str) -> None:
        self.agent("jonas", move, conversationId=self.threads[place])

    @rule(place=st.integers(0, 1), resolve=st.booleans())
    def jonas_replies(self, place: int, resolve: bool) -> None:
        where = {"conversationId": self.threads[place], "clientKey": uuid.uuid4().hex}
        self.agent("jonas", "postReply", **where, text="Jonas here", thenResolve=resolve)

    @rule(place=st.integers(0, 1))
    def jonas_notes(self, place: int) -> None:
        self.agent("jonas", "postNote", conversationId=self.threads[place], clientKey=uuid.uuid4().hex, text="VIP")

    @rule(place=st.integers(0, 1), watching=st.booleans(), typing=st.booleans())
    def jonas_watches(self, place: int, watching: bool, typing: bool) -> None:
        self.agent("jonas", "watch", conversationId=self.threads[place], isWatching=watching, isTyping=typing)

    @rule(place=st.integers(0, 1))
    def jonas_offers_a_form(self, place: int) -> None:
        self.agent("jonas", "offerAction", conversationId=self.threads[place], key="find_my_order")

    @rule(place=st.integers(0, 1), number=st.sampled_from(["1001", "1002"]))
    def jonas_looks_an_order_up(self, place: int, number: str) -> None:
        self.agent("jonas", "lookUpOrder", conversationId=self.threads[place], number=number)

    @rule(place=st.integers(0, 1), is_on=st.booleans(), name=st.sampled_from(["refund", "complaint"]))
    def a_program_tags(self, place: int, is_on: bool, name: str) -> None:
        self.agent("program", "addTag" if is_on else "removeTag", conversationId=self.threads[place], name=name)

    @rule(name=st.sampled_from(["renamed", "refund-2"]))
    def jonas_renames_a_tag(self, name: str) -> None:
        self.agent("jonas", "updateTag", id=str(self.here.tag), input={"name": name})

    # The bot and what it owes

    @rule(decision=st.sampled_from(DECISIONS))
    def the_work_that_is_owed_is_done(self, decision: Decision) -> None:
        self.shared.stage.decides = lambda _: decision
        self.then(Worker(self.house.services.db, self.house.services, REAL).run_until_idle())
        self.then(self.network.pump())

    @rule(place=st.integers(0, 1), move=st.sampled_from(["takeOver", "resolve"]))
    def jonas_is_faster_than_the_bot(self, place: int, move: str) -> None:
        """He comes while the bot thinks."""

        async def comes(_: Any) -> None:
            query = f'mutation {{ {move}(conversationId: "{self.threads[place]}") {{ userErrors {{ code }} }} }}'
            await self.house.ask(AGENTS, self.jonas(), query)

        self.shared.stage.before_writing = comes
        self.the_work_that_is_owed_is_done(Answer())
        self.shared.stage.before_writing = None

    @rule(place=st.integers(0, 1), text=st.sampled_from(["We ship", "We ship to Norway"]), is_old=st.booleans())
    def the_bots_answer_grows(self, place: int, text: str, is_old: bool) -> None:
        thread = f'{{ conversation(id: "{self.threads[place]}") {{ term lastSequence }} }}'
        row = self.then(self.house.ask(AGENTS, self.jonas(), thread)).json()["data"]["conversation"]
        draft = {"term": row["term"] - is_old, "text": text, "after": row["lastSequence"]}
        self.then(self.house.services.live.tell(f"conversation:{self.threads[place]}", "draft", draft))
        self.then(self.network.pump())

    # The network

    @rule(what=st.sampled_from(["is_deaf", "is_slow", "is_down", "doubles"]))
    def the_network_gets_worse(self, what: str) -> None:
        setattr(self.network.faults, what, True)
        if what == "is_down":
            self.network.cut()
            self.then(self.network.pump())

    @rule()
    def every_socket_falls(self) -> None:
        self.network.cut()
        self.is_cut = True
        self.then(self.network.pump())

    @rule(place=st.integers(0, 100))
    def something_is_said_again(self, place: int) -> None:
        self.network.say_again(place)
        self.then(self.network.pump())

    @rule(place=st.integers(0, 5), is_lost=st.booleans())
    def an_answer_arrives_late_or_is_lost(self, place: int, is_lost: bool) -> None:
        self.network.let_go(place, is_lost=is_lost)
        self.then(self.network.pump())

    @rule(seconds=st.sampled_from([1, 4, 13, 40]))
    def time_passes(self, seconds: int) -> None:
        self.act("pass", milliseconds=seconds * 1_000)

    @precondition(lambda self: self.network.faults.any or self.is_cut)
    @rule()
    def the_network_is_well_again(self) -> None:
        self.then(self.network.calm())
        self.is_cut = False

    @invariant()
    def what_is_seen_is_what_is_so(self) -> None:
        if hasattr(self, "network") and not self.network.faults.any and not self.is_cut:
            self._check()

    def teardown(self) -> None:
        try:
            if hasattr(self, "network"):
                self.then(self.network.calm())
                self._check()
        finally:
            self.browser.close()

    # What is compared

    def _check(self) -> None:
        view = self.browser.tell("state")
        self._check_lists(view)
        self._check_thread(view["thread"])
        self._check_desk(view["papers"])
        self._check_panel(view["chat"])

    def _fresh(self, name: str, **variables: Any) -> Line:
        door = "shopper" if name == "Thread" else "agent"
        path = SHOPPERS if door == "shopper" else AGENTS
        document = self.network.documents[name]
        answer = self.then(self.house.ask(path, self.network.tokens[door](), document, variables)).json()
        assert "errors" not in answer, answer
        (value,) = answer["data"].values()
        return cast(Line, value)

    def _check_lists(self, view: Line) -> None:
        for name in ("ALL", "NEEDS_YOU", "MINE", "BOT"):
            page = self._fresh("ConversationPage", view=name, tags=None, search=None, first=50, after=None)
            nodes = [edge["node"] for edge in page["edges"]]
            for node in nodes:
                _same(f"conversation in {name}", _named(view["conversations"][node["id"]]), _named(node))
            _same(name, view["lists"][name], [node["id"] for node in nodes])
        _same("counts", view["counts"], self._fresh("InboxNow", after=0)["counts"])

    def _check_thread(self, seen: Line) -> None:
        fresh = self._fresh("TranscriptNow", conversationId=self.open_thread, after=0)
        transcript, around = seen["transcript"], seen["around"]
        _same("messages", _plain(transcript["messages"]), _plain(fresh["messages"]))
        _same("cursor", transcript["cursor"], fresh["cursor"])
        assert transcript["draft"] in (None, fresh["draft"])
        for each in (around, fresh):
            each["conversation"] = _named(each["conversation"])
            del each["conversation"]["unread"]  # the lists show it, and a thread that is looked at does not
        for name in set(around) | set(fresh) - {*PAGING, "draft"}:
            _same(name, around[name], fresh[name])
        assert [own for own in transcript["pending"] if own["failure"] is None] == []

    def _check_desk(self, papers: list[Line]) -> None:
        drafts = self._fresh("DeskNow", after=0)["drafts"]
        assert {paper["clientKey"]: paper["kept"] for paper in papers if paper["kept"]} == {
            draft["clientKey"]: draft["text"] for draft in drafts
        }

    def _check_panel(self, chat: Line) -> None:
        fresh = self._fresh("Thread", after=0)
        transcript, thread = chat["transcript"], chat["thread"]
        _same("the panel's messages", _plain(transcript["messages"]), _plain(fresh["messages"]))
        assert transcript["draft"] in (None, fresh["draft"])
        for name in set(fresh) - {*PAGING, "draft"}:
            _same(f"the panel's {name}", thread[name], fresh[name])


class _Enum(str):
    """Written without quotes."""

    __slots__ = ()


def _literal(value: Any) -> str:
    if isinstance(value, _Enum):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_literal(each)}" for name, each in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


def _plain(messages: list[Line]) -> list[Line]:
    """Of a message's form only which one: what became of it is told by later messages and by the open form."""
    return [{**message, "form": message["form"] and message["form"]["id"]} for message in messages]


def _named(conversation: Line) -> Line:
    """A renamed tag comes up in conversations in work; those that are resolved learn of it when they are read."""
    if conversation["state"] != "RESOLVED":
        return {**conversation}
    tags = [{**each, "tag": each["tag"]["id"]} for each in conversation["tags"]]
    return {**conversation, "tags": tags}


def _same(what: str, seen: Any, fresh: Any) -> None:
    """Fails with the one place that differs."""
    if isinstance(seen, dict) and isinstance(fresh, dict) and set(seen) == set(fresh):
        for name in seen:
            _same(f"{what}.{name}", seen[name], fresh[name])
    elif isinstance(seen, list) and isinstance(fresh, list) and len(seen) == len(fresh):
        for place, (one, other) in enumerate(zip(seen, fresh, strict=True)):
            _same(f"{what}[{place}]", one, other)
    else:
        assert seen == fresh, f"{what} is seen as {seen!r}, and is {fresh!r}"
