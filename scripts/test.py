"""`make test`: every test there is, fastest first, and one closing line that counts them all."""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
FRONTEND = ROOT / "frontend"
PYTEST = [sys.executable, "-m", "pytest", "-q"]
# Each process has servers and databases of its own, and a file stays in one process: its servers start once.
# A browser fills both of a small machine's processors, so its tests have them to themselves.
RUNS = {
    "python": [*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "not browser"],
    "browser": [*PYTEST, "-m", "browser"],
}
NO_TESTS = 5
"""pytest's answer if it had nothing to run."""
SECOND_TRY = frozenset({"browser"})
"""Here alone a failed test is run once more, by itself, and counted aloud as such: a real browser, two servers and a
page that draws share two processors. Nothing that looks for a race is ever given a second try."""
MOST_TRIED_AGAIN = 3
"""More than these are no accident."""


def main() -> int:
    """1 if a test failed, or if a run ended before it could say so."""
    begun, counts = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for name, command in RUNS.items():
            print(f"\n== {name}", flush=True)
            found = _python(command, Path(folder) / f"{name}.xml")
            if name in SECOND_TRY and may_try_again(found):
                print(f"\n== {name}, the failed ones once more", flush=True)
                found = after_second_try(found, _python([*command, "--last-failed"], Path(folder) / f"{name}-2.xml"))
            counts += found
        print("\n== front-end", flush=True)
        counts += _front_end(Path(folder) / "frontend.json")
    print(f"\n{closing_line(counts, time.monotonic() - begun)}", flush=True)
    return 1 if counts["failed"] or counts["broken"] else 0


def may_try_again(counts: Mapping[str, int]) -> bool:
    """Only after a run that came to its end, with few failures."""
    return not counts.get("broken") and 0 < counts.get("failed", 0) <= MOST_TRIED_AGAIN


def after_second_try(first: Counter[str], second: Counter[str]) -> Counter[str]:
    """What both tries say together. A second try that did not run every failed test proves nothing."""
    if second["broken"] or second["passed"] + second["failed"] != first["failed"]:
        return first
    counts = Counter(first)
    counts["failed"] = second["failed"]
    counts["again"] = second["passed"]
    return counts


def _python(command: list[str], report: Path) -> Counter[str]:
    code = subprocess.run([*command, f"--junit-xml={report}"], cwd=ROOT, check=False).returncode
    if not report.is_file():
        return Counter(broken=1)
    counts: Counter[str] = Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own pytest
        skipped, failed = int(suite.get("skipped", 0)), int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        passed = int(suite.get("tests", 0)) - skipped - failed
        counts.update(passed=passed, failed=failed, skipped=skipped)
    if code not in {0, NO_TESTS} and not counts["failed"]:
        counts["broken"] += 1
    return counts


def _front_end(report: Path) -> Counter[str]:
    arguments = ["--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    code = subprocess.run(["npm", "run", "--silent", "test", *arguments], cwd=FRONTEND, check=False).returncode
    if not report.is_file():
        return Counter(broken=1)
    said = json.loads(report.read_text())
    counts = Counter(passed=said["numPassedTests"], failed=said["numFailedTests"], skipped=said["numPendingTests"])
    if code and not counts["failed"]:
        counts["broken"] += 1
    return counts


def closing_line(counts: Mapping[str, int], seconds: float) -> str:
    """`812 passed, 0 failed in 201 s`; what did not happen is left out, but for failures."""
    parts = [f"{counts.get('passed', 0)} passed", f"{counts.get('failed', 0)} failed"]
    if again := counts.get("again"):
        parts.append(f"{again} passed only at a second try")
    if skipped := counts.get("skipped"):
        parts.append(f"{skipped} skipped")
    if broken := counts.get("broken"):
        parts.append(f"{broken} runs ended early")
    return f"{', '.join(parts)} in {seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
