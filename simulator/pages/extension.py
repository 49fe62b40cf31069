"""Renders the theme app extension's blocks as Shopify would: schema stripped, defaults into settings, translations by
`t`, assets by `asset_url`, no automatic escaping. Without an extension folder there is simply nothing to render.

Source of the rules: shopify.dev, "Configure theme app extensions" and "App blocks for themes".
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liquid import Environment, FileSystemLoader

from simulator.cdn.serving import EXTENSION
from simulator.pages.rendering import script_json

SCHEMA = re.compile(r"{%-?\s*schema\s*-?%}(.*?){%-?\s*endschema\s*-?%}", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One Liquid file of the extension. `handle` is its file name without extension."""

    handle: str
    source: str
    schema: dict[str, Any]

    @property
    def target(self) -> str:
        return str(self.schema.get("target", "section"))

    def name(self, folder: Path | None = None) -> str:
        """The schema's name, in English."""
        name = str(self.schema.get("name", self.handle))
        words = locale_words(folder or EXTENSION, "en", ".schema")
        return translate(words, name[2:], {}) if name.startswith("t:") else name

    def shows_on(self, page_type: str) -> bool:
        """Whether the schema's `enabled_on` and `disabled_on` allow this kind of page."""
        only = self.schema.get("enabled_on", {}).get("templates")
        never = self.schema.get("disabled_on", {}).get("templates", [])
        return (only is None or "*" in only or page_type in only) and page_type not in never and "*" not in never


def extension_handle(folder: Path | None = None) -> str:
    """The `handle` of `shopify.extension.toml`, else the folder's name."""
    path = (folder or EXTENSION) / "shopify.extension.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return str(told.get("handle", path.parent.name))


def blocks(folder: Path | None = None) -> list[Block]:
    """All blocks, by file name."""
    found = []
    for path in sorted(((folder or EXTENSION) / "blocks").glob("*.liquid")):
        source = path.read_text(encoding="utf-8")
        match = SCHEMA.search(source)
        schema = json.loads(match.group(1)) if match else {}
        found.append(Block(path.stem, SCHEMA.sub("", source), schema))
    return found


def locale_words(folder: Path, locale: str, kind: str = "") -> dict[str, Any]:
    """The words of a locale laid over those of the default locale; `kind` is "" or ".schema"."""
    words: dict[str, Any] = {}
    defaults = sorted((folder / "locales").glob(f"*.default{kind}.json"))
    for path in [*defaults, folder / "locales" / f"{locale}{kind}.json"]:
        if path.is_file():
            words = overlaid(words, json.loads(path.read_text(encoding="utf-8")))
    return words


def overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = overlaid(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def translate(words: Mapping[str, Any], key: object, values: Mapping[str, object]) -> str:
    """The word for a dotted key with `{{ name }}` filled in; plural forms by `count`; a missing key shows itself."""
    found: Any = words
    for part in str(key).split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, dict) and "count" in values:
        found = found.get("one" if str(values["count"]) == "1" else "other")
    if not isinstance(found, str):
        return f"translation missing: {key}"
    for name, value in values.items():
        found = str(value).join(re.split(r"{{\s*" + re.escape(name) + r"\s*}}", found))
    return str(found)


def liquid(folder: Path, locale: str) -> Environment:
    """Shopify's filters, as far as an app embed needs them."""
    words = locale_words(folder, locale)
    made = Environment(loader=FileSystemLoader(folder / "snippets", ext=".liquid"))
    made.add_filter("t", lambda key, *_, **values: translate(words, key, values))
    made.add_filter("json", script_json)
    made.add_filter("asset_url", asset_url)
    made.add_filter("stylesheet_tag", lambda url: f'<link rel="stylesheet" href="{url}" media="all">')
    made.add_filter("script_tag", lambda url: f'<script src="{url}"></script>')
    return made


def asset_url(name: object) -> str:
    return f"/cdn/extension/{name}"


def settings_of(block: Block, chosen: Mapping[str, object], folder: Path, locale: str) -> dict[str, object]:
    """The merchant's settings over the schema's defaults; a default of `t:key` is a word of the schema's locale."""
    words = locale_words(folder, locale, ".schema")
    settings: dict[str, object] = {}
    for entry in block.schema.get("settings", []):
        if "id" not in entry:
            continue
        default = entry.get("default")
        translated = isinstance(default, str) and default.startswith("t:")
        settings[entry["id"]] = translate(words, str(default)[2:], {}) if translated else default
    return {**settings, **chosen}


@dataclass(frozen=True)
class Embeds:
    """What app embeds add to a page: elements of the head, and HTML before the end of the body."""

    head: str = ""
    body: str = ""


def render_embeds(
    page: Mapping[str, Any], chosen: Mapping[str, object], page_type: str, folder: Path | None = None
) -> Embeds:
    """All app embeds of the extension on one page. `page` holds the global Liquid objects."""
    folder = folder or EXTENSION
    locale = str(page["request"]["locale"]["iso_code"])
    head, body = "", ""
    for number, block in enumerate(blocks(folder), start=1):
        if block.target == "section" or not block.shows_on(page_type):
            continue
        block_id = f"embed-{number}-{block.handle}"
        data = {"id": block_id, "settings": settings_of(block, chosen, folder, locale), "shopify_attributes": ""}
        html = liquid(folder, locale).from_string(block.source).render(**page, block=data)
        wrapped = f'<div id="shopify-block-{block_id}" class="shopify-block shopify-app-block">{html}</div>\n'
        head += assets_of(block) + ("" if block.target == "body" else html)
        body += wrapped if block.target == "body" else ""
    return Embeds(head, body)


def assets_of(block: Block) -> str:
    """The schema's script and stylesheet, as Shopify puts them into the head."""
    tags = ""
    if block.schema.get("stylesheet"):
        tags += f'<link rel="stylesheet" href="{asset_url(block.schema["stylesheet"])}" media="all">\n'
    if block.schema.get("javascript"):
        tags += f'<script src="{asset_url(block.schema["javascript"])}" async></script>\n'
    return tags
