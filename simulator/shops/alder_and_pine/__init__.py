"""Alder & Pine: outdoor goods from Vermont, pages in English and French, some fifty orders."""

from datetime import datetime, timedelta
from pathlib import Path

from simulator.records import Article, Blog
from simulator.shops.alder_and_pine import history, people, products
from simulator.shops.making import OrderBook, address, html, pages, policies, product
from simulator.state import SimShop, Theme

HERE = Path(__file__).parent
PAGES = (
    "faq",
    "sizing-guide",
    "warranty",
    "care-guide",
    "about",
    "trade",
    ("livraison", "fr", "shipping-policy"),
    ("questions-frequentes", "fr", "faq"),
    ("guide-des-tailles", "fr", "sizing-guide"),
)
JOURNAL = Blog(80_400_001, "journal", "Journal")
ARTICLES = (
    ("first-night-out", "How little you need, and what stays at home.", "Priya Nair", ["how-to", "camping"]),
    ("layering-in-november", "Wet in the valley, frozen on the ridge.", "Jonas Weber", ["how-to", "clothing"]),
    ("how-we-test-tents", "Three winters on our roof.", "Maya Lindqvist", ["workshop", "tent"]),
)
SHIPPING_PRICES = {
    "US": ("Standard", "6.00", "75"),
    "CA": ("Standard to Canada", "14.00", "150"),
    "GB": ("Standard international", "19.00", "200"),
    "JP": ("Standard international", "26.00", "250"),
    "*": ("Standard international", "21.00", "200"),
}


def build(now: datetime) -> SimShop:
    """The shop as it stands at `now`."""
    customers = people.customers(now)
    addresses = {
        customer.id: address(customer, row[-1]) for customer, row in zip(customers, people.PEOPLE, strict=True)
    }
    goods = [product(good, 80_100_001 + place, "Alder & Pine", now) for place, good in enumerate(products.GOODS)]
    book = OrderBook(now, "USD", goods, addresses, SHIPPING_PRICES, first_id=5_210_000_001)
    history.write(book, customers)
    return SimShop(
        id=61_100_001,
        domain="alder-and-pine.myshopify.com",
        name="Alder & Pine",
        email="maya@alderandpine.example",
        contact_email="hello@alderandpine.example",
        currency="USD",
        timezone="America/New_York",
        owner_name="Maya Lindqvist",
        order_prefix="#",
        order_suffix="",
        locales=("en", "fr"),
        country_code="US",
        tagline="Gear for people who would rather be outside",
        theme=Theme(id=81_500_001),
        staff=list(people.STAFF),
        customers=customers,
        products=goods,
        pages=pages(HERE / "pages", PAGES, 80_200_001, now),
        blogs=[JOURNAL],
        articles=articles(now),
        policies=policies(HERE / "policies", 80_300_001, now),
        orders=book.written,
    )


def articles(now: datetime) -> list[Article]:
    made = []
    for place, (handle, summary, author, tags) in enumerate(ARTICLES):
        title, body = html(HERE / "articles", handle)
        when = now - timedelta(days=20 + 31 * place)
        made.append(Article(80_410_001 + place, JOURNAL, handle, title, body, summary, author, tags, when, when))
    return made
