"""Work on what strangers sent, in a process of its own: bounded in time and memory, and without our secrets.

A file of a few bytes may unfold into gigabytes, or keep a decoder busy for minutes; a thread can be stopped by nobody,
and what it takes is taken from everybody. A process can be ended. What runs in one is a function of ours that turns
bytes into bytes, named as `backend.room.module:function`; what it refuses it says in its answer.
"""

import asyncio
import contextlib
import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.config import plain_environment

HOME = Path(__file__).parents[1]
OUT_OF_MEMORY = 71
"""How the process says so; any other code is a death."""


@dataclass(frozen=True)
class Bounds:
    """What the work may take: seconds by the clock, and megabytes of address space where the system can bound it."""

    seconds: float
    megabytes: int


class Overstepped(Exception):
    """The work was ended, or ended itself, without an answer. The message says why, for the log."""


async def run(function: str, body: bytes, bounds: Bounds) -> bytes:
    """What `function` makes of `body`. Raises Overstepped; whoever is cancelled ends the work, too."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.apart", function, str(bounds.megabytes), str(int(bounds.seconds) + 1),
        cwd=HOME, env=plain_environment(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(bounds.seconds):
            answer, _ = await process.communicate(body)
    except TimeoutError as error:
        raise Overstepped(f"not done after {bounds.seconds:g} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())
    if process.returncode == OUT_OF_MEMORY:
        raise Overstepped(f"more than {bounds.megabytes} MB")
    if process.returncode != 0:
        raise Overstepped(f"ended with {process.returncode}")
    return answer


def main(arguments: list[str]) -> int:
    """The process itself."""
    name, megabytes, seconds = arguments
    _bound(int(megabytes), int(seconds))
    try:
        answer = _named(name)(sys.stdin.buffer.read())
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _named(name: str) -> Callable[[bytes], bytes]:
    module, _, function = name.partition(":")
    found: Callable[[bytes], bytes] = getattr(importlib.import_module(module), function)
    return found


def _bound(megabytes: int, seconds: int) -> None:
    """Bounds of the kernel's own, which hold even if nobody is left to end the work. Windows has none of them."""
    with contextlib.suppress(ImportError):
        import resource

        most = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with contextlib.suppress(OSError):
        # Where memory runs out all the same, this process goes first.
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
