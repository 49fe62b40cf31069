"""`python -m simulator`: serves until interrupted, on 127.0.0.1 and, where there is one, on ::1.

Browsers may take `localhost` for either address, and each page of this program is reached by that name.
"""

import socket
import sys
from contextlib import suppress

import uvicorn

from simulator.app import create_app
from simulator.settings import SimulatorSettings, from_environment


def listeners(settings: SimulatorSettings) -> list[socket.socket]:
    """Sockets for the configured address and, beside 127.0.0.1, for ::1."""
    sockets = [bound(socket.AF_INET, settings.host, settings.port)]
    if settings.host == "127.0.0.1" and socket.has_ipv6:
        with suppress(OSError):  # no IPv6 on this machine, or ::1 is taken: 127.0.0.1 is enough
            sockets.append(bound(socket.AF_INET6, "::1", settings.port))
    return sockets


def bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


def main() -> int:
    settings = from_environment()
    try:
        sockets = listeners(settings)
    except OSError as error:
        print(
            f"The simulator cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
            "Something else may be using the port: stop it, or set SIMULATOR_PORT.",
            file=sys.stderr,
        )
        return 1
    config = uvicorn.Config(create_app(settings), log_level="warning", ws="none", timeout_keep_alive=75)
    server = uvicorn.Server(config)
    server.run(sockets=sockets)
    return 0


if __name__ == "__main__":
    sys.exit(main())
