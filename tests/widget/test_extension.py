"""What Shopify demands of a theme app extension, and what its own tools do not check offline.

theme-check accepts unknown setting types, undeclared `block.settings`, folders in `assets/` and a panel of any size;
`shopify app build` exits 0 on theme-check's own errors. So all of that is asked here.
"""

import gzip
import json
import os
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT7, Schema

from tests.widget.places import EXTENSION, FRONTEND, SHOPIFY_SCHEMAS

ASSET_ENDINGS = {".js", ".css", ".json", ".svg", ".png", ".jpg", ".jpeg", ".wasm"}
FOLDERS = {"assets", "blocks", "snippets", "locales"}
LOCALES = ("en.default", "fr", "de", "es", "ja")
PLACEHOLDER = re.compile(r"{{\s*(\w+)\s*}}")


def shopify_validator(name: str) -> Draft7Validator:
    """Shopify's own JSON schema of that name, its neighbours at hand."""
    neighbours = [
        (f"./{path.name}", DRAFT7.create_resource(json.loads(path.read_text(encoding="utf-8"))))
        for path in sorted(SHOPIFY_SCHEMAS.glob("setting*.json"))
    ]
    registry: Registry[Schema] = Registry().with_resources(neighbours)
    schema = json.loads((SHOPIFY_SCHEMAS / name).read_text(encoding="utf-8"))
    return Draft7Validator(schema, registry=registry)


def words(locale: str, kind: str = "") -> dict[str, str]:
    """A locale's translations, nested keys joined by dots."""
    flat: dict[str, str] = {}

    def walk(value: Any, key: str) -> None:
        if isinstance(value, str):
            flat[key] = value
            return
        for name, inner in value.items():
            walk(inner, f"{key}.{name}" if key else name)

    walk(json.loads((EXTENSION / "locales" / f"{locale}{kind}.json").read_text(encoding="utf-8")), "")
    return flat


def test_theme_check_finds_no_offence() -> None:
    run = subprocess.run(["npm", "run", "-s", "theme-check"], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, "No offence."), run.stderr


def test_the_settings_are_what_shopify_knows(block_schema: dict[str, Any]) -> None:
    problems = [error.message for error in shopify_validator("settings.json").iter_errors(block_schema["settings"])]
    assert problems == []


@pytest.mark.parametrize(
    "fault",
    [
        {"type": "colour", "id": "x", "label": "X"},
        {"type": "text", "label": "No id"},
        {"type": "range", "id": "x", "label": "X", "min": 0, "max": 10},
    ],
)
def test_a_faulty_setting_is_noticed(fault: dict[str, Any]) -> None:
    assert list(shopify_validator("settings.json").iter_errors([fault]))


def test_setting_ids_are_unique_and_choices_hold_their_default(block_schema: dict[str, Any]) -> None:
    settings = [setting for setting in block_schema["settings"] if "id" in setting]
    assert [key for key, times in Counter(setting["id"] for setting in settings).items() if times > 1] == []
    for setting in settings:
        if setting["type"] == "select":
            assert setting["default"] in [option["value"] for option in setting["options"]]
        if setting["type"] == "range":
            assert setting["min"] <= setting["default"] <= setting["max"]
            assert (setting["max"] - setting["min"]) / setting["step"] <= 101
            assert (setting["default"] - setting["min"]) % setting["step"] == 0


def test_the_block_is_an_app_embed_with_a_short_name(block_schema: dict[str, Any]) -> None:
    assert block_schema["target"] == "body"
    assert block_schema["javascript"] == "chat-loader.js"
    key = block_schema["name"].removeprefix("t:")
    for locale in LOCALES:
        assert len(words(locale, ".schema")[key]) < 25


def test_every_setting_that_the_block_reads_is_declared_and_the_other_way_round(
    block: str, block_schema: dict[str, Any]
) -> None:
    liquid = block[: block.index("{% schema %}")]
    read = set(re.findall(r"block\.settings\.(\w+)", liquid))
    assert read == {setting["id"] for setting in block_schema["settings"] if "id" in setting}


def test_the_folders_are_flat_and_hold_only_what_shopify_serves() -> None:
    folders = [path for path in EXTENSION.iterdir() if path.is_dir()]
    assert {path.name for path in folders} <= FOLDERS
    for folder in folders:
        assert [path.name for path in folder.iterdir() if path.is_dir()] == []
    assert {path.suffix for path in (EXTENSION / "assets").iterdir()} <= ASSET_ENDINGS
    assert tomllib.loads((EXTENSION / "shopify.extension.toml").read_text(encoding="utf-8"))["type"] == "theme"


def test_the_launcher_the_panel_and_the_form_keep_their_weight() -> None:
    assets = EXTENSION / "assets"
    loader, panel, form, sheet = (
        (assets / name).read_bytes() for name in ("chat-loader.js", "chat-panel.js", "chat-form.js", "chat-panel.css")
    )
    assert len(loader) < 10_000
    assert len(gzip.compress(panel, 9)) <= 20_000
    assert len(gzip.compress(form, 9)) <= 10_000
    assert len(gzip.compress(sheet, 9)) <= 5_000


def test_the_committed_assets_are_what_the_source_builds(tmp_path: Path) -> None:
    environment = {**os.environ, "WIDGET_OUT_DIR": str(tmp_path)}
    subprocess.run(["npm", "run", "-s", "build:widget"], cwd=FRONTEND, env=environment, check=True, capture_output=True)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in (EXTENSION / "assets").iterdir()}
    assert built.keys() == committed.keys()
    assert [name for name, content in built.items() if content != committed[name]] == []


@pytest.mark.parametrize("kind", ["", ".schema"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_says_everything_with_the_same_placeholders(locale: str, kind: str) -> None:
    english, here = words("en.default", kind), words(locale, kind)
    assert here.keys() == english.keys()
    assert all(text.strip() for text in here.values())
    for key, text in english.items():
        assert sorted(PLACEHOLDER.findall(here[key])) == sorted(PLACEHOLDER.findall(text)), key


def test_no_other_locale_is_half_done() -> None:
    files = {path.name for path in (EXTENSION / "locales").iterdir()}
    assert files == {f"{locale}{kind}.json" for locale in LOCALES for kind in ("", ".schema")}


def test_every_word_that_the_widget_asks_for_is_handed_over(block: str) -> None:
    handed = set(re.findall(r"\"(\w+)\": {{ 'chat\.(\w+)' \| t", block))
    assert all(name == key for name, key in handed)
    keys = {name for name, _ in handed}
    assert keys == {key.removeprefix("chat.") for key in words("en.default")}
    source = "".join(
        path.read_text(encoding="utf-8") for path in (FRONTEND / "widget").glob("*.ts*") if ".test." not in path.name
    )
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", source)) | set(re.findall(r"strings\.(\w+)", source))
    assert asked <= keys
    unasked = {key for key in keys if f'"{key}"' not in source and f"strings.{key}" not in source}
    assert {key for key in unasked if not key.startswith(("answers_", "origin_"))} == set()


def test_every_placeholder_is_handed_over_for_the_script_to_fill(block: str) -> None:
    for key, text in words("en.default").items():
        for name in PLACEHOLDER.findall(text):
            assert f"'{key}' | t: {name}: '{{{name}}}' | json" in block
