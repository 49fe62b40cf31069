"""Renders the simulator's own pages from Liquid templates. Everything is escaped unless it is `Markup`."""

import json
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from liquid import Environment, FileSystemLoader, Markup, Undefined
from starlette.responses import HTMLResponse

from simulator.orders import financial_status, fulfillment_status
from simulator.records import Order

HERE = Path(__file__).parent
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$"}

# Shopify's `json` filter escapes these, so that a value cannot end the script element around it.
SCRIPT_SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def plain(value: object) -> str | None:
    """What JSON has no form for: an undefined Liquid value is null, anything else its text."""
    return None if isinstance(value, Undefined) else str(value)


def script_json(value: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, default=plain)
    return "".join(SCRIPT_SAFE.get(character, character) for character in text)


def money(amount: Decimal, currency: str) -> str:
    """`$1,234.50`; currencies without a known symbol stand behind the amount."""
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount:,.2f}" if symbol else f"{amount:,.2f} {currency}"


def day(moment: datetime | None) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}" if moment else ""


@cache
def environment() -> Environment:
    made = Environment(loader=FileSystemLoader(HERE / "templates", ext=".liquid"), autoescape=True)
    made.add_filter("script_json", lambda value: Markup(script_json(value)))
    return made


def render(template: str, /, **data: object) -> str:
    return environment().get_template(template).render(**data)


def page(template: str, status: int = 200, /, **data: object) -> HTMLResponse:
    """An HTML answer; never cached, since the world changes under it."""
    return HTMLResponse(render(template, **data), status_code=status, headers={"Cache-Control": "no-store"})


def in_words(status: str) -> str:
    """`OUT_FOR_DELIVERY` in words."""
    return status.replace("_", " ").capitalize()


def order_state(order: Order) -> str:
    """How far an order is, in the words of the admin's order list."""
    return "Cancelled" if order.cancelled_at else in_words(fulfillment_status(order))


def payment_state(order: Order) -> str:
    """What of an order's money came and went, likewise."""
    return in_words(financial_status(order))
