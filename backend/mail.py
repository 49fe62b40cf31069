"""Sends e-mail by SMTP, a message at a time. Without an address of a server nothing is offered that needs one.

`smtp://` asks for TLS by STARTTLS and sends nothing without it, unless the server is on this machine; `smtps://` speaks
TLS from the start.
"""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

TIMEOUT = 15.0
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = ("127.0.0.1", "::1", "localhost")

log = structlog.get_logger(__name__)


class MailNotSent(Exception):
    """The server did not take the message. `may_pass` says whether trying again could help."""

    def __init__(self, why: str, *, may_pass: bool) -> None:
        super().__init__(why)
        self.may_pass = may_pass


@dataclass(frozen=True)
class Mail:
    """A message in plain text. `sender_name` stands before the deployment's own address."""

    to: str
    sender_name: str
    subject: str
    text: str


@dataclass(frozen=True)
class Mailer:
    """A server and the address that we send from."""

    url: str
    sender: str

    async def send(self, mail: Mail) -> None:
        """Raises MailNotSent. What is logged names no address and quotes nothing."""
        server = urlsplit(self.url)
        host = server.hostname or ""
        try:
            await aiosmtplib.send(
                self._message(mail),
                recipients=[mail.to],
                sender=self.sender,
                hostname=host,
                port=server.port or PORTS[server.scheme],
                username=unquote(server.username) if server.username else None,
                password=unquote(server.password) if server.password else None,
                use_tls=server.scheme == "smtps",
                start_tls=server.scheme == "smtp" and host not in LOOPBACK,
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [each.code for each in error.recipients]
            raise MailNotSent("the recipient was refused", may_pass=all(code < 500 for code in codes)) from error
        except aiosmtplib.SMTPResponseException as error:
            raise MailNotSent(f"the server answered {error.code}", may_pass=error.code < 500) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            is_theirs = not isinstance(error, ValueError)
            raise MailNotSent(f"the server gave no answer: {type(error).__name__}", may_pass=is_theirs) from error
        log.info("mail_sent")

    def _message(self, mail: Mail) -> EmailMessage:
        """Headers are built by the library, which refuses line breaks in them."""
        message = EmailMessage()
        message["From"] = Address(mail.sender_name, addr_spec=self.sender)
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2] or None)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message
