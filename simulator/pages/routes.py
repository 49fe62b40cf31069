"""Every page of the simulator: CDN, admin, control page, and last the storefront, which answers to all other paths."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from simulator.cdn import serving
from simulator.pages import control, storefront
from simulator.pages.admin import Admin
from simulator.settings import SimulatorSettings
from simulator.state import World

STATIC = Path(__file__).parent / "static"


def serve_static(request: Request) -> Response:
    """Style sheets, scripts and marks of the simulator's own pages."""
    return serving.file_response(STATIC, request.path_params["name"])


def routes(world: World, settings: SimulatorSettings) -> list[BaseRoute]:
    """To be mounted after every other route: the last one matches any path."""
    return [
        *serving.routes(),
        Route("/_sim/{name}", serve_static),
        *Admin(world, settings).routes(),
        *control.routes(world, settings),
        Route("/{path:path}", storefront.endpoint(world, settings), methods=["GET", "POST"]),
    ]
