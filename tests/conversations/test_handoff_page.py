"""docs/handoffs.md names a test for each failure: all of them are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py|…)(?:::(\w+)(?:\[[^\]`]+\])?)?`")


def test_each_failure_of_the_page_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "handoffs.md").read_text()
    failures = page.partition("## Each failure")[2].partition("\n## ")[0]
    rows = [line for line in failures.splitlines() if line.startswith("| ")][1:]
    path, missing = "", []
    for row in rows:
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            path = path if file == "…" else file
            source = ROOT / path
            if not source.is_file() or (test and f"def {test}(" not in source.read_text()):
                missing.append(f"{path}::{test}")
    assert len(rows) >= 25 and missing == []
