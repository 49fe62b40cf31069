"""Nobody knocks more often than allowed, nobody suffers for another, and the memory stays bounded."""

import pytest

from backend.errors import TooMany
from backend.limits import Limit


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_then_the_wait_is_told_and_is_true() -> None:
    clock = Clock()
    limit = Limit(burst=3, per_minute=6, clock=clock)
    for _ in range(3):
        limit.take("elena")
    with pytest.raises(TooMany) as refusal:
        limit.take("elena")
    assert refusal.value.retry_after == 10.0
    clock.now += 10.0
    limit.take("elena")


def test_one_key_does_not_use_up_another() -> None:
    limit = Limit(burst=1, per_minute=1, clock=Clock())
    limit.take("elena")
    limit.take("marco")
    with pytest.raises(TooMany):
        limit.take("elena")


def test_refused_knocks_do_not_lengthen_the_wait() -> None:
    clock = Clock()
    limit = Limit(burst=1, per_minute=60, clock=clock)
    limit.take("elena")
    for _ in range(50):
        with pytest.raises(TooMany):
            limit.take("elena")
    clock.now += 1.0
    limit.take("elena")


def test_the_bucket_never_holds_more_than_the_burst() -> None:
    clock = Clock()
    limit = Limit(burst=2, per_minute=600, clock=clock)
    limit.take("elena")
    clock.now += 3600
    limit.take("elena", 2)
    with pytest.raises(TooMany):
        limit.take("elena")


def test_the_number_of_keys_is_bounded() -> None:
    limit = Limit(burst=1, per_minute=1, most_keys=100, clock=Clock())
    for key in range(1000):
        limit.take(key)
    assert len(limit) == 100
    with pytest.raises(TooMany):
        limit.take(999)
