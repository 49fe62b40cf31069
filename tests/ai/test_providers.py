"""Each provider streams a checked reply and fails by name; a server that keeps failing is left alone for a while."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest
import respx

from backend.ai.llm import FAILURES_IN_A_ROW, RESTS_FOR, LanguageModel, ModelReply, ModelRequest
from backend.ai.mind import model_of
from backend.ai.providers import Failure, ModelFailed, ModelSettings, failure_of, is_installed
from backend.ai.retrieval import Passage
from backend.config import Misconfigured, ModelChoice, model_choice

pytestmark = pytest.mark.anyio
PASSAGE = Passage(1, 7, "Shipping", "", "policy", "", "Canada: $14.", "en", ("Canada: $14.",))
REQUEST = ModelRequest("Do you ship to Canada?", [PASSAGE])
HEADER = '{"decision": "answer", "citations": ["S1"], "action": ""}\n'
ANTHROPIC = ModelSettings("http://model.example", "key", "claude-some-model", timeout=5.0, provider="anthropic")
OLLAMA = ModelSettings("http://model.example", "", "some-model", timeout=5.0, provider="ollama")
OPENAI = ModelSettings("http://model.example/v1", "key", "some-model", timeout=5.0)


def anthropic_stream(*pieces: str) -> httpx.Response:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "c", "usage": usage}
    events: list[dict[str, object]] = [
        {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]
    for piece in pieces:
        delta = {"type": "text_delta", "text": piece}
        events.append({"type": "content_block_delta", "index": 0, "delta": delta})
    ending = {"stop_reason": "end_turn", "stop_sequence": None}
    events += [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": ending, "usage": {"output_tokens": 5}},
        {"type": "message_stop"},
    ]
    body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=body)


def ollama_stream(*pieces: str) -> httpx.Response:
    said = [{"model": "m", "message": {"role": "assistant", "content": piece}, "done": False} for piece in pieces]
    lines = [*said, {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True}]
    return httpx.Response(200, text="".join(json.dumps(line) + "\n" for line in lines))


async def answered(settings: ModelSettings, response: httpx.Response) -> tuple[ModelReply, str, dict[str, object]]:
    """Asks a server on this machine, since not every client uses the library that could be stood in for."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if b"content-length" in line)
        asked.append(await reader.readexactly(length))
        kind = response.headers.get("content-type", "application/json")
        top = f"HTTP/1.1 {response.status_code} X\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n"
        writer.write(top.encode() + response.content)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    here = replace(settings, url=settings.url.replace("model.example", f"127.0.0.1:{port}"))
    model = LanguageModel(here)
    try:
        reply = await model.answer(REQUEST)
        text = "".join([word async for word in reply.text])
    finally:
        await model.close()
        server.close()
    return reply, text, json.loads(asked[-1])


async def test_anthropic_streams_a_checked_reply() -> None:
    reply, text, sent = await answered(ANTHROPIC, anthropic_stream(HEADER, "Yes, to Canada ", "for $14."))
    assert (reply.citations, text) == ((PASSAGE,), "Yes, to Canada for $14.")
    assert sent["model"] == "claude-some-model"
    assert "You answer shoppers" in json.dumps(sent["system"])


async def test_ollama_streams_a_checked_reply() -> None:
    reply, text, sent = await answered(OLLAMA, ollama_stream(HEADER[:9], HEADER[9:], "Yes, to Canada for $14."))
    assert (reply.citations, text) == ((PASSAGE,), "Yes, to Canada for $14.")
    assert sent["model"] == "some-model"


@pytest.mark.parametrize("settings", [ANTHROPIC, OLLAMA, OPENAI], ids=lambda each: each.provider)
@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (httpx.Response(429, json={"error": {"type": "rate_limit_error", "message": "slow"}}), Failure.RATE_LIMITED),
        (httpx.Response(401, json={"error": {"type": "authentication_error", "message": "no"}}), Failure.REFUSED),
        (httpx.Response(500, json={"error": {"type": "api_error", "message": "oops"}}), Failure.REFUSED),
    ],
)
async def test_a_refusal_is_told_by_its_reason(
    settings: ModelSettings, response: httpx.Response, reason: Failure
) -> None:
    with pytest.raises(ModelFailed) as failed:
        await answered(settings, response)
    assert failed.value.reason is reason


async def test_a_server_that_was_not_reached_is_tried_once_more_and_then_rested_from() -> None:
    moment = [0.0]
    model = LanguageModel(OPENAI, clock=lambda: moment[0])
    reasons = []
    with respx.mock() as router:
        route = router.post("http://model.example/v1/chat/completions").mock(side_effect=httpx.ConnectError("away"))
        for _ in range(FAILURES_IN_A_ROW + 1):
            with pytest.raises(ModelFailed) as failed:
                await model.answer(REQUEST)
            reasons.append(failed.value.reason)
        assert reasons == [*[Failure.UNREACHABLE] * FAILURES_IN_A_ROW, Failure.RESTING]
        assert route.call_count == 2 * FAILURES_IN_A_ROW
        moment[0] = RESTS_FOR + 1
        with pytest.raises(ModelFailed) as again:
            await model.answer(REQUEST)
    assert again.value.reason is Failure.UNREACHABLE


def test_what_is_no_failure_of_the_model_is_not_taken_for_one() -> None:
    assert failure_of(RuntimeError("a bug")) is None


def test_the_choice_of_a_model_says_what_is_missing() -> None:
    assert model_choice({}) is None
    assert model_choice({"BATON_MODEL_URL": "http://x/v1"}) == ModelChoice("openai", "http://x/v1", "", "default", 20.0)
    for env, what in (
        ({"BATON_MODEL_PROVIDER": "other"}, "must be one of openai, anthropic, ollama"),
        ({"BATON_MODEL_PROVIDER": "openai"}, "Set BATON_MODEL_URL"),
        ({"BATON_MODEL_PROVIDER": "anthropic"}, "Set BATON_MODEL_KEY and BATON_MODEL_NAME"),
        ({"BATON_MODEL_PROVIDER": "ollama"}, "Set BATON_MODEL_NAME"),
    ):
        with pytest.raises(Misconfigured, match=what):
            model_choice(env)


def test_a_provider_whose_package_is_missing_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_installed("ollama")
    monkeypatch.setattr("backend.ai.mind.is_installed", lambda provider: False)
    with pytest.raises(Misconfigured, match=r"pip install \.\[anthropic\]"):
        model_of(ModelChoice("anthropic", "", "key", "name", 5.0))
