"""Requests to strangers' addresses: the open web is reached, and nothing inside, however it is written."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpcore
import pytest

from backend.outbound import MOST_BYTES, Answered, NotSent, Outbound, Page, is_public, resolved

pytestmark = pytest.mark.anyio
OPEN = "93.184.215.14"
HEADERS = {"Host": "hooks.example.com", "Content-Length": "2"}

INSIDE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:7f00:1::", "2001:db8::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_of_a_network_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [OPEN, "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", f"::ffff:{OPEN}"])
def test_addresses_of_the_open_web_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


class Network(httpcore.AsyncMockBackend):
    """A network that answers as it is told, and remembers where it was asked to connect."""

    def __init__(self, *answer: bytes) -> None:
        super().__init__(list(answer))
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        return await super().connect_tcp(host, port, *args, **kwargs)


def naming(*addresses: str) -> Any:
    """Names resolve to these, one answer after another; the last stays."""
    answers = list(addresses)

    async def resolve(_host: str, _port: int) -> list[str]:
        return (answers.pop(0) if len(answers) > 1 else answers[0]).split()

    return resolve


async def post(url: str, network: Network, resolve: Any = None, patience: float = 5) -> Answered:
    out = Outbound(resolve=resolve or naming(OPEN), network=network, patience=patience)
    return await out.post(url, b"{}", HEADERS)


async def test_the_address_that_was_checked_is_the_one_that_is_reached() -> None:
    network = Network(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    resolve = naming(OPEN, "127.0.0.1")  # asked a second time, the name would lead inside
    answer = await post("https://hooks.example.com/baton", network, resolve)
    assert (answer.status, network.connected) == (200, [(OPEN, 443)])


@pytest.mark.parametrize("addresses", ["127.0.0.1", f"{OPEN} 10.0.0.1", "::ffff:169.254.169.254", "fe80::1%eth0", ""])
async def test_a_name_that_leads_inside_by_any_of_its_addresses_is_not_reached(addresses: str) -> None:
    network = Network()
    with pytest.raises(NotSent, match="private network"):
        await post("https://hooks.example.com/", network, naming(addresses))
    assert network.connected == []


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "[::1]", "[::ffff:7f00:1]", "localhost"]
)
async def test_numbers_in_disguise_lead_inside_and_are_not_reached(host: str) -> None:
    network = Network()
    with pytest.raises(NotSent):
        await post(f"https://{host}/", network, resolved)
    assert network.connected == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/", "https://hooks.example.com:22/", "https://hooks.example.com:6379/", "ftp://a/",
        "https://name:word@hooks.example.com/", "https:///", "https://[::1/", "https://a:99999/",
    ],
)  # fmt: skip
async def test_only_https_on_the_ports_of_the_web_is_tried(url: str) -> None:
    network = Network()
    with pytest.raises(NotSent):
        await post(url, network)
    assert network.connected == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer_and_is_not_followed(status: int) -> None:
    told = f"HTTP/1.1 {status} Moved\r\nLocation: https://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    network = Network(told.encode())
    assert (await post("https://hooks.example.com/", network)).status == status
    assert network.connected == [(OPEN, 443)]


async def test_the_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    network = Network(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert (await post("https://hooks.example.com/", network)).status == 204


async def test_an_answer_without_an_end_is_read_no_further_than_its_bound() -> None:
    parts = [b"x" * 16_384] * 64
    network = Network(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", *parts)
    read: list[int] = []
    inner = network._buffer

    class Counted(list[bytes]):
        def pop(self, at: Any = -1) -> bytes:
            part = super().pop(at)
            read.append(len(part))
            return part

    network._buffer = Counted(inner)
    assert (await post("https://hooks.example.com/", network)).status == 200
    assert sum(read) <= MOST_BYTES + 2 * 16_384


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """A server on this machine that takes connections and says nothing."""

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def test_who_does_not_answer_is_waited_for_so_long_and_no_longer() -> None:
    class Here(httpcore.AnyIOBackend):
        async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
            return await super().connect_tcp("127.0.0.1", there, *args, **kwargs)

    async with silent() as there:
        out = Outbound(resolve=naming(OPEN), network=Here(), patience=0.2)
        with pytest.raises(NotSent, match="did not answer"):
            await out.post("https://hooks.example.com/", b"{}", HEADERS)


async def test_a_name_that_nobody_knows_is_said_in_words() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("unknown")

    with pytest.raises(NotSent, match="name of the server"):
        await post("https://hooks.example.com/", Network(), resolve)


async def get(url: str, network: Any, resolve: Any = None, inside: frozenset[str] = frozenset()) -> Page:
    return await Outbound(resolve=resolve or naming(OPEN), network=network, inside=inside).get(url, most_bytes=1_000)


async def test_a_page_is_read_with_its_kind_and_a_redirect_is_told_and_not_followed() -> None:
    network = Network(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")
    page = await get("https://pine.example/care", network)
    assert (page.status, page.content_type, page.body) == (200, "text/html", b"hi")
    moved = Network(b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
    assert (await get("https://pine.example/", moved)).location == "http://127.0.0.1/"
    assert moved.connected == [(OPEN, 443)]


async def test_a_page_that_is_too_long_is_not_read_to_its_end() -> None:
    network = Network(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", *[b"x" * 700] * 64)
    with pytest.raises(NotSent, match="longer than"):
        await get("https://pine.example/", network)


async def test_a_page_is_read_inside_only_where_its_whole_origin_was_named() -> None:
    answer, inside = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", frozenset({"http://localhost:9000"})
    near = Network(answer)
    assert (await get("http://localhost:9000/pages/care", near, naming("127.0.0.1"), inside)).status == 200
    for address in ("http://localhost:9001/", "http://localhost:90000/", "https://localhost/", "https://pine.example/"):
        network = Network(answer)
        with pytest.raises(NotSent):
            await get(address, network, naming("127.0.0.1"), inside)
        assert network.connected == []
