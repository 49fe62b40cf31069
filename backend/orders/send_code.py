"""The job "orders.send_code": a one-time code, by e-mail to the address that stands on the order, and to no other.

May run twice: the second message carries another code, and the newest one counts. Where there is no order or no address
it does nothing, and nobody is told.
"""

from datetime import datetime
from typing import Any, Protocol

from backend import clock
from backend.config import Settings
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation
from backend.db import Database
from backend.jobs import TryAgain
from backend.mail import Mail, Mailer, MailNotSent
from backend.orders import code_words, codes, queries
from backend.orders.reading import order_of
from backend.shops.models import Shop


class Context(Protocol):
    """What the job needs of its surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def mail(self) -> Mailer | None: ...


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id, code_id}. Raises TryAgain while the order is looked up, or the mail server does not take it."""
    if context.mail is None:
        return
    shop_id, code_id = int(payload["shop_id"]), int(payload["code_id"])
    async with context.db.reading() as session:
        if await queries.is_looked_up(session, shop_id, code_id):
            raise TryAgain("the order is being looked up", seconds=1.0)
    mail = await _written(context, shop_id, code_id)
    if isinstance(mail, datetime):
        raise TryAgain("codes of the shop before it", seconds=(mail - clock.now()).total_seconds(), is_turn=True)
    if mail is None:
        return
    try:
        await context.mail.send(mail)
    except MailNotSent as error:
        if error.may_pass:
            raise TryAgain(str(error)) from error


async def _written(context: Context, shop_id: int, code_id: int) -> Mail | datetime | None:
    """The message, once the digest of its code is kept; or when it has its turn."""
    key, now = context.settings.seal_key, clock.now()
    async with context.db.writing() as session:
        request, snapshot, code = await codes.to_send(session, shop_id, code_id, key=key, now=now)
        order = order_of(snapshot.order) if snapshot is not None else None
        if order is None or not order.email:
            return request.turn_at if request.turn_at is not None and request.turn_at > now else None
        shop = await session.get_one(Shop, shop_id)
        thread = await session.get_one(Conversation, request.conversation_id)
        language = await language_for(session, shop_id, request.shopper_id, thread.language)
        words = code_words.of(language)
        minutes = int(codes.LIFETIME.total_seconds() // 60)
        said = {"code": code, "shop": shop.name or shop.domain, "order": order.name, "minutes": minutes}
        subject, text = words["subject"].format(**said), words["text"].format(**said)
        return Mail(to=order.email, sender_name=shop.name or shop.domain, subject=subject, text=text)
