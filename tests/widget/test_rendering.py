"""The block as a storefront renders it: data that parses, in every locale, whatever a merchant typed."""

import json
import re
from typing import Any

import pytest

from simulator.pages.extension import render_embeds

LOCALES = ("en", "fr", "de", "es", "ja", "nl")


def page(locale: str) -> dict[str, Any]:
    return {
        "request": {"locale": {"iso_code": locale}, "design_mode": False},
        "shop": {"permanent_domain": "alder-and-pine.myshopify.com"},
        "routes": {"root_url": "/" if locale == "en" else f"/{locale}"},
    }


def config(locale: str, **settings: object) -> dict[str, Any]:
    body = render_embeds(page(locale), settings, "index").body
    found = re.search(r'<script type="application/json" id="baton-chat-config">(.*?)</script>', body, re.DOTALL)
    assert found
    parsed: dict[str, Any] = json.loads(found.group(1))
    return parsed


@pytest.mark.parametrize("locale", LOCALES)
def test_the_config_is_complete_in_every_locale(locale: str) -> None:
    said = config(locale)
    assert said["shop"] == "alder-and-pine.myshopify.com"
    assert said["locale"] == locale
    assert said["root"] == ("/" if locale == "en" else f"/{locale}/")
    assert [key for key, text in said["strings"].items() if not text or "translation missing" in text] == []
    assert said["strings"]["writing"].count("{name}") == 1


def test_a_locale_that_we_do_not_speak_reads_english() -> None:
    assert config("nl")["strings"] == config("en")["strings"]


def test_the_defaults_are_those_of_the_schema() -> None:
    said = config("en")
    looks = {
        key: said[key] for key in ("colour", "scheme", "side", "offsetBottom", "offsetSide", "greeting", "excluded")
    }
    assert looks == {
        "colour": "#1f6f54",
        "scheme": "auto",
        "side": "right",
        "offsetBottom": 20,
        "offsetSide": 20,
        "greeting": "",
        "excluded": "",
    }


def test_what_a_merchant_types_cannot_leave_the_data() -> None:
    hostile = '</script><script>alert(1)</script>"\n\\'
    said = config("en", greeting=hostile, excluded_pages=hostile)
    assert said["greeting"] == hostile
    assert said["excluded"] == hostile


def test_the_launcher_is_loaded_without_holding_up_the_page() -> None:
    head = render_embeds(page("en"), {}, "index").head
    assert re.search(r"<script[^>]*chat-loader\.js[^>]*\basync\b|<script[^>]*\basync\b[^>]*chat-loader\.js", head)
    assert "chat-panel" not in head
