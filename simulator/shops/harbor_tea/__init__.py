"""Harbor Tea: a second, smaller tenant in Rotterdam, whose order names carry a prefix and a suffix."""

from datetime import datetime, timedelta
from pathlib import Path

from simulator import orders
from simulator.records import Customer, StaffMember
from simulator.shops.making import Good, OrderBook, address, pages, policies, product
from simulator.state import SimShop, Theme

HERE = Path(__file__).parent
TIN = "Tin, 100 g"
GOODS = (
    Good(
        "quay-breakfast",
        "Quay Breakfast",
        "Tea",
        ("Size",),
        {TIN: ("11.50", 40), "Refill, 250 g": ("22.00", 25)},
        "black-tea organic",
        "<p>A strong blend of Assam and Kenyan leaves. Takes milk well. Certified organic.</p>",
    ),
    Good(
        "lighthouse-green",
        "Lighthouse Green",
        "Tea",
        ("Size",),
        {TIN: ("12.50", 18)},
        "green-tea organic",
        "<p>Steamed green tea from Uji with a note of seaweed. Brew it at 75 °C. Certified organic.</p>",
    ),
    Good(
        "foghorn-smoked",
        "Foghorn Smoked",
        "Tea",
        ("Size",),
        {TIN: ("12.00", 0)},
        "black-tea smoked",
        "<p>Black tea dried over pinewood. Tastes of campfires and rope.</p>",
    ),
    Good(
        "stoneware-pot",
        "Stoneware pot",
        "Teaware",
        ("Title",),
        {"Default Title": ("48.00", 7)},
        "teapot",
        "<p>Holds 900 ml and comes with a steel strainer. Dishwasher safe.</p>",
    ),
)
PEOPLE = (
    ("Femke", "de Boer", "Witte de Withstraat 40 | Rotterdam | | | Netherlands | NL | 3012 BR"),
    ("Lukas", "Meyer", "Karlstr. 3 | Köln | | | Germany | DE | 50674"),
    ("Elena", "Petrova", "Rua Augusta 90 | Lisboa | | | Portugal | PT | 1100-053"),
)


def build(now: datetime) -> SimShop:
    """The shop as it stands at `now`. One customer has the same name and address as one of the other shop's."""
    customers = [
        Customer(
            602001 + place,
            first,
            last,
            f"{first}.{last}@example.com".lower().replace(" ", ""),
            now - timedelta(days=200 - 30 * place),
        )
        for place, (first, last, _) in enumerate(PEOPLE)
    ]
    addresses = {customer.id: address(customer, row[2]) for customer, row in zip(customers, PEOPLE, strict=True)}
    goods = [product(good, 90_100_001 + place, "Harbor Tea", now) for place, good in enumerate(GOODS)]
    prices = {"NL": ("Post", "4.00", "35"), "BE": ("Post", "4.00", "35"), "*": ("EU parcel", "8.00", "500")}
    book = OrderBook(now, "EUR", goods, addresses, prices, 6_320_000_001, "HT-", "-EU")
    write_orders(book, customers)
    return SimShop(
        id=61_200_002,
        domain="harbor-tea.myshopify.com",
        name="Harbor Tea",
        email="tom@harbortea.example",
        contact_email="ahoy@harbortea.example",
        currency="EUR",
        timezone="Europe/Amsterdam",
        owner_name="Tom Okafor",
        order_prefix="HT-",
        order_suffix="-EU",
        locales=("en",),
        country_code="NL",
        tagline="Tea for all weathers",
        theme=Theme(id=91_500_001, name="Quayside"),
        staff=[StaffMember(80001, "Tom", "Okafor", "tom@harbortea.example", owner=True)],
        customers=customers,
        products=goods,
        pages=pages(HERE / "pages", ("faq", "brewing"), 90_200_001, now),
        blogs=[],
        articles=[],
        policies=policies(HERE / "policies", 90_300_001, now),
        orders=book.written,
    )


def write_orders(book: OrderBook, customers: list[Customer]) -> None:
    femke, lukas, elena = customers
    book.deliver(book.place(2001, 22, femke, {("quay-breakfast", TIN): 2}), 17)
    moving = book.place(2002, 4, lukas, {("stoneware-pot", "Default Title"): 1})
    book.ship(moving, 3, "DHL Express", ("IN_TRANSIT", 2))
    book.place(2003, 1, elena, {("lighthouse-green", TIN): 1, ("quay-breakfast", "Refill, 250 g"): 1})
    gone = book.place(2004, 9, lukas, {("lighthouse-green", TIN): 3})
    orders.cancel(gone, book.ago(8.5), "INVENTORY", book.next_id)
    chipped = book.place(2012, 31, femke, {("stoneware-pot", "Default Title"): 1, ("quay-breakfast", TIN): 1})
    book.deliver(chipped, 26)
    orders.refund(chipped, book.ago(24), book.next_id, chipped.lines[0].price, {chipped.lines[0].id: 1}, "Chipped pot.")
