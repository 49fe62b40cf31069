"""E-mail, to a server that speaks SMTP and to servers that do not."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog

from backend.mail import Mail, Mailer, MailNotSent
from simulator.outbox import Outbox

pytestmark = pytest.mark.anyio
MAIL = Mail(
    "elena@example.com", "Alder & Pine, “Shop”", "Votre code : 123456", "Bonjour,\n\n.a line with a dot\nÀ bientôt\n"
)


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
async def mailer(outbox: Outbox) -> AsyncIterator[Mailer]:
    async with outbox.listening("127.0.0.1", 0) as port:
        yield Mailer(f"smtp://127.0.0.1:{port}", "chat@baton.example")


async def test_a_message_arrives_as_it_was_written(mailer: Mailer, outbox: Outbox) -> None:
    await mailer.send(MAIL)
    (letter,) = outbox.letters
    assert (letter.to, letter.subject, letter.text) == (("elena@example.com",), MAIL.subject, MAIL.text)
    assert letter.sender == '"Alder & Pine, “Shop”" <chat@baton.example>'


async def test_a_server_that_is_busy_may_take_it_later(mailer: Mailer, outbox: Outbox) -> None:
    outbox.refuse_next = 1
    with pytest.raises(MailNotSent, match="451") as refusal:
        await mailer.send(MAIL)
    assert refusal.value.may_pass
    await mailer.send(MAIL)
    assert len(outbox.letters) == 1


async def test_an_address_that_does_not_exist_is_refused_for_good(mailer: Mailer, outbox: Outbox) -> None:
    with pytest.raises(MailNotSent) as refusal:
        await mailer.send(Mail("gone@example.bounce", "Shop", "Code", "Text"))
    assert not refusal.value.may_pass
    assert not outbox.letters


@pytest.mark.parametrize(
    "mail",
    [
        Mail("elena@example.com\r\nBcc: all@example.com", "Shop", "Code", "Text"),
        Mail("elena@example.com", "Shop", "Code\r\nBcc: all@example.com", "Text"),
        Mail("elena@example.com", "Shop\nBcc: all@example.com", "Code", "Text"),
    ],
)
async def test_no_header_can_be_smuggled_in(mailer: Mailer, outbox: Outbox, mail: Mail) -> None:
    with pytest.raises(MailNotSent) as refusal:
        await mailer.send(mail)
    assert not refusal.value.may_pass
    assert not outbox.letters


async def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(MailNotSent, match="gave no answer") as refusal:
        await Mailer("smtp://127.0.0.1:1", "chat@baton.example").send(MAIL)
    assert refusal.value.may_pass


async def test_what_is_logged_names_nobody(mailer: Mailer, outbox: Outbox) -> None:
    outbox.refuse_next = 1
    with structlog.testing.capture_logs() as logs:
        with pytest.raises(MailNotSent) as refusal:
            await mailer.send(MAIL)
        await mailer.send(MAIL)
    assert "elena" not in f"{logs} {refusal.value}"
    assert "123456" not in f"{logs} {refusal.value}"


async def test_another_host_gets_nothing_without_tls(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.mail.LOOPBACK", ())
    async with outbox.listening("127.0.0.1", 0) as port:
        with pytest.raises(MailNotSent):
            await Mailer(f"smtp://127.0.0.1:{port}", "chat@baton.example").send(MAIL)
    assert not outbox.letters


async def test_who_speaks_no_smtp_is_answered_and_left(outbox: Outbox) -> None:
    async with outbox.listening("127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nDATA\r\nRCPT\r\nQUIT\r\n")
        lines = [line[:3] for line in (await reader.read()).splitlines()]
        writer.close()
    assert lines == [b"220", b"502", b"503", b"250", b"221"]
