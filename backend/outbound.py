"""Requests to addresses that somebody else chose. They reach the open web over https and nothing inside our network.

A name is resolved once, every address that it stands for must be public, and the connection goes to an address that
was checked: a name that answers otherwise a moment later changes nothing. Redirects are not followed, proxies of the
environment are not used, and neither time nor size of an answer is the other side's choice.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpcore

PORTS = frozenset({443, 8443})
PATIENCE = 10.0
"""Seconds for all of it: name, connection, request and answer."""
MOST_BYTES = 64 * 1024
"""What is read of an answer; its status is all that counts."""

ASKS = {"User-Agent": "Baton/0.1", "Accept": "text/html, text/plain, application/pdf", "Accept-Encoding": "identity"}
Done = TypeVar("Done")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""Addresses that carry an IPv4 address inside: where they lead is another network's choice."""


class NotSent(Exception):
    """Nothing was answered; the message says why, in words for a merchant."""


@dataclass(frozen=True)
class Answered:
    """What the other side said: a status, and in how many milliseconds."""

    status: int
    milliseconds: int


@dataclass(frozen=True)
class Page:
    """What a page answered; `location` is where a redirect leads, as it was written."""

    status: int
    content_type: str
    location: str
    body: bytes


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open web. What is private, local, shared, reserved or translated does not."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED) or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


async def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Outbound:
    """How requests leave. The parts are given for tests."""

    resolve: Resolve = resolved
    network: httpcore.AsyncNetworkBackend | None = None
    tls: ssl.SSLContext | None = None
    patience: float = PATIENCE
    inside: frozenset[str] = frozenset()
    """Origins that are reached wherever they lie and without https: a simulated Shopify's, and no merchant's choice."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Sends a body to an https address. Raises NotSent."""
        _check(url)
        begun = time.perf_counter()
        status = await self._patiently(self._post(url, body, headers))
        return Answered(status, round((time.perf_counter() - begun) * 1000))

    async def get(self, url: str, *, most_bytes: int) -> Page:
        """Reads a page, which must not be longer. A redirect is an answer: it is not followed. Raises NotSent."""
        if not self._is_inside(url):
            _check(url)
        return await self._patiently(self._get(url, most_bytes))

    async def _patiently(self, work: Awaitable[Done]) -> Done:
        try:
            async with asyncio.timeout(self.patience):
                return await work
        except TimeoutError as error:
            raise NotSent(f"The server did not answer within {self.patience:g} seconds.") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise NotSent(_words(error)) from error

    async def _get(self, url: str, most_bytes: int) -> Page:
        network = self.network or httpcore.AnyIOBackend()
        guard = _Guarded(self.resolve, network, may_be_inside=self._is_inside(url))
        try:
            async with (
                httpcore.AsyncConnectionPool(network_backend=guard, ssl_context=self.tls) as pool,
                pool.stream("GET", url, headers=list(ASKS.items())) as answer,
            ):
                parts, length = [], 0
                async for part in answer.aiter_stream():
                    length += len(part)
                    if length > most_bytes:
                        raise NotSent(f"The page is longer than {most_bytes // 1024 // 1024} MB.")
                    parts.append(part)
                told = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
                kind, location = told.get(b"content-type", ""), told.get(b"location", "")
                return Page(int(answer.status), kind, location, b"".join(parts))
        finally:
            await guard.close()

    def _is_inside(self, url: str) -> bool:
        return any(url == origin or url.startswith(f"{origin}/") for origin in self.inside)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        guard = _Guarded(self.resolve, self.network or httpcore.AnyIOBackend())
        try:
            async with (
                httpcore.AsyncConnectionPool(network_backend=guard, ssl_context=self.tls) as pool,
                pool.stream("POST", url, headers=list(headers.items()), content=body) as answer,
            ):
                read = 0
                async for part in answer.aiter_stream():
                    read += len(part)
                    if read > MOST_BYTES:
                        break
                return int(answer.status)
        finally:
            await guard.close()


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise NotSent("This is no web address.") from error
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or port not in PORTS:
        raise NotSent("Only https addresses on the ports 443 and 8443 are reached.")


def _words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "The name of the server is not known."
    if isinstance(error, ssl.SSLError) or "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper():
        return "The server has no certificate that can be trusted."
    return "The server could not be reached, or broke off."


class _Guarded(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only. TLS goes on naming the host, so that its certificate is checked."""

    def __init__(self, resolve: Resolve, network: httpcore.AsyncNetworkBackend, *, may_be_inside: bool = False) -> None:
        self._resolve, self._network, self._may_be_inside = resolve, network, may_be_inside
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def close(self) -> None:
        """Closes what was opened. A handshake that is broken off by time leaves its connection to us."""
        for stream in self._opened:
            await stream.aclose()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await self._resolve(host.strip("[]"), port)
        addresses = [ipaddress.ip_address(each.partition("%")[0]) for each in found]
        if not addresses or not (self._may_be_inside or all(is_public(each) for each in addresses)):
            raise NotSent("The address leads into a private network. Only the open web is reached.")
        failed: Exception = NotSent("The server could not be reached.")
        for address in addresses:
            try:
                stream = await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                self._opened.append(stream)
                return stream
        raise failed

    async def connect_unix_socket(self, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        raise NotSent("Only the open web is reached.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
