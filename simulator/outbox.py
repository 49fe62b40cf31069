"""A mail server that keeps what it is given, so that e-mail can be read on this machine: `/_control/outbox`.

As much of RFC 5321 as a client needs that sends: no TLS, no authentication, and addresses that end in `.bounce` are
refused for good. It serves the machine that it runs on and nobody else.
"""

import asyncio
import contextlib
import email
import email.policy
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

LONGEST_LINE = 8192
MOST_LINES = 2000
KEPT = 200


@dataclass(frozen=True)
class Letter:
    """A message as its reader sees it."""

    at: datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str


@dataclass
class Outbox:
    """The newest letters; `refuse_next` answers that many with "try again later"."""

    letters: deque[Letter] = field(default_factory=lambda: deque(maxlen=KEPT))
    refuse_next: int = 0

    @contextlib.asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Takes mail until the end; gives the port, which may be asked for as 0."""
        server = await asyncio.start_server(self._serve, host, port, limit=LONGEST_LINE)
        async with server:
            yield int(server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Session(self, reader, writer).talk()
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # who speaks no SMTP is not spoken to
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@dataclass
class _Session:
    outbox: Outbox
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str = ""
    recipients: list[str] = field(default_factory=list)

    async def talk(self) -> None:
        await self._say("220 simulator ESMTP")
        while line := (await self.reader.readline()).decode("utf-8", "replace").strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                await self._say("221 Bye")
                return
            if verb.upper() == "DATA" and self.recipients:
                await self._take()
            else:
                await self._say(self._answer(verb.upper(), rest))

    def _answer(self, verb: str, rest: str) -> str:
        address = rest.partition("<")[2].partition(">")[0]
        match verb:
            case "EHLO" | "HELO":
                return "250 simulator"
            case "MAIL" if self.outbox.refuse_next > 0:
                self.outbox.refuse_next -= 1
                return "451 Try again later"
            case "MAIL":
                self.sender, self.recipients = address, []
                return "250 OK"
            case "RCPT" if address.endswith(".bounce"):
                return "550 No such mailbox"
            case "RCPT":
                self.recipients.append(address)
                return "250 OK"
            case "RSET":
                self.sender, self.recipients = "", []
                return "250 OK"
            case "NOOP":
                return "250 OK"
            case "DATA":
                return "503 Whom is it for?"
            case _:
                return "502 Not known here"

    async def _take(self) -> None:
        await self._say("354 End with a dot")
        lines = []
        while (line := await self.reader.readuntil(b"\n")) not in (b".\r\n", b".\n"):
            lines.append(line[1:] if line.startswith(b".") else line)
            if len(lines) > MOST_LINES:
                raise ValueError("too long")
        read = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        body = read.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        subject = str(read["Subject"] or "")
        letter = Letter(datetime.now(UTC), str(read["From"] or self.sender), tuple(self.recipients), subject, text)
        self.outbox.letters.appendleft(letter)
        self.sender, self.recipients = "", []
        await self._say("250 Kept")

    async def _say(self, line: str) -> None:
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()
