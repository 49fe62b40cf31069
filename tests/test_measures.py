"""What is counted has few labels, all from our own code: never a shop, a person or a thread."""

import asyncio
import re
import time

from prometheus_client import generate_latest
from prometheus_client.metrics import MetricWrapperBase

from backend import measures

LABELS = {
    "door", "why", "route", "method", "status", "kind", "where", "code", "name", "outcome", "model", "operation",
    "level", "step",
}  # fmt: skip


def all_measures() -> list[MetricWrapperBase]:
    return [value for value in vars(measures).values() if isinstance(value, MetricWrapperBase)]


def test_every_label_is_one_that_has_few_values() -> None:
    assert {label for measure in all_measures() for label in measure._labelnames} <= LABELS


def test_every_measure_says_what_it_is_and_is_on_our_own_page() -> None:
    page = generate_latest(measures.REGISTRY).decode()
    for measure in all_measures():
        assert re.search(rf"^# HELP {measure._name}(_total)? \S", page, re.M), measure._name


def test_what_is_timed_is_counted_however_it_ends() -> None:
    before = counted("baton_job_seconds_count", name="a.test")
    try:
        with measures.timed(measures.job_seconds.labels("a.test")):
            raise ValueError
    except ValueError:
        assert counted("baton_job_seconds_count", name="a.test") == before + 1
    finally:
        measures.job_seconds.remove("a.test")


def test_a_loop_that_is_blocked_is_felt() -> None:
    async def block() -> None:
        feeling = asyncio.create_task(measures.feel_the_loop())
        await asyncio.sleep(0)
        time.sleep(measures.LOOP_FELT_EVERY + 0.3)  # nobody is woken meanwhile
        for _ in range(10):
            await asyncio.sleep(0)
        feeling.cancel()

    before = counted("baton_loop_lag_seconds_sum")
    asyncio.run(block())
    assert counted("baton_loop_lag_seconds_sum") - before >= 0.25


def counted(sample: str, **labels: str) -> float:
    return measures.REGISTRY.get_sample_value(sample, labels) or 0.0
