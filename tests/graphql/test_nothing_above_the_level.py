"""Whatever an order holds, nothing above its level comes out: in the shopper's whole thread, in what a model is told
during a turn, or in a log. The orders are made up by hypothesis; turn, thread and log are the real ones.
"""

import io
import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.actors import ActorKind
from backend.ai import llm
from backend.ai.llm import LanguageModel, ModelReply, ModelRequest
from backend.ai.providers import Failure, ModelFailed
from backend.bot import reply
from backend.conversations import service as conversations
from backend.conversations.rules import MessageKind
from backend.orders import queries as orders
from backend.orders.disclosure import Level
from backend.orders.models import OrderSnapshot
from backend.orders.reading import order_json
from backend.orders.rules import Order, Outcome, changes
from tests.conftest import make_conversation, make_shopper
from tests.graphql.doors import SHOPPERS, House
from tests.graphql.schema_walk import SHOPPERS_SCHEMA, document
from tests.graphql.world import World
from tests.logged import log_to
from tests.orders.made import NOW
from tests.orders.test_disclosure import orders_full_of_secrets

pytestmark = pytest.mark.anyio
ABOVE_VERIFIED = (2, 3, 5, 7, 9)
"""Of the made secrets those that even the order's own customer is not told: address and number to reach them, sku,
tracking number and a carrier's note."""
QUESTION = "Do you have a museum of old umbrellas?"


class Listening(LanguageModel):
    """Keeps what a model would be told, and is out of order."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def answer(self, request: ModelRequest) -> ModelReply:
        self.told += [str(message.content) for message in llm._messages(request)]
        raise ModelFailed(Failure.UNREACHABLE, "out of order")


@pytest.fixture
def model(house: House) -> Any:
    house.services.mind.model = listening = Listening()
    yield listening
    house.services.mind.model = None


async def asked_before(house: House, world: World, order: Order, level: Level, outcome: Outcome) -> tuple[Any, int]:
    """A shopper whose lookup found the order, was told so, and who asks something else now."""
    db, shop = house.services.db, world.here.shop
    shopper = await make_shopper(db, shop)
    thread = await make_conversation(db, shopper, "Good morning")
    snapshot = OrderSnapshot(
        shop_id=shop.id or 0, conversation_id=thread.id or 0, asked_number="#1001", outcome=outcome, disclosure=level,
        order=order_json(order), order_gid=order.gid, order_name=order.name, asked_at=NOW, fetched_at=NOW,
        changes=[{"at": NOW.isoformat(), "what": what} for what in changes(order, order)],
    )  # fmt: skip
    async with db.writing() as session:
        session.add(snapshot)
        await session.flush()
        told = await orders.fact_for_bot(session, shop.id or 0, snapshot.id or 0, NOW)
        held = await conversations.locked(session, shop.id or 0, thread.id or 0)
        await conversations.write_message(
            session, held, kind=MessageKind.TEXT, author=ActorKind.BOT, text=told.words,
            data={"snapshot_id": snapshot.id}, now=NOW,
        )  # fmt: skip
        await conversations.post_shopper_message(
            session, shopper, text=QUESTION, client_key=uuid.uuid4().hex, page_url=None, now=NOW
        )
    return shopper, thread.id or 0


def found_in(text: str, secrets: Sequence[str]) -> list[str]:
    return [secret for secret in secrets if secret in text]


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    made=orders_full_of_secrets(),
    level=st.sampled_from(Level),
    outcome=st.sampled_from((Outcome.FOUND, Outcome.AMBIGUOUS)),
)
async def test_no_field_above_the_level_leaves_by_any_way(
    house: House, world: World, model: Listening, made: tuple[Order, list[str]], level: Level, outcome: Outcome
) -> None:
    order, secrets = made
    model.told.clear()
    shopper, thread = await asked_before(house, world, order, level, outcome)
    with log_to(io.BytesIO()) as log:
        await reply.run(house.services, {"shop_id": shopper.shop_id, "conversation_id": thread})
        whole = document(SHOPPERS_SCHEMA, "query thread", {"after": 0})
        answer = await house.data(SHOPPERS, house.shopper_token(shopper), whole, {"after": 0})
    payload, prompt = json.dumps(answer, ensure_ascii=False), "\n".join(model.told)
    assert QUESTION in prompt and QUESTION in payload
    assert found_in(prompt, secrets) == []
    assert found_in(log.getvalue().decode(), [*secrets, QUESTION]) == []
    above = [secrets[place] for place in ABOVE_VERIFIED] if level is Level.VERIFIED else secrets
    assert found_in(payload, above) == []
