"""Several processes on what serves only one are refused at the start, in a sentence that says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import free_port

ROOT = Path(__file__).parents[2]
NEEDS_POSTGRES = "Several processes need Postgres: set BATON_DATABASE_URL=postgresql://… (SQLite serves one process)."
NEEDS_REDIS = "Several processes need Redis: set BATON_BROKER_URL=redis://… (memory:// stays in one)."
NO_ANSWER = "The database does not answer (ConnectionRefusedError). See BATON_DATABASE_URL."
POSTGRES = {"BATON_DATABASE_URL": "postgresql://baton@127.0.0.1:1/baton", "BATON_SEAL_KEY": "A" * 43}
REDIS = {"BATON_BROKER_URL": "redis://127.0.0.1:1"}


def started(folder: Path, command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))}
    own = {"BATON_DATA_DIR": str(folder), "BATON_SHOPIFY_ORIGIN": "http://127.0.0.1:1", "PORT": str(free_port())}
    return subprocess.run(
        [sys.executable, "-m", "backend", command],
        cwd=ROOT, env={**inherited, **own, **settings}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "settings", "sentence"),
    [
        ("worker", {}, NEEDS_POSTGRES),
        ("serve", {"BATON_WORKER": "apart"}, NEEDS_POSTGRES),
        ("worker", POSTGRES, NEEDS_REDIS),
        ("serve", {"BATON_WORKER": "apart", **POSTGRES}, NEEDS_REDIS),
        ("serve", {**POSTGRES, **REDIS}, NO_ANSWER),
    ],
)  # fmt: skip
def test_what_would_lose_data_or_nudges_is_refused(
    tmp_path: Path, command: str, settings: dict[str, str], sentence: str
) -> None:
    done = started(tmp_path, command, **settings)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


def test_nothing_is_healthy_where_nothing_runs(tmp_path: Path) -> None:
    done = started(tmp_path, "healthy")
    assert (done.returncode, done.stderr) == (1, "No answer (ConnectionRefusedError).\n")
