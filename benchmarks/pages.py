"""docs/benchmarks.md, put together from the results that are kept."""

import os
import platform
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import orjson

from benchmarks import groups

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`; one group of figures by `python -m benchmarks NAME`. Servers, databases and the
measuring client share the machine's processors, and speak over its loopback. Raw figures are in
`benchmarks/results`, how they are made in `benchmarks/groups`. Targets that are missed are printed as they are."""


def names() -> list[str]:
    """The groups, in the order of the page."""
    found = [each.name for each in iter_modules(groups.__path__)]
    return sorted(found, key=lambda name: group(name).PLACE)


def group(name: str) -> Any:
    return import_module(f"benchmarks.groups.{name}")


def keep(name: str, figures: dict[str, Any]) -> None:
    """With what they were measured on: a figure without its machine says nothing."""
    kept = {
        "measured": time.strftime("%Y-%m-%d"),
        "on": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f} at the end, Python {platform.python_version()}",
        "figures": figures,
    }
    (RESULTS / f"{name}.json").write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2) + b"\n")


def text() -> str:
    """The page as all results have it."""
    lines = [HEAD]
    for name in names():
        path = RESULTS / f"{name}.json"
        if path.exists():
            kept = orjson.loads(path.read_bytes())
            lines += ["", f"## {group(name).TITLE}", "", *group(name).page(kept["figures"])]
            lines += ["", f"*{kept['measured']}: {kept['on']}. `python -m benchmarks {name}`*"]
    return "\n".join(lines) + "\n"


def write() -> str:
    """The page, written anew."""
    PAGE.write_text(said := text())
    return said


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Markdown's."""
    return ["| " + " | ".join(map(str, cells)) + " |" for cells in (head, ["---"] * len(head), *rows)]
