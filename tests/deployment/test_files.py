"""What compose.yaml, Dockerfile and Caddyfile name is there: commands, settings, addresses, files. No secret is."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from backend.graphql.connections import LEAVING_TAKES, PATIENCE
from backend.jobs import SHUTDOWN_AFTER
from tests.test_contracts import variables_read

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / "deployment" / "Caddyfile").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("${BATON_IMAGE")]
SECRETS = ("SHOPIFY_API_SECRET", "BATON_SEAL_KEY", "POSTGRES_PASSWORD", "BATON_METRICS_TOKEN")
COMPOSES_OWN = {"BATON_DOMAIN", "BATON_IMAGE", "POSTGRES_PASSWORD"}


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def commands() -> set[str]:
    asked = [sys.executable, "-m", "backend", "--help"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.search(r"\{([a-z,]+)\}", said.stdout)
    assert found is not None
    return set(found[1].split(","))


def test_two_of_each_run_behind_one_balancer() -> None:
    assert [SERVICES[name]["command"] for name in OURS] == [["migrate"], ["serve"], ["serve"], ["worker"], ["worker"]]
    assert {word for name in OURS for word in SERVICES[name]["command"]} <= commands()
    webs = SERVICES["balancer"]["environment"]["BATON_WEBS"].split()
    assert webs == [f"{name}:8000" for name in OURS if SERVICES[name]["command"] == ["serve"]]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["balancer"]


def test_every_setting_is_one_that_the_program_reads() -> None:
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= variables_read()
    baked = set(re.findall(r"^\s*(?:ENV )?((?:BATON_|PORT)\w*)=", DOCKERFILE, re.M))
    assert baked == {"BATON_DATA_DIR", "BATON_HOST", "BATON_METRICS_PORT", "PORT"} and baked <= variables_read()


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_outside_and_is_missed_in_a_sentence(name: str) -> None:
    given = re.findall(r"\$\{" + name + r"([^}]*)\}", COMPOSE)
    assert given and all(rest.startswith((":?Set ", "_OLD")) for rest in given)
    assert name not in DOCKERFILE


def test_every_variable_of_compose_is_explained() -> None:
    asked = {name for name, _ in re.findall(r"\$\{([A-Z_]+)(:?[?-])", COMPOSE)}
    told = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in sorted(asked) if f"`{name}`" not in told and name not in variables_read()] == []
    assert asked - variables_read() == COMPOSES_OWN


@pytest.mark.parametrize("name", OURS)
def test_each_process_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.M) == ["10001:10001"]


def test_nobody_is_killed_while_it_still_may_answer() -> None:
    """Draining, the sockets' good-byes, requests, jobs: all of it fits before Docker loses patience."""
    web = SERVICES["web-1"]
    draining = seconds(web["environment"]["BATON_DRAIN_SECONDS"])
    assert seconds(web["stop_grace_period"]) > draining + LEAVING_TAKES + PATIENCE + 5 + SHUTDOWN_AFTER
    asked_every = re.search(r"health_interval (\d+)s", CADDYFILE)
    assert asked_every is not None and float(asked_every[1]) * 3 <= draining


def test_what_is_copied_exists_and_is_let_in() -> None:
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.M)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
        assert any(path == name or path.startswith(f"{name}/") for name in let_in), path


def test_the_addresses_that_are_asked_for_health_are_answered() -> None:
    asked = set(re.findall(r"health_uri (\S+)", CADDYFILE))
    routes = (ROOT / "backend" / "web" / "watch.py").read_text()
    assert asked == {"/health/ready"} and 'Route("/health/ready"' in routes
    assert '"healthy"]' in DOCKERFILE and "healthy" in commands()


def test_neither_measures_nor_health_are_shown_to_the_world() -> None:
    assert "@inside path /metrics /health/*" in CADDYFILE and "respond @inside 404" in CADDYFILE


def test_the_image_brings_what_every_setting_may_ask_for() -> None:
    """That the lock holds all extras, in the versions that are tested, `make check` says."""
    (installed,) = re.findall(r"-r (\S+)", DOCKERFILE)
    extras = re.findall(r"--extra (\S+)", (ROOT / installed).read_text().splitlines()[1])
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(extras) == set(named) - {"dev"}
    assert re.findall(r"^COPY (\S+\.lock) ", DOCKERFILE, re.M) == [installed]


def test_images_are_named_with_their_version() -> None:
    named = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    named += re.findall(r"_IMAGE=(\S+)", DOCKERFILE)
    assert len(named) == 5
    assert [name for name in named if not re.search(r":\d", name)] == []
