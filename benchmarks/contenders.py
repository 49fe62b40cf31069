"""The servers that are measured side by side: each started alone, on the first processor; the client has the second."""

import asyncio
import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from backend.graphql.agent.schema import build_schema
from benchmarks.servers.payload import plain

NODE = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[1]
PYTHON = ("shared", "bare", "naive")


@dataclass
class Contender:
    """A running server."""

    name: str
    pid: int
    port: int
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    def tell(self, count: int = 1) -> None:
        """All subscribers are sent so many events. Does not wait."""
        self._writer.write(b"%d\n" % count)

    async def told(self) -> None:
        await self._reader.readline()

    def cpu(self) -> float:
        """Seconds of processor time that it used so far."""
        return cpu_seconds(self.pid)


def cpu_seconds(pid: int) -> float:
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def on_processor(number: int) -> Iterator[None]:
    """This process alone, where there are several."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        os.sched_setaffinity(0, {sorted(before)[number]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.asynccontextmanager
async def contender(name: str) -> AsyncIterator[Contender]:
    command = [sys.executable, "-m", "benchmarks.servers", name] if name in PYTHON else await _node_command()
    with on_processor(0):  # children keep what they were born with
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        ports = orjson.loads(await asyncio.wait_for(process.stdout.readline(), 60))
        reader, writer = await asyncio.open_connection("127.0.0.1", ports["control"])
        yield Contender(name, process.pid, ports["port"], reader, writer)
    finally:
        process.terminate()
        await process.wait()


async def _node_command() -> list[str]:
    folder = node_folder()
    schema = build_schema()
    files = {"schema.graphql": schema.as_str(), "first.json": await plain(schema, 25), "next.json": await plain(schema)}
    for name, content in files.items():
        (folder / name).write_text(content if isinstance(content, str) else orjson.dumps(content).decode())
    return ["node", str(folder / "server.mjs"), *(str(folder / name) for name in files)]


@cache
def node_folder() -> Path:
    """Outside the project, installed from the committed lock."""
    lock = (NODE / "package-lock.json").read_bytes()
    folder = Path(tempfile.gettempdir()) / f"baton-bench-node-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    for path in NODE.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    if not (folder / "node_modules" / ".package-lock.json").exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder
