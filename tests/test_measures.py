"""What is counted has few labels, all from our own code: never a shop, a person or a thread."""

import re

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


def counted(sample: str, **labels: str) -> float:
    return measures.REGISTRY.get_sample_value(sample, labels) or 0.0
