"""One event to many subscribers: our door, a bare Starlette socket, Strawberry and graphql-ws as they come.

All read their event from memory, so that telling it is what is measured; live.py measures the whole app.
"""

import asyncio
import time
from typing import Any

import uvloop

from benchmarks.contenders import Contender, contender, on_processor
from benchmarks.crowd import Crowd
from benchmarks.measuring import Spread
from benchmarks.pages import table
from benchmarks.servers.payload import DOCUMENT

TITLE, PLACE = "Fan-out", 20
SIZES = (10, 100, 1_000, 5_000)
NAMES = {
    "shared": "Baton's door",
    "bare": "Starlette, bare, the same bytes",
    "naive": "Strawberry, an execution each",
    "node": "graphql-ws on Node",
}
DELIVERIES = {"shared": 100_000, "bare": 100_000, "naive": 2_500, "node": 25_000}
MOST = {"naive": 1_000}
"""At 5,000 subscribers Strawberry's own way takes minutes to let them in."""
BURSTS, PACED = 3, 12


def measure() -> dict[str, Any]:
    with on_processor(-1):
        return {str(size): uvloop.run(_of(size)) for size in SIZES}


async def _of(size: int) -> dict[str, Any]:
    found = {}
    for name in NAMES:
        if size <= MOST.get(name, size):
            async with contender(name) as server:
                found[name] = await _figures(server, size)
            print(f"  {size} {name}: {found[name]}", flush=True)
    return found


async def _figures(server: Contender, size: int) -> dict[str, float]:
    crowd = Crowd(server.port, "/graphql", DOCUMENT, {"after": 0})
    joined = await crowd.join(["anybody"] * size)
    rates, costs = [], []
    for _ in range(BURSTS):
        events = max(4, min(1_000, DELIVERIES[server.name] // size))
        used, begun = server.cpu(), time.perf_counter()
        crowd.expect(events * size)
        server.tell(events)
        last = (await crowd.all_heard())[-1]
        await server.told()
        rates.append(events * size / (last - begun))
        costs.append((server.cpu() - used) / (events * size) * 1e6)
    times = []
    for _ in range(PACED):
        await asyncio.sleep(0.25 if size < 5_000 else 0.75)
        crowd.expect(size)
        begun = time.perf_counter()
        server.tell()
        times += [(each - begun) * 1000 for each in await crowd.all_heard()]
        await server.told()
    crowd.leave()
    spread = Spread(times)
    return {
        "deliveries_per_second": round(sorted(rates)[BURSTS // 2]),
        "cpu_microseconds": round(min(costs), 1),
        "p50_ms": round(spread.percentile(0.5), 1),
        "p99_ms": round(spread.percentile(0.99), 1),
        "join_seconds": round(joined, 2),
        "bytes": len(crowd.last),
    }


def page(figures: dict[str, Any]) -> list[str]:
    head = ["Subscribers", "Server", "Deliveries/s", "Baton is", "Processor, each", "p50", "p99", "All in"]
    rows = []
    for size, found in figures.items():
        ours = found["shared"]["deliveries_per_second"]
        for name, each in found.items():
            rate = each["deliveries_per_second"]
            rows.append(
                [
                    f"{int(size):,}", NAMES[name], f"{rate:,}", "" if name == "shared" else f"{ours / rate:.2f} ×",
                    f"{each['cpu_microseconds']} µs", f"{each['p50_ms']} ms", f"{each['p99_ms']} ms",
                    f"{each['join_seconds']} s",
                ]
            )  # fmt: skip
    size = figures["1000"]["shared"]["bytes"]
    return [
        f"One changed conversation, {size:,} bytes as JSON, to all subscribers of one shop. *Deliveries/s*: bursts,",
        "the server saturated. *p50, p99*: one event at a time, from the moment it is asked for until each subscriber",
        "has it. Baton executes each event once with its own schema; the bare socket executes nothing; the others",
        "execute it for each subscriber. To reach at 1,000: 1.0 × the bare socket, 20 × Strawberry, p99 of 50 ms; at",
        "5,000: p99 of 100 ms.",
        "",
        *table(head, rows),
    ]  # fmt: skip
