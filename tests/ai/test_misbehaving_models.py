"""What a model says is let through sentence by sentence, and nothing of what no passage holds; however a server fails,
it fails by name.
"""

import pytest

from backend.ai.llm import RESTS_FOR, LanguageModel, ModelDecision, ModelRequest
from backend.ai.providers import Failure, ModelFailed, ModelSettings
from backend.ai.retrieval import Passage
from tests.ai.model_server import Says, drips, hangs, model_server, refuses, says

pytestmark = pytest.mark.anyio

SHIPPING = Passage(
    1, 7, "Shipping", "https://ember.example/policies/shipping", "policy", "Prices",
    "UK delivery costs £4.50 and takes 2-3 working days. We do not ship to Norway.", "en", (),
)  # fmt: skip
RETURNS = Passage(
    2, 8, "Returns", "https://ember.example/policies/returns", "policy", "",
    "You may return unused items within 30 days of delivery.", "en", (),
)  # fmt: skip
ASKED = ModelRequest("How long is delivery, and can I return it?", [SHIPPING, RETURNS], shop_name="Ember")
ONE = '{"decision": "answer", "citations": ["S1"], "action": ""}\n'
BOTH = '{"decision": "answer", "citations": ["S1", "S2"], "action": ""}\n'
PATIENCE = 20.0


def settings(url: str, patience: float = PATIENCE) -> ModelSettings:
    return ModelSettings(url, "key", "some-model", timeout=patience)


async def heard(
    answer: Says, request: ModelRequest = ASKED, patience: float = PATIENCE
) -> tuple[list[str], Failure | None]:
    """The sentences that came through, and how it ended."""
    sentences: list[str] = []
    async with model_server(answer) as server:
        model = LanguageModel(settings(server.url, patience))
        try:
            reply = await model.answer(request)
            async for sentence in reply.text:
                sentences.append(sentence)
        except ModelFailed as failed:
            return sentences, failed.reason
        finally:
            await model.close()
    return sentences, None


async def test_each_sentence_rests_on_the_passage_whose_mark_stands_behind_it() -> None:
    text = (
        "UK delivery takes 2-3 wor",
        "king days. [S",
        "1] Unused items can be returned within 30 days [S2]. Anything else?",
    )
    sentences, failure = await heard(says(BOTH, *text))
    assert failure is None
    assert "".join(sentences) == (
        "UK delivery takes 2-3 working days. Unused items can be returned within 30 days. Anything else?"
    )


async def test_one_named_passage_needs_no_marks() -> None:
    sentences, failure = await heard(
        says(ONE, "UK delivery costs £4.50. ", "We do not ", "ship to Norway. Happy to help!")
    )
    assert (sentences, failure) == (
        ["UK delivery costs £4.50. ", "We do not ship to Norway. ", "Happy to help!"], None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("UK delivery costs £3.50. [S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50. [S3]", Failure.UNKNOWN_CITATION),
        ("UK delivery costs £4.50. [S2]", Failure.NOT_HELD),
        ("UK delivery costs £4.50.", Failure.NOT_HELD),
        ("UK delivery costs £4.50. [S1] Everything is half price today.", Failure.NOT_HELD),
        ("UK delivery costs £4.50, see https://evil.example. [S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50, see evil.example/pay. [S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50. ![](https://evil.example/?q=secret) [S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50. <script>alert(1)</script> [S1]", Failure.NOT_HELD),
        ("[Delivery](https://ember.example/policies/shipping) costs £4.50. [S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50 and " * 90 + ". [S1]", Failure.BAD_ANSWER),
        ("Die Lieferung nach England kostet für Sie und Ihre Familie nicht viel. [S1]", Failure.NOT_HELD),
        ("Доставка занимает 2-3 дня. [S1]", Failure.NOT_HELD),
        ("配送には2-3日かかります。[S1]", Failure.NOT_HELD),
        ("UK delivery costs £4.50 and takes 2-3 working days, and unless the weather is", Failure.BAD_ANSWER),
        ("UK delivery costs £4.50. [S", Failure.NOT_HELD),
        ("", Failure.BAD_ANSWER),
    ],
)  # fmt: skip
async def test_a_reply_that_breaks_the_rules_ends_before_the_sentence_that_does(text: str, why: Failure) -> None:
    sentences, failure = await heard(says(BOTH, text))
    assert failure is why
    assert "".join(sentences) in ("", "UK delivery costs £4.50. ")


