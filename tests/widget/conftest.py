"""The extension as its files say it, read once."""

import json
import re
from typing import Any

import pytest

from tests.widget.places import EXTENSION


@pytest.fixture(scope="session")
def block() -> str:
    return (EXTENSION / "blocks" / "chat.liquid").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def block_schema(block: str) -> dict[str, Any]:
    found = re.search(r"{%\s*schema\s*%}(.*?){%\s*endschema\s*%}", block, re.DOTALL)
    assert found
    schema: dict[str, Any] = json.loads(found.group(1))
    return schema
