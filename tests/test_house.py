"""The house rules that no linter knows, read from the sources: see docs/architecture.md."""

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BACKEND = ROOT / "backend"
PYTHON_LINES, FRONTEND_LINES, FUNCTION_LINES = 400, 250, 60
FORBIDDEN_WORDS = (
    "ticket", "tickets", "visitor", "visitors", "epoch", "workflow", "workflows", "assistant", "tenant", "tenants",
)  # fmt: skip
"""Other words for what has a name already in docs/glossary.md."""
SECRETS = re.compile(
    r"shp(?:at|ca|pa|ss|rt|ua)_[0-9a-fA-F]{24,}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bsk-[A-Za-z0-9]{32,}|\bAKIA[0-9A-Z]{16}\b"
)
PLACES = re.compile(
    r"(?<![\w/.])/(?:work|root|home/\w+|Users/\w+)/[\w.]|registry\.npmjs\.org|pypi\.org|pythonhosted\.org"
)
"""Paths of one machine, and hosts of package registries."""
FOR_ANY_SHOP = {"backend/shops/queries.py is_storefront_origin"}
"""A preflight request carries no token, so it can only be asked whether the page is of any installed shop."""
WAYS_OUT = frozenset({f"pytest.{way}" for way in ("skip", "importorskip", "mark.skip", "mark.skipif", "mark.xfail")})
GENERATED = frozenset({"dist", "generated", "versions"})
NOT_TEXT = frozenset({".onnx", ".npz", ".npy", ".png", ".jpg", ".woff2", ".gz", ".ico"})


@functools.cache
def trees(folder: Path = BACKEND, pattern: str = "*.py") -> list[tuple[Path, ast.Module]]:
    """Every source but migrations, which are generated. Do not change what is returned: all tests share it."""
    paths = sorted(set(folder.rglob(pattern)) - set(folder.glob("migrations/**/*.py")))
    return [(path.relative_to(ROOT), ast.parse(path.read_text())) for path in paths]


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def tracked() -> list[Path]:
    """Files of the repository; without one, as in an unpacked archive, all that a checkout would hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    held = [ROOT / name for name in names if name]
    if not held:
        folders = ("backend", "simulator", "scripts", "tests", "benchmarks", "docs", "extensions")
        held = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [path for path in held if path.is_file() and path.suffix not in NOT_TEXT]


def test_a_message_is_built_in_one_place_only() -> None:
    builders = {
        str(path)
        for path, tree in trees()
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "Message" and "graphql" not in path.parts
    }
    assert builders == {"backend/conversations/transcript.py"}


def test_only_the_database_commits() -> None:
    committing = {
        str(path)
        for path, tree in trees()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    }
    assert committing == {"backend/db.py", "backend/migrate.py"}


def test_every_read_of_a_room_says_for_whom() -> None:
    nameless = []
    for path, tree in trees(pattern="queries.py"):
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            after_session = names[1:] if names[:1] == ["session"] else names
            if isinstance(node, ast.AsyncFunctionDef) and after_session[:1] not in (["actor"], ["shop_id"], ["shop"]):
                nameless.append(f"{path} {node.name}")
    assert set(nameless) == FOR_ANY_SHOP


def test_only_the_configuration_reads_the_environment() -> None:
    readers = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                readers.add(str(path))
            if isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & _names(node):
                readers.add(str(path))
    assert readers == {"backend/config.py"}


def _names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def test_the_backend_never_asks_whether_shopify_is_simulated() -> None:
    asking = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and re.search(r"simulat", node.id if isinstance(node, ast.Name) else node.attr, re.I)
    ]
    assert asking == []


def test_every_module_opens_with_its_promise() -> None:
    silent = [str(path) for path, tree in trees() if tree.body and ast.get_docstring(tree) is None]
    assert silent == []


def test_files_stay_short_enough_to_be_read_whole() -> None:
    limits = {".py": PYTHON_LINES, ".ts": FRONTEND_LINES, ".tsx": FRONTEND_LINES}
    roots = [ROOT / name for name in ("backend", "simulator", "scripts", "benchmarks")]
    roots += [ROOT / "frontend" / name for name in ("inbox", "widget", "live")]
    long = {
        str(path.relative_to(ROOT)): lines
        for root in roots
        for path in root.rglob("*")
        if path.suffix in limits and not GENERATED & set(path.parts) and ".test." not in path.name
        if (lines := len(path.read_text().splitlines())) > limits[path.suffix]
    }
    assert long == {}


def test_functions_stay_short_enough_to_be_understood() -> None:
    long = [
        f"{path}:{node.lineno} {node.name} ({lines} lines)"
        for path, tree in trees()
        for node in functions(tree)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("word", sorted(FORBIDDEN_WORDS))
def test_the_code_uses_the_words_of_the_glossary(word: str) -> None:
    used = []
    for path, tree in trees():
        for node in ast.walk(tree):
            name = _identifier(node)
            if name and word in re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"):
                used.append(f"{path}: {name}")
    assert used == []


def _identifier(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    return ""


def test_nothing_tracked_holds_a_secret() -> None:
    """Tests make up tokens of Shopify's shape, to see what becomes of them."""
    assert [hit for hit in _hits(SECRETS) if not hit.startswith("tests/")] == []


def test_nothing_tracked_names_a_machine_or_a_package_registry() -> None:
    assert _hits(PLACES) == []


def _hits(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        if path == Path(__file__):  # it has to spell what it forbids
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if hit := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number} {hit[0]}")
    return found


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = [
        f"{path}:{node.lineno}"
        for path, tree in trees(ROOT / "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in WAYS_OUT
    ]
    assert marks == []
