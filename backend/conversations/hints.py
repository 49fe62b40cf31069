"""What a shopper's browser says of itself: the page before them and their cart. Hints for agents, and proof of nothing.

Anybody could say anything here, so it is bounded, told as what the browser said, and used for no decision.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ShopperActor
from backend.conversations import queries
from backend.conversations.models import BrowserHint
from backend.conversations.rules import clean_text
from backend.conversations.transcript import locked, touch
from backend.db import insert_into
from backend.shops.models import Shop

MOST_ITEMS = 20
MOST_OF_ITEM = 9_999
LONGEST_TITLE, LONGEST_ITEM, LONGEST_URL = 200, 120, 500
MOST_MONEY = Decimal(10) ** 12


@dataclass(frozen=True)
class CartItem:
    title: str
    variant: str
    quantity: int


@dataclass(frozen=True)
class Cart:
    """`item_count` counts all, also those that are not listed. The total is a decimal number, or empty."""

    items: tuple[CartItem, ...]
    item_count: int
    total: str
    currency: str


@dataclass(frozen=True)
class Hints:
    page_url: str
    page_title: str
    cart: Cart | None


def bounded(said: Hints, origins: Collection[str]) -> Hints:
    """What is kept of it: short texts, sane numbers, and a page only if it is one of the shop's own."""
    cart = said.cart and Cart(
        items=tuple(_item(item) for item in said.cart.items[:MOST_ITEMS] if 0 < item.quantity <= MOST_OF_ITEM),
        item_count=max(0, min(said.cart.item_count, MOST_OF_ITEM)),
        total=_money(said.cart.total),
        currency=said.cart.currency if len(said.cart.currency) == 3 and said.cart.currency.isalpha() else "",
    )
    return Hints(_page(said.page_url, origins), _line(said.page_title, LONGEST_TITLE), cart)


def _item(item: CartItem) -> CartItem:
    return CartItem(_line(item.title, LONGEST_ITEM), _line(item.variant, LONGEST_ITEM), item.quantity)


def _line(text: str, longest: int) -> str:
    return " ".join(clean_text(text[: longest * 4]).split())[:longest]


def _money(text: str) -> str:
    try:
        amount = Decimal(text) if len(text) <= 20 else None
    except InvalidOperation:
        amount = None
    return f"{amount:.2f}" if amount is not None and amount.is_finite() and 0 <= amount < MOST_MONEY else ""


def _page(url: str, origins: Collection[str]) -> str:
    """Without what follows the `?`, but for the variant: tokens of log-ins and campaigns are nobody's business here."""
    try:
        parts = urlsplit(url[: LONGEST_URL * 4])
        variant = parse_qs(parts.query).get("variant", [""])[0]
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" not in origins or not parts.path.isprintable():
        return ""
    query = f"?{urlencode({'variant': variant})}" if variant.isascii() and variant.isdigit() else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}{query}"[:LONGEST_URL]


async def note(session: AsyncSession, actor: ShopperActor, said: Hints, now: datetime) -> None:
    """Keeps the newest hints of a shopper. Who answers them sees what changed."""
    thread = await queries.shopper_thread(session, actor)
    conversation = await locked(session, actor.shop_id, thread.id or 0) if thread is not None else None
    shop = await session.get_one(Shop, actor.shop_id)
    kept = bounded(said, shop.allowed_origins)
    values: dict[str, Any] = {
        "page_url": kept.page_url,
        "page_title": kept.page_title,
        "cart": json.loads(json.dumps(asdict(kept.cart))) if kept.cart else {},
        "seen_at": now,
    }
    before = await session.get(BrowserHint, actor.id)
    is_news = before is None or any(
        getattr(before, name) != value for name, value in values.items() if name != "seen_at"
    )
    written = insert_into(session, BrowserHint).values(shopper_id=actor.id, shop_id=actor.shop_id, **values)
    await session.exec(written.on_conflict_do_update(index_elements=["shopper_id"], set_=values))
    if conversation is not None and is_news:
        touch(session, conversation)


async def hint_of(session: AsyncSession, shop_id: int, shopper_id: int) -> BrowserHint | None:
    """The newest hints of a shopper."""
    found = await session.exec(
        select(BrowserHint).where(BrowserHint.shop_id == shop_id, BrowserHint.shopper_id == shopper_id)
    )
    return found.first()
