"""A server that speaks OpenAI's chat protocol over real HTTP, and says what a test tells it to, word by word."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

HEADER = '{"decision": "answer", "citations": ["S1"], "action": ""}\n'


@dataclass
class FakeModel:
    """`words` come one by one; the one numbered `pause_before` waits until `go_on` is set."""

    words: list[str] = field(default_factory=list)
    status: int = 200
    breaks_after: int | None = None
    pause_before: int | None = None
    paused: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/chat/completions", self.complete, methods=["POST"])])

    async def complete(self, request: Request) -> Response:
        self.asked.append(json.loads(await request.body()))
        if self.status != 200:
            return JSONResponse({"error": {"message": "out of order"}}, self.status)
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        for number, word in enumerate([HEADER, *self.words]):
            if number == self.pause_before:
                self.paused.set()
                await self.go_on.wait()
            if number == self.breaks_after:
                yield "data: this is no JSON\n\n"
                return
            yield f"data: {json.dumps(self._chunk(word))}\n\n"
            await asyncio.sleep(0.02)
        yield "data: [DONE]\n\n"

    def _chunk(self, word: str) -> dict[str, Any]:
        choice = {"index": 0, "delta": {"role": "assistant", "content": word}, "finish_reason": None}
        return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "fake", "choices": [choice]}
