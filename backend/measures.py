"""What a process counts about itself, for whoever watches it: see docs/operations.md for what to alarm on.

Counted where it happens, never asked by any decision, and lost with the process. Labels have few values, all from our
own code: never a shop, a person, an address, a thread, or a word that somebody sent.
What a process would have to ask its database for is computed when the page is read: web/metrics.py.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry()
"""Our own: what a library registers for itself does not show."""
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, for what somebody waits for."""
SLOW = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Seconds, for what waits for the world."""
LOOP_FELT_EVERY = 0.25
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"baton_{name}", text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"baton_{name}", text, labels, registry=REGISTRY)


def _histogram(name: str, text: str, *labels: str, buckets: tuple[float, ...] = QUICK) -> Histogram:
    return Histogram(f"baton_{name}", text, labels, buckets=buckets, registry=REGISTRY)


# Doors
requests = _histogram("http_seconds", "HTTP requests, by route pattern.", "route", "method", "status")
operations = _histogram("graphql_seconds", "GraphQL queries and mutations over HTTP.", "door", "kind")
errors = _counter("errors", "Answers of no, and failures, by code.", "where", "code")
connections = _gauge("connections", "Open WebSockets.", "door")
deliveries = _counter("deliveries", "Values sent to followers.", "door")
shared_feeds = _gauge("shared_feeds", "Feeds that are followed; one look serves all followers of each.", "door")
sockets_closed = _counter("sockets_closed", "WebSockets that this side closed.", "door", "why")
follower_lag = _histogram(
    "follower_lag_seconds", "From a commit until its followers here have been sent what it wrote."
)

# Doorbells
nudges = _counter("nudges", "Nudges sent to the broker.")
nudges_lost = _counter("nudges_lost", "Nudges that this process could not send.", "why")
broker_rebuilds = _counter("broker_rebuilds", "Connections to the broker that were lost or deaf, and made again.")

# Jobs
job_seconds = _histogram("job_seconds", "One try of a job.", "name", buckets=SLOW)
job_wait = _histogram("job_wait_seconds", "From when a job was due until it was claimed.", "name", buckets=SLOW)
job_outcomes = _counter(
    "job_outcomes", "done, again, failed, given_up, released, or left to its lease.", "name", "outcome"
)

# The bot
turns = _counter("bot_turns", "Turns of the bot, by what they came to.", "outcome")
discarded = _counter(
    "bot_discarded",
    "What the bot had in hand when its term ended, and did not say or do, and what ended it.",
    "kind",
    "why",
)
answers = _histogram("answer_seconds", "The thinking of one turn, by who gave the words.", "model", buckets=SLOW)
model_failures = _counter("model_failures", "Calls of a model server that gave no words.", "why")
model_tokens = _counter("model_tokens", "Tokens that the model server was asked for and gave, as estimated.", "model")

# The watchdog
watchdog_steps = _counter("watchdog_steps", "What the watchdog did for shoppers of whom nobody took notice.", "step")

# Shopify
shopify_calls = _counter("shopify_calls", "Calls of the Admin API.", "operation", "outcome")
shopify_seconds = _histogram("shopify_seconds", "One call of the Admin API.", "operation", buckets=SLOW)
shopify_left = _histogram("shopify_cost_left_ratio", "Of a shop's points, what Shopify said is left.", buckets=SHARES)

# The process
loop_lag = _histogram("loop_lag_seconds", "How late the event loop woke somebody who wanted to be woken.")
log_lines = _counter("log_lines", "Lines logged, by level.", "level")


async def feel_the_loop() -> None:
    """Asks to be woken every moment, and notes how late that was: what blocks the loop delays everybody."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LOOP_FELT_EVERY
        await asyncio.sleep(LOOP_FELT_EVERY)
        loop_lag.observe(max(0.0, loop.time() - due))


@contextmanager
def timed(histogram: Histogram) -> Iterator[None]:
    """Seconds spent in the block, however it ends. Give it a histogram with its labels set."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        histogram.observe(time.perf_counter() - begun)
