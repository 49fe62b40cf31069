"""`make check`: everything that can be said of the code without running it. Each step runs, whatever the others say."""

import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
FRONTEND = ROOT / "frontend"
PROGRAMS = Path(PYTHON).parent
GENERATED_TYPES = Path("frontend/graphql/generated")
ASSETS = Path("extensions/theme-app-extension/assets")
LOCKS = tuple(f"requirements{name}.lock" for name in ("", "-dev", "-image", "-uv", "-servers"))
ADDRESS = re.compile(r"https?://|--index-url|--extra-index|--find-links|file:")


@dataclass(frozen=True)
class Outcome:
    """What a step found; `said` is shown only if it failed."""

    is_clean: bool
    said: str


Step = Callable[[], Outcome]


def command(*words: str | Path, at: Path = ROOT, **environment: str) -> Step:
    """A step that is clean if the command ends with 0."""

    def run() -> Outcome:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=at, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        )  # fmt: skip
        return Outcome(done.returncode == 0, done.stdout)

    return run


def generated(folder: Path, make: Step) -> Step:
    """A step that makes a committed folder again, and is clean if that changed no file. Leaves the new files there."""

    def run() -> Outcome:
        before = _contents(ROOT / folder)
        made = make()
        after = _contents(ROOT / folder)
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        if not made.is_clean or not changed:
            return made
        return Outcome(False, f"Not what the sources make: {', '.join(changed)}. It is now; commit it.")

    return run


def extension_assets() -> Outcome:
    """The committed programs of the extension are what their sources build; built apart, so that nothing is changed."""
    with tempfile.TemporaryDirectory() as folder:
        built = command("npm", "run", "--silent", "build:widget", at=FRONTEND, WIDGET_OUT_DIR=folder)()
        made, held = _contents(Path(folder)), _contents(ROOT / ASSETS)
    changed = sorted(name for name in made.keys() | held.keys() if made.get(name) != held.get(name))
    if not built.is_clean or not changed:
        return built
    return Outcome(False, f"Not what the sources build: {', '.join(changed)}. Run: make schema")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def locks() -> Outcome:
    """Each dependency that pyproject.toml names is locked, with hashes, and no lock says where packages come from."""
    said = []
    for name in LOCKS:
        text = (ROOT / name).read_text()
        lines = enumerate(text.splitlines(), 1)
        said += [f"{name}:{number} has an address" for number, line in lines if ADDRESS.search(line)]
        pins = re.findall(r"^[a-z0-9][^\n]*", text, re.M | re.I)
        bare = [pin for pin in pins if not re.search(re.escape(pin) + r"\n    --hash=sha256:", text)]
        said += [f"{name}: {pin} has no hash" for pin in bare]
    return Outcome(not said, "\n".join(said))


def _pins(lock: str) -> dict[str, str]:
    """The versions of a lock by the package's name."""
    pin = r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^ ;\\]+)"
    return dict(re.findall(pin, (ROOT / lock).read_text(), re.M))


def locked_versions() -> Outcome:
    """The locks fit pyproject.toml: every requirement is pinned within its range, and what is shipped was tested."""
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {"requirements.lock": project["dependencies"]}
    extras = dict(project["optional-dependencies"])
    wanted["requirements-dev.lock"] = project["dependencies"] + extras.pop("dev")
    wanted["requirements-image.lock"] = project["dependencies"] + list(itertools.chain(*extras.values()))
    said = []
    tested = _pins("requirements-dev.lock")
    for lock, requirements in wanted.items():
        pins = _pins(lock)
        said += [
            f"{lock} has {name} {pin}, which is not tested" for name, pin in pins.items() if tested.get(name) != pin
        ]
        for line in requirements:
            requirement = Requirement(line)
            name = requirement.name.lower().replace("_", "-").replace(".", "-")
            if name not in pins or pins[name] not in requirement.specifier:
                said.append(f"{lock} has not {line}: run `make lock`")
    return Outcome(not said, "\n".join(said))


STEPS: dict[str, Step] = {
    "ruff": command(PROGRAMS / "ruff", "check", "."),
    "ruff format": command(PROGRAMS / "ruff", "format", "--check", "."),
    "mypy": command(PYTHON, "-m", "mypy"),
    "import contracts": command(PROGRAMS / "lint-imports", "--no-cache"),
    "locks": locks,
    "locked versions": locked_versions,
    "printed schemas": command(PYTHON, "-m", "backend", "schema", "--check"),
    "front-end types": generated(GENERATED_TYPES, command("npm", "run", "--silent", "codegen", at=FRONTEND)),
    "front-end": command("npm", "run", "--silent", "check", at=FRONTEND),
    "extension assets": extension_assets,
    "theme check": command("npm", "run", "--silent", "theme-check", at=FRONTEND),
}


def main() -> int:
    """1 if any step found something. Names given as arguments run those steps alone."""
    chosen = {name: step for name, step in STEPS.items() if not sys.argv[1:] or name in sys.argv[1:]}
    failed = []
    for name, step in chosen.items():
        begun = time.monotonic()
        outcome = step()
        print(f"{'ok    ' if outcome.is_clean else 'FAILED'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if not outcome.is_clean:
            failed.append(name)
            print(outcome.said.rstrip(), flush=True)
    print(f"\n{len(chosen) - len(failed)} clean, {len(failed)} failed" + (f": {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
