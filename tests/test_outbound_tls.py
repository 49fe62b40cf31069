"""Requests over real TLS to a server on this machine: a certificate is believed for its name, its days and its issuer,
and where it is not, nothing of the request is said."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.outbound import NotSent, Outbound

pytestmark = pytest.mark.anyio
HOST = "hooks.example.com"
BODY = b'{"secret": "of a shopper"}'
DAY = timedelta(days=1)
UNTRUSTED = "no certificate that can be trusted"


@dataclass(frozen=True)
class Issuer:
    """A certificate authority that is thrown away with its test."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def trust(self) -> ssl.SSLContext:
        """Believes this issuer and no other."""
        return ssl.create_default_context(cadata=self.certificate.public_bytes(Encoding.PEM).decode())


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return made.serial_number(x509.random_serial_number())


def make_issuer(name: str = "Authority of this test") -> Issuer:
    key, subject, now = ec.generate_private_key(ec.SECP256R1()), named(name), datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = builder(subject, subject, key).not_valid_before(now - 90 * DAY).not_valid_after(now + 90 * DAY)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(usage, True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return Issuer(subject, key, made.sign(key, hashes.SHA256()))


def served_with(
    folder: Path,
    issuer: Issuer | None,
    *,
    host: str = HOST,
    since: timedelta = -DAY,
    until: timedelta = DAY,
) -> ssl.SSLContext:
    """How a server shows itself. Without an issuer it vouches for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    issued_by, signed_with = (issuer.name, issuer.key) if issuer else (named(host), key)
    made = builder(named(host), issued_by, key).not_valid_before(now + since).not_valid_after(now + until)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    if issuer:
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        made = made.add_extension(authority, critical=False)
    path = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.sign(signed_with, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@dataclass
class Receiver:
    """A merchant's server: what it was told, and by which name it was asked for."""

    port: int = 0
    heard: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)


@asynccontextmanager
async def receiving(context: ssl.SSLContext | None) -> AsyncIterator[Receiver]:
    """A server on this machine that answers 204 once it has read the whole request."""
    receiver = Receiver()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if context is None:
                await reader.read(1)
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            head = await reader.readuntil(b"\r\n\r\n")
            receiver.heard.append(head + await reader.readexactly(len(BODY)))
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # who does not believe us says nothing
        finally:
            writer.close()

    if context is not None:
        context.sni_callback = lambda _socket, name, _context: receiver.names.append(name)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()


class Rerouted(httpcore.AnyIOBackend):
    """The open web, of which every address leads to one port of this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return await super().connect_tcp("127.0.0.1", self.port, *args, **kwargs)


async def post(receiver: Receiver, trust: ssl.SSLContext | None) -> int:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.215.14"]

    out = Outbound(resolve=resolve, network=Rerouted(receiver.port), tls=trust)
    headers = {"Host": HOST, "Content-Type": "application/json", "Content-Length": str(len(BODY))}
    return (await out.post(f"https://{HOST}/baton", BODY, headers)).status


async def test_a_server_that_proves_its_name_is_told(tmp_path: Path) -> None:
    issuer = make_issuer()
    async with receiving(served_with(tmp_path, issuer)) as receiver:
        assert await post(receiver, issuer.trust) == 204
    (heard,) = receiver.heard
    assert heard.startswith(b"POST /baton HTTP/1.1\r\n") and heard.endswith(BODY)
    assert receiver.names == [HOST]


@pytest.mark.parametrize(
    "shown",
    [
        {"host": "other.example.com"},
        {"host": "example.com"},
        {"since": -10 * DAY, "until": -DAY},
        {"since": DAY, "until": 2 * DAY},
    ],
    ids=["another name", "the name above", "expired", "not valid yet"],
)
async def test_a_certificate_of_another_name_or_another_time_is_not_believed(
    tmp_path: Path, shown: dict[str, Any]
) -> None:
    issuer = make_issuer()
    async with receiving(served_with(tmp_path, issuer, **shown)) as receiver:
        with pytest.raises(NotSent, match=UNTRUSTED):
            await post(receiver, issuer.trust)
    assert receiver.heard == []


async def test_who_vouches_for_themselves_or_is_vouched_for_by_a_stranger_is_not_believed(tmp_path: Path) -> None:
    issuer = make_issuer()
    for issued_by, trust in ((None, issuer.trust), (make_issuer("Another authority"), issuer.trust), (issuer, None)):
        async with receiving(served_with(tmp_path, issued_by)) as receiver:
            with pytest.raises(NotSent, match=UNTRUSTED):
                await post(receiver, trust)
        assert receiver.heard == []


async def test_a_server_that_speaks_no_tls_is_told_nothing() -> None:
    async with receiving(None) as receiver:
        with pytest.raises(NotSent):
            await post(receiver, make_issuer().trust)
    assert receiver.heard == []
