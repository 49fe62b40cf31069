"""What Shopify is told about the app is what the app does."""

import re
import tomllib
from pathlib import Path

import pytest
from starlette.routing import Route

from backend.config import ADMIN_API_VERSION
from backend.shops.rules import COMPLIANCE_TOPICS
from backend.web.routes import routes
from backend.web.services import WebServices
from backend.web.webhooks import HANDLERS
from simulator.settings import SimulatorSettings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "shopify.app.toml").read_text()
CONFIGURATION = tomllib.loads(TEXT)
SUBSCRIPTIONS = CONFIGURATION["webhooks"]["subscriptions"]


def paths(services: WebServices) -> set[str]:
    return {route.path for route in routes(services) if isinstance(route, Route)}


def test_what_shopifys_tool_demands_is_there() -> None:
    assert CONFIGURATION["client_id"] and CONFIGURATION["auth"]["redirect_urls"]
    assert CONFIGURATION["embedded"] is True and "use_legacy_install_flow" not in CONFIGURATION["access_scopes"]
    assert CONFIGURATION["webhooks"]["api_version"] == ADMIN_API_VERSION


def test_every_topic_that_is_subscribed_to_is_handled_and_says_where() -> None:
    topics = {topic for subscription in SUBSCRIPTIONS for topic in subscription.get("topics", ())}
    compliance = {topic for subscription in SUBSCRIPTIONS for topic in subscription.get("compliance_topics", ())}
    assert topics and topics <= set(HANDLERS) and compliance == COMPLIANCE_TOPICS
    named = re.findall(r"Handled by: ([\w/.]+\.py)", TEXT)
    assert len(named) == len(SUBSCRIPTIONS) + 1 and all((ROOT / name).is_file() for name in named)


@pytest.mark.anyio
async def test_shopify_is_told_addresses_that_the_app_answers(services: WebServices) -> None:
    answered = paths(services)
    assert {subscription["uri"] for subscription in SUBSCRIPTIONS} <= answered
    assert f"{CONFIGURATION['app_proxy']['url']}/session" in answered


def test_the_simulated_shopify_grants_and_forwards_the_same() -> None:
    simulated = SimulatorSettings()
    assert set(CONFIGURATION["access_scopes"]["scopes"].split(",")) == set(simulated.scopes)
    assert set(CONFIGURATION["access_scopes"]["optional_scopes"]) == set(simulated.optional_scopes)
    proxy = CONFIGURATION["app_proxy"]
    assert (proxy["prefix"], proxy["subpath"]) == (simulated.proxy_prefix, simulated.proxy_subpath)


def test_the_tools_commands_need_no_shell() -> None:
    web = tomllib.loads((ROOT / "shopify.web.toml").read_text())
    assert web["webhooks_path"] == SUBSCRIPTIONS[0]["uri"]
    assert not any(set(command) & set("'\"|*$<>;") for command in web["commands"].values())
