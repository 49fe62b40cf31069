"""The local model tells nobody that it is used: its library would, to its maker, and keeps a number of this machine."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
USE_IT = "from backend.ai.embedding import MiniLm; print(MiniLm().embed(['hello']).shape)"


def test_the_model_runs_without_its_librarys_telemetry(tmp_path: Path) -> None:
    """The library writes a device id into the home folder as soon as it means to report."""
    done = subprocess.run(
        [sys.executable, "-c", USE_IT],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("(1, 384)\n", "")
    assert [str(path) for path in tmp_path.rglob("*") if path.is_file()] == []
