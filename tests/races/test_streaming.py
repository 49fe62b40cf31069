"""The bot's growing words travel with their term: once it is over no screen shows them, however late they arrive."""

from collections.abc import AsyncIterator
from typing import Any, cast

import orjson
import pytest

from backend.actors import AgentActor, ShopperActor
from backend.bot import situation, think
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import Conversation
from backend.graphql.agent import reads as agents
from backend.graphql.shopper import reads as shoppers
from tests.races.turns import Stage

pytestmark = pytest.mark.anyio

WORDS = ("We ship ", "to Norway ", "within a week.")
Shown = list[tuple[str | int | None, ...]]


async def shown(stage: Stage, agent: AgentActor, shopper: ShopperActor, conversation: Conversation) -> Shown:
    """State, and the term of the draft, on the agent's screen and on the shopper's."""
    whole = await agents.transcript(stage.services, agent, conversation.id or 0, 0, frozenset())
    thread = await shoppers.thread(stage.services, shopper, 0)
    return [(thread.state.value, *(each.term if each else None for each in (whole.draft, thread.draft)))]


@pytest.mark.parametrize("rival", ["take_over", "take_over and hand_back", "resolve", "ask_for_human", "write"])
async def test_no_chunk_is_shown_after_its_term_ended_or_the_shopper_wrote_more(
    stage: Stage, agent: AgentActor, monkeypatch: pytest.MonkeyPatch, rival: str
) -> None:
    live = stage.services.live
    monkeypatch.setattr(live, "_put", lambda nudge: live._hear(orjson.dumps(nudge)))
    monkeypatch.setattr(think, "DRAFT_EVERY", 0)
    shopper, conversation = await stage.thread("Do you ship to Norway?")
    async with stage.db.reading() as session:
        found = await situation.read(session, conversation.shop_id, conversation.id or 0)
    assert found is not None
    seen: Shown = []

    async def pieces() -> AsyncIterator[str]:
        for number, word in enumerate(WORDS):
            if number == 1:  # the first words are out
                seen.extend(await shown(stage, agent, shopper, conversation))
                await _comes(stage, agent, shopper, conversation, rival)
            yield word
        seen.extend(await shown(stage, agent, shopper, conversation))

    assert await think._stream(stage.services, found, cast(Any, pieces())) == "We ship to Norway within a week."
    seen += await shown(stage, agent, shopper, conversation)
    assert seen[0] == ("bot", 1, 1)
    assert [drafts for _, *drafts in seen[1:]] == [[None, None]] * 2


async def _comes(
    stage: Stage, agent: AgentActor, shopper: ShopperActor, conversation: Conversation, rival: str
) -> None:
    thread = conversation.id or 0
    async with stage.db.writing() as session:
        match rival:
            case "resolve":
                await service.resolve(session, agent, thread, now=now())
            case "ask_for_human":
                await service.ask_for_human(session, shopper, client_key="the-button-1", now=now())
            case "write":
                await service.post_shopper_message(
                    session, shopper, text="And to Sweden?", client_key="more-words-1", page_url=None, now=now()
                )
            case _:
                await service.take_over(session, agent, thread, now=now())
    if rival.endswith("hand_back"):
        async with stage.db.writing() as session:
            await service.hand_back(session, agent, thread, now=now())
