"""The built inbox: which files Vite made, under names that change with their content."""

import functools
import json
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MANIFEST = Path(".vite") / "manifest.json"
FOR_EVER = "public, max-age=31536000, immutable"


class NotBuilt(Exception):
    """There is no built inbox, or not a whole one."""


@dataclass(frozen=True)
class Built:
    """Addresses that the document refers to."""

    modules: tuple[str, ...]
    styles: tuple[str, ...]


def built(folder: Path) -> Built:
    """What to load; a new build is noticed without a restart. Raises NotBuilt."""
    manifest = folder / MANIFEST
    try:
        return _read(manifest, manifest.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotBuilt("The inbox is not built.") from error


@functools.lru_cache(maxsize=4)
def _read(manifest: Path, _changed: int) -> Built:
    chunks: dict[str, dict[str, Any]] = json.loads(manifest.read_text())
    entries = [chunk for chunk in chunks.values() if chunk.get("isEntry") and chunk["file"].endswith(".js")]
    if not entries:
        raise ValueError("no entry")
    styles = [style for chunk in chunks.values() for style in chunk.get("css", ())]
    styles += [chunk["file"] for chunk in chunks.values() if chunk["file"].endswith(".css")]
    return Built(
        modules=tuple(f"/{chunk['file']}" for chunk in entries),
        styles=tuple(dict.fromkeys(f"/{style}" for style in styles)),
    )


class Assets(StaticFiles):
    """Files whose names hold a hash of their content: a browser never needs to ask for one again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder / "assets", check_dir=False)

    async def check_config(self) -> None:
        """A folder that is missing, because nothing was built, makes each file in it missing and is no crash."""

    def file_response(self, full_path: Any, stat_result: stat_result, scope: Scope, status_code: int = 200) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOR_EVER
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
