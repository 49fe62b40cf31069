"""Work in a process of its own: its answer, its bounds, and what it cannot see."""

import asyncio
import os
import time

import pytest

from backend import apart, config
from backend.apart import Bounds, Overstepped

ROOM = Bounds(seconds=60, megabytes=512)


def backwards(body: bytes) -> bytes:
    return body[::-1]


def secrets(_: bytes) -> bytes:
    return "\n".join(os.environ).encode()


def greedy(_: bytes) -> bytes:
    return bytes(4_000_000_000)


def endless(_: bytes) -> bytes:
    while True:
        time.sleep(0.01)


def dying(_: bytes) -> bytes:
    os._exit(9)


@pytest.mark.anyio
async def test_bytes_come_back_as_the_function_made_them() -> None:
    body = bytes(range(256)) * 4_000
    assert await apart.run("tests.test_apart:backwards", body, ROOM) == body[::-1]


@pytest.mark.anyio
async def test_the_process_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPIFY_API_SECRET", "a-secret-of-this-test")
    seen = (await apart.run("tests.test_apart:secrets", b"", ROOM)).decode().split()
    assert set(seen) <= {*config.PLAIN, "LC_CTYPE"}


@pytest.mark.parametrize(("function", "why"), [("greedy", "more than 512 MB"), ("dying", "ended with 9")])
@pytest.mark.anyio
async def test_work_that_ends_without_an_answer_says_why(function: str, why: str) -> None:
    with pytest.raises(Overstepped, match=why):
        await apart.run(f"tests.test_apart:{function}", b"", ROOM)


@pytest.mark.anyio
async def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Overstepped, match="not done after 1 s"):
        await apart.run("tests.test_apart:endless", b"", Bounds(seconds=1, megabytes=512))


@pytest.mark.anyio
async def test_whoever_is_cancelled_ends_the_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def remembered(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        begun.append(await start(*arguments, **options))  # type: ignore[arg-type]
        return begun[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remembered)
    work = asyncio.ensure_future(apart.run("tests.test_apart:endless", b"", ROOM))
    while not begun:
        await asyncio.sleep(0.01)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert begun[0].returncode is not None
