"""The inbox's query over HTTP, against graphql-yoga with the same schema and data, both from memory."""

import asyncio
import time
from typing import Any

import orjson
import uvloop

from benchmarks.contenders import Contender, contender, on_processor
from benchmarks.measuring import Spread
from benchmarks.pages import table
from benchmarks.servers.payload import QUERY

TITLE, PLACE = "The inbox query, 25 conversations", 30
NAMES = {"shared": "Baton's door", "node": "graphql-yoga on Node"}
SECONDS = 6.0


def measure() -> dict[str, Any]:
    with on_processor(-1):
        return uvloop.run(_all())


async def _all() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in NAMES:
        async with contender(name) as server:
            await _requests(server, 4, 2.0)  # what warms up is warm
            found[name] = {str(at_once): await _figures(server, at_once) for at_once in (1, 16)}
        print(f"  {name}: {found[name]}", flush=True)
    return found


async def _figures(server: Contender, at_once: int) -> dict[str, float]:
    used = server.cpu()
    times, size = await _requests(server, at_once, SECONDS)
    spread = Spread(times)
    return {
        "requests_per_second": round(len(times) / SECONDS, 1),
        "cpu_ms": round((server.cpu() - used) / len(times) * 1000, 2),
        "p50_ms": round(spread.percentile(0.5), 1),
        "p99_ms": round(spread.percentile(0.99), 1),
        "bytes": size,
    }


async def _requests(server: Contender, at_once: int, seconds: float) -> tuple[list[float], int]:
    body = orjson.dumps({"query": QUERY, "variables": {"after": 0}})
    sent = (
        b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer anybody\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    times: list[float] = []
    size = 0
    until = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal size
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 20)
        while (begun := time.perf_counter()) < until:
            writer.write(sent)
            answer = await _answer(reader)
            times.append((time.perf_counter() - begun) * 1000)
            size = len(answer)
        if b'"needsYou":3' not in answer or b'"errors"' in answer:
            raise RuntimeError(answer[:500])
        writer.close()

    await asyncio.gather(*(client() for _ in range(at_once)))
    return times, size


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, rest = head.partition(b"content-length: ")
    if found:
        return await reader.readexactly(int(rest.partition(b"\r")[0]))
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)


def page(figures: dict[str, Any]) -> list[str]:
    rows = []
    for at_once in ("1", "16"):
        ours = figures["shared"][at_once]["requests_per_second"]
        for name, found in figures.items():
            each = found[at_once]
            ratio = "" if name == "shared" else f"{ours / each['requests_per_second']:.2f} ×"
            rows.append([at_once, NAMES[name], each["requests_per_second"], ratio, f"{each['cpu_ms']} ms",
                         f"{each['p50_ms']} ms", f"{each['p99_ms']} ms"])  # fmt: skip
    size = figures["shared"]["1"]["bytes"]
    return [
        f"25 conversations with agent, shopper, tags and handoff, {size:,} bytes as JSON. The rows are at hand in",
        "both; how long the database takes is in the first table. To reach: 1.0 × graphql-yoga.",
        "",
        *table(["Clients", "Server", "Requests/s", "Baton is", "Processor a request", "p50", "p99"], rows),
    ]  # fmt: skip
