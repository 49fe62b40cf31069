"""What one file promises about another: documents, settings, tasks, jobs, and what Shopify is told."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from backend.worker import KINDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
OURS = r"`((?:backend|frontend|simulator|tests|scripts|benchmarks|docs|extensions)/[\w./-]+)`"
SIMULATORS_OWN = {"SIMULATOR_PORT"}
APP_CONFIGURATION = tomllib.loads((ROOT / "shopify.app.toml").read_text())


def variables_read() -> set[str]:
    """Names in capitals that backend/config.py passes to its environment, whatever the call."""
    tree = ast.parse((ROOT / "backend" / "config.py").read_text())
    arguments = [argument for node in ast.walk(tree) if isinstance(node, ast.Call) for argument in node.args]
    words = [node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word for word in words if re.fullmatch(r"[A-Z][A-Z_]+", word)}


def test_the_readme_names_every_setting_and_no_other() -> None:
    section = (ROOT / "README.md").read_text().split("\n## Configuration\n")[1].split("\n## ")[0]
    first_columns = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = {name for column in first_columns for name in re.findall(r"`([A-Z_]+)`", column)}
    assert named - SIMULATORS_OWN == variables_read()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())
    dead = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if path.name != "new-feature.md"], ids=lambda path: path.name
)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    """Names in code type that begin with a folder of ours. new-feature.md speaks of files that do not exist yet."""
    named = re.findall(OURS, document.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_task_of_the_makefile_is_listed_by_make() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.M)[0].split())
    listed = set(re.findall(r"^([a-z-]+):.*## \S", text, re.M))
    assert phony - {"help"} == listed - {"help"}


def test_the_checks_of_continuous_integration_are_those_of_a_developer() -> None:
    said = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("make ")]
    assert said == ["make check", "make test"]


def test_every_job_that_a_room_owes_is_known_to_the_worker() -> None:
    owed = set()
    for path in (ROOT / "backend").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "enqueue" and len(node.args) > 1:
                name = node.args[1]
                owed |= {name.value} if isinstance(name, ast.Constant) else set()
    assert owed
    assert owed <= set(KINDS)


def test_the_app_proxy_of_the_configuration_is_the_one_that_the_panel_calls() -> None:
    proxy = APP_CONFIGURATION["app_proxy"]
    loader = (ROOT / "frontend" / "widget" / "config.ts").read_text() + (ROOT / "frontend/widget/api.ts").read_text()
    assert f"{proxy['prefix']}/{proxy['subpath']}/session" in loader
