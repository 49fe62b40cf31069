"""The programs as a newcomer starts them: two links, a morning's conversations, and nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.programs import programs
from scripts.run import _is_taken
from simulator import seed
from simulator.doors import Agent, Doors, client
from simulator.settings import MAIN_SHOP
from tests.servers import free_port

pytestmark = pytest.mark.timeout(180)
ROOT = Path(__file__).parents[1]
STATES = """{ conversations(first: 50) { edges { node { state tags { tag { name } } handoff { reason } } } } }"""


def started(data: Path, port: int, simulator_port: int) -> "subprocess.Popen[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))}
    environment = {
        **inherited, "BATON_DATA_DIR": str(data), "PORT": str(port), "SIMULATOR_PORT": str(simulator_port),
        "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def said_until(process: "subprocess.Popen[str]", last: str) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if last in line:
            break
    return "".join(lines)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_starting_prints_two_links_and_ending_leaves_nothing_running(ending: signal.Signals, tmp_path: Path) -> None:
    port, simulator_port = free_port(), free_port()
    process = started(tmp_path, port, simulator_port)
    try:
        said = said_until(process, "Ctrl-C")
        assert f"http://localhost:{simulator_port}/\n" in said
        assert f"http://localhost:{simulator_port}/store/alder-and-pine/apps/baton\n" in said
        assert re.search(r"Read [1-9]\d* policies, pages, articles and products", said)
        process.send_signal(ending)
        rest, _ = process.communicate(timeout=30)
    finally:
        process.terminate()  # not SIGKILL: it has children to end
        process.wait(30)
    assert (rest.splitlines()[-1], process.returncode) == ("Stopped.", 0)
    assert not _is_taken(port)
    assert not _is_taken(simulator_port)


def test_an_app_that_ends_by_itself_ends_the_simulator_too(tmp_path: Path) -> None:
    (tmp_path / "baton.db").write_text("this is no database, so the app cannot start. " * 40)
    port, simulator_port = free_port(), free_port()
    process = started(tmp_path, port, simulator_port)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"http://127.0.0.1:{port}/health/ready did not come up. The end of " in said
    assert not _is_taken(simulator_port)


@pytest.mark.anyio
async def test_a_morning_is_played_through_the_public_doors_and_only_once() -> None:
    with programs() as on, on.simulator(), on.app():
        async with client() as http:
            doors = Doors(on.settings, http)
            assert await seed.play(doors) == len(seed.STORIES)
            assert await seed.play(doors) == 0
            agent = doors.agent(MAIN_SHOP, seed.MAYA)
            deadline = time.monotonic() + 20
            while not (seen := await shown(agent)) >= EXPECTED and time.monotonic() < deadline:
                time.sleep(0.2)  # tags follow by their own job
    assert seen >= EXPECTED


async def shown(agent: Agent) -> set[str]:
    """Every state, reason and tag that the inbox shows."""
    nodes = [edge["node"] for edge in (await agent.ask(STATES))["conversations"]["edges"]]
    found = {node["state"] for node in nodes} | {tag["tag"]["name"] for node in nodes for tag in node["tags"]}
    return found | {node["handoff"]["reason"] for node in nodes if node["handoff"]}


EXPECTED = {
    "BOT", "WAITING", "AGENT", "RESOLVED", "ASKED_FOR_HUMAN", "UPSET", "HIGH_STAKES", "order-inquiry", "refund",
    "shipping-delay", "escalated-by-user", "high-priority", "product-question", "complaint", "knowledge-gap",
}  # fmt: skip
