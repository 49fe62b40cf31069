"""What Shopify's CDN would serve: the two script stand-ins, product pictures, and the theme app extension's assets.

Everything may be read from any origin, as on Shopify's CDN. Files are read at each request, so that an edit or a
rebuilt extension shows at the next reload.
"""

import mimetypes
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HERE = Path(__file__).parent
EXTENSION = HERE.parent.parent / "extensions" / "theme-app-extension"

BRIDGE_PARTS = ("bridge", "navigation", "shown", "shopify")
POLARIS_PARTS = (
    "base",
    "tokens",
    "box",
    "icons",
    "text",
    "actions",
    "fields",
    "select",
    "choices",
    "overlays",
    "page",
    "media",
)

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def joined(folder: str, parts: tuple[str, ...]) -> str:
    """One classic script out of a folder's files, in a scope of its own."""
    sources = "\n".join((HERE / folder / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return f"(() => {{\n'use strict';\n{sources}}})();\n"


def app_bridge() -> str:
    return joined("app_bridge", BRIDGE_PARTS)


def polaris() -> str:
    return joined("polaris", POLARIS_PARTS)


def script(text: str) -> Response:
    return Response(text, media_type="text/javascript; charset=utf-8", headers=OPEN)


def file_response(folder: Path, name: str) -> Response:
    """A file lying directly in the folder, else 404; the name cannot leave the folder."""
    path = folder / name
    if not FILE_NAME.fullmatch(name) or not path.is_file():
        return PlainTextResponse("Not found", status_code=404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    media_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Response(path.read_bytes(), media_type=media_type, headers=OPEN)


def serve_app_bridge(_: Request) -> Response:
    return script(app_bridge())


def serve_polaris(_: Request) -> Response:
    return script(polaris())


def serve_picture(request: Request) -> Response:
    """A product's picture; a product without one has the picture of a parcel."""
    folder = HERE / "products"
    found = file_response(folder, request.path_params["name"])
    return found if found.status_code == 200 else file_response(folder, "default.svg")


def serve_extension_asset(request: Request) -> Response:
    return file_response(EXTENSION / "assets", request.path_params["name"])


def routes() -> list[Route]:
    return [
        Route("/cdn/app-bridge.js", serve_app_bridge),
        Route("/cdn/polaris-1.js", serve_polaris),
        Route("/cdn/products/{name}", serve_picture),
        Route("/cdn/extension/{name}", serve_extension_asset),
    ]
