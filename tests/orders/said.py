"""Reads messages/*.txt: messages of shoppers with the order names that stand in them."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "messages"
_SHOP = re.compile(r'shop: prefix="(?P<prefix>.*)" suffix="(?P<suffix>.*)"')


@dataclass(frozen=True)
class Said:
    """A message, the shop's format of names, and the names that it holds."""

    text: str
    prefix: str
    suffix: str
    names: tuple[str, ...]


def messages(name: str) -> list[Said]:
    """Those of one file."""
    found, prefix, suffix = [], "#", ""
    for line in (FOLDER / name).read_text().splitlines():
        if shop := _SHOP.fullmatch(line):
            prefix, suffix = shop["prefix"], shop["suffix"]
        elif " | " in line and not line.startswith("# "):
            names, text = line.split(" | ", 1)
            found.append(Said(text.replace("\\n", "\n"), prefix, suffix, tuple(n for n in names.split() if n != "-")))
    return found
