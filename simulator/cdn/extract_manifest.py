"""Extracts from Polaris' published custom-elements manifest what the stand-in is checked against.

`python -m simulator.cdn.extract_manifest PATH_TO/custom-elements.json` rewrites `polaris-manifest.json`; the source
is the file `dist/custom-elements.json` of the npm package `@shopify/polaris-types`.
"""

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("polaris-manifest.json")


def tag_entry(declaration: dict[str, Any]) -> dict[str, Any]:
    """Attributes with the properties that reflect them, events and slots of one tag, sorted."""
    attributes: dict[str, set[str]] = {}
    for attribute in declaration.get("attributes", []):
        attributes.setdefault(attribute["name"], set()).add(attribute.get("fieldName", attribute["name"]))
    return {
        "attributes": {name: sorted(fields) for name, fields in sorted(attributes.items())},
        "events": sorted(event["name"] for event in declaration.get("events", [])),
        "slots": sorted(slot["name"] for slot in declaration.get("slots", []) if slot.get("name")),
    }


def extract(manifest: dict[str, Any]) -> dict[str, Any]:
    """Every tag of the manifest, by name."""
    declarations = [d for module in manifest["modules"] for d in module["declarations"] if d.get("tagName")]
    return {d["tagName"]: tag_entry(d) for d in sorted(declarations, key=lambda d: str(d["tagName"]))}


def main(source: str) -> None:
    tags = extract(json.loads(Path(source).read_text(encoding="utf-8")))
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in tags.items())
    TARGET.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