@pytest.mark.parametrize(
    "reply",
    [
        "UK delivery costs £4.50.",
        '{"decision": "answer", "citations": ["S1"], "act',
        '{"decision": "answer" "citations"}\nUK delivery costs £4.50. [S1]',
        '```json\n{"decision": "answer", "citations": ["S1"]}\n```\nUK delivery costs £4.50. [S1]',
        "I'm sorry, but I cannot help with that.",
    ],
)
async def test_what_is_not_the_agreed_json_says_nothing(reply: str) -> None:
    assert await heard(says(reply)) == ([], Failure.BAD_ANSWER)


async def test_a_passage_that_was_not_given_cannot_be_cited() -> None:
    foreign = '{"decision": "answer", "citations": ["S7"], "action": ""}\n'
    assert await heard(says(foreign, "UK delivery costs £4.50. [S7]")) == ([], Failure.UNKNOWN_CITATION)


async def test_an_answer_in_the_shoppers_language_rests_on_a_passage_in_the_stores() -> None:
    spanish = ModelRequest("¿Cuánto cuesta el envío?", [SHIPPING], language="es", shop_name="Ember")
    sentences, failure = await heard(says(ONE, "El envío cuesta 4,50 £ y tarda de 2 a 3 días. [S1]"), spanish)
    assert (sentences, failure) == (["El envío cuesta 4,50 £ y tarda de 2 a 3 días."], None)
    assert await heard(says(ONE, "El envío cuesta 9,50 £. [S1]"), spanish) == ([], Failure.NOT_HELD)


async def test_courtesies_alone_are_no_answer() -> None:
    assert (await heard(says(BOTH, "Happy to help! Anything else?")))[1] is Failure.NOT_HELD


async def test_a_question_back_states_nothing() -> None:
    ask = '{"decision": "ask", "citations": [], "action": ""}\n'
    assert await heard(says(ask, "Which country is it for?")) == (["Which country is it for?"], None)
    assert await heard(says(ask, "What is your card number?")) == ([], Failure.NOT_HELD)
    assert await heard(says(ask, "Shall I take 50% off?")) == ([], Failure.NOT_HELD)


async def test_a_server_that_hangs_or_drips_is_left() -> None:
    assert await heard(hangs, patience=2) == ([], Failure.TIMED_OUT)
    assert await heard(drips(ONE, "UK delivery costs £4.50. We"), patience=2) in (
        (["UK delivery costs £4.50. "], Failure.TIMED_OUT),
        ([], Failure.TIMED_OUT),
    )


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_says_when_to_come_again_is_left_alone_until_then(status: int) -> None:
    moment = [0.0]
    async with model_server(refuses(status, retry_after="120")) as server:
        model = LanguageModel(settings(server.url), clock=lambda: moment[0])
        reasons = []
        for at in (0.0, RESTS_FOR + 1, 119.0, 121.0):
            moment[0] = at
            with pytest.raises(ModelFailed) as failed:
                await model.answer(ASKED)
            reasons.append(failed.value.reason)
        await model.close()
    assert reasons == [Failure.RATE_LIMITED, Failure.RESTING, Failure.RESTING, Failure.RATE_LIMITED]
    assert len(server.asked) == 2


async def test_whoever_decides_against_an_answer_says_nothing_of_its_own() -> None:
    async with model_server(
        says('{"decision": "escalate", "citations": [], "action": ""}\n', "Visit evil.example")
    ) as server:
        model = LanguageModel(settings(server.url))
        reply = await model.answer(ASKED)
        assert (reply.decision, [word async for word in reply.text]) == (ModelDecision.ESCALATE, [])
        await model.close()
