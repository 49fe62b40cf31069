"""The orders of Alder & Pine: one of every state that a shopper may ask about.

`#1001` is the story of the tests and the tour: Elena's parcel has been stuck at the border for three weeks. Around it
stand names that look alike (`#10010`, `EN-1001`), so that a careless lookup shows somebody else's order.
"""

from decimal import Decimal

from simulator import orders
from simulator.records import Customer
from simulator.shops.making import OrderBook

TENT = ("summit-two-tent", "Moss")
TENT_OCHRE = ("summit-two-tent", "Ochre")
PACK = ("cedar-45-backpack", "Pine / M/L")
BAG = ("hearth-down-sleeping-bag", "Regular")
MAT = ("birch-sleeping-mat", "Regular")
JACKET = ("fell-rain-jacket", "Rust / M")
JACKET_NIGHT = ("fell-rain-jacket", "Night / L")
MERINO = ("long-trail-merino-base-layer", "Oat / M")
BOOTS = ("larch-hiking-boots", "10")
SOCKS = ("trail-socks", "M")
STOVE = ("ember-stove", "Default Title")
POT = ("camp-pot-set", "1 litre")
MUG = ("enamel-mug", "Cream")
LAMP = ("lantern-headlamp", "Default Title")
POLES = ("switchback-trekking-poles", "110–130 cm")


def write(book: OrderBook, customers: list[Customer]) -> None:
    """All orders, grouped by what happened to them; the Admin API sorts them."""
    who = {customer.first_name: customer for customer in customers}
    write_delayed(book, who)
    write_on_their_way(book, who)
    write_waiting(book, who)
    write_delivered(book, who)
    write_money_back(book, who)
    write_odd(book, who)
    write_old(book, who)


def write_delayed(book: OrderBook, who: dict[str, Customer]) -> None:
    late = book.place(1001, 33, who["Elena"], {TENT: 1, SOCKS: 1})
    parcel = book.ship(late, 32, "Canada Post")
    parcel.estimated_delivery_at = book.ago(21)
    story = (
        ("CARRIER_PICKED_UP", 31.7, "Picked up in Burlington, Vermont."),
        ("IN_TRANSIT", 30.4, "Left the sorting centre in Champlain, New York."),
        ("IN_TRANSIT", 29.1, "Arrived in Montréal, Québec."),
        ("DELAYED", 24.2, "Delayed: held for inspection at the border."),
        ("DELAYED", 12.5, "Delayed: waiting for space on the next vehicle to Ottawa, Ontario."),
    )
    for status, days, message in story:
        orders.mark(late, parcel, status, book.ago(days), book.next_id, message)
    second = book.place(1046, 13, who["Wei"], {BOOTS: 1})
    book.ship(second, 12.4, "Canada Post", ("CARRIER_PICKED_UP", 12), ("IN_TRANSIT", 11), ("DELAYED", 3.5))
    third = book.place(1048, 12, who["Peter"], {LAMP: 1, MUG: 2})
    book.ship(third, 11.5, "UPS", ("IN_TRANSIT", 10.2), ("DELAYED", 4))


def write_on_their_way(book: OrderBook, who: dict[str, Customer]) -> None:
    for number, days, name, goods, company in (
        (1053, 5.0, "Sofia", {JACKET: 1}, "USPS"),
        (1055, 4.4, "Amélie", {PACK: 1, SOCKS: 2}, "Canada Post"),
        (1056, 4.1, "Oliver", {BAG: 1}, "Royal Mail"),
        (1058, 3.6, "Hana", {MUG: 4}, "DHL Express"),
        (1060, 3.0, "Daniel", {STOVE: 1, POT: 1}, "USPS"),
    ):
        order = book.place(number, days, who[name], goods)
        book.ship(order, days - 0.6, company, ("CARRIER_PICKED_UP", days - 0.8), ("IN_TRANSIT", days - 1.5))
    today = book.place(1051, 5.6, who["Tariq"], {MAT: 1, MUG: 1})
    book.ship(today, 5, "UPS", ("IN_TRANSIT", 4.2), ("OUT_FOR_DELIVERY", 0.15))
    nearby = book.place(1052, 5.2, who["Ruth"], {POLES: 1})
    book.ship(nearby, 4.8, "USPS", ("IN_TRANSIT", 4), ("OUT_FOR_DELIVERY", 0.1))
    missed = book.place(1050, 6.1, who["Grace"], {JACKET_NIGHT: 1})
    book.ship(missed, 5.7, "UPS", ("IN_TRANSIT", 4.5), ("OUT_FOR_DELIVERY", 1.3), ("ATTEMPTED_DELIVERY", 1.0))
    labelled = book.place(1063, 1.6, who["Noah"], {MERINO: 2})
    book.ship(labelled, 0.7, "USPS", ("LABEL_PRINTED", 0.7))


def write_waiting(book: OrderBook, who: dict[str, Customer]) -> None:
    book.place(1064, 1.1, who["Liam"], {TENT_OCHRE: 1, MAT: 2})
    book.place(1065, 0.8, who["Aaliyah"], {LAMP: 1})
    book.place(1066, 0.3, who["Elena"], {MUG: 2})
    book.place(1067, 0.1, who["Camille"], {MERINO: 1})
    held = book.place(1062, 2.2, who["Jonas"], {BOOTS: 1})
    held.on_hold = True
    held.note = "On hold: the address has no house number that the carrier knows."
    unpaid = book.place(1061, 2.6, who["Ingrid"], {BAG: 1, MAT: 1})
    unpaid.paid = Decimal("0.00")
    split = book.place(1057, 3.9, who["Marcus"], {PACK: 1, BAG: 1, STOVE: 1})
    book.ship(split, 3.1, "USPS", ("IN_TRANSIT", 2.2), lines={split.lines[0].id: 1, split.lines[2].id: 1})
    twice = book.place(1045, 14, who["Sofia"], {SOCKS: 3, MUG: 2})
    book.ship(twice, 13, "USPS", ("IN_TRANSIT", 12), ("DELIVERED", 9.5), lines={twice.lines[0].id: 2})


def write_delivered(book: OrderBook, who: dict[str, Customer]) -> None:
    for number, days, name, goods in (
        (1010, 27, "Marcus", {STOVE: 1}),
        (1012, 26, "Aaliyah", {JACKET: 1, SOCKS: 2}),
        (1015, 25, "Elena", {LAMP: 1}),
        (1019, 23, "Noah", {POT: 1, MUG: 2}),
        (1024, 21, "Daniel", {TENT: 1}),
        (1028, 19, "Liam", {BOOTS: 1}),
        (1033, 17, "Grace", {MERINO: 1}),
        (1037, 16, "Ruth", {POLES: 1, SOCKS: 1}),
        (1041, 15, "Peter", {MAT: 1}),
    ):
        book.deliver(book.place(number, days, who[name], goods), days - 6)
    collected = book.place(1043, 14.5, who["Ruth"], {MUG: 1}, "#1043")
    collected.shipping_title, collected.shipping = "Pickup in store", Decimal("0.00")
    book.ship(collected, 14.3, "USPS", ("DELIVERED", 14.2))
    two_parcels = book.place(1039, 16.5, who["Tariq"], {TENT: 1, POT: 1})
    book.ship(two_parcels, 16, "UPS", ("IN_TRANSIT", 15), ("DELIVERED", 12), lines={two_parcels.lines[0].id: 1})
    book.ship(two_parcels, 15, "USPS", ("IN_TRANSIT", 14), ("DELIVERED", 10.5))


def write_money_back(book: OrderBook, who: dict[str, Customer]) -> None:
    whole = book.place(1021, 22.5, who["Camille"], {JACKET_NIGHT: 1})
    book.deliver(whole, 15)
    orders.refund(whole, book.ago(8), book.next_id, None, {whole.lines[0].id: 1}, "Zip failed; full refund.")
    part = book.place(1026, 20.5, who["Wei"], {SOCKS: 2, MUG: 2})
    book.deliver(part, 14, "Canada Post")
    orders.refund(part, book.ago(6), book.next_id, Decimal("16.00"), {part.lines[1].id: 1}, "One mug arrived chipped.")
    goodwill = book.place(1035, 16.8, who["Oliver"], {LAMP: 1})
    book.deliver(goodwill, 9, "Royal Mail", 6)
    orders.refund(goodwill, book.ago(7), book.next_id, Decimal("10.00"), None, "Goodwill for a late delivery.")
    asked = book.place(1031, 18, who["Sofia"], {BOOTS: 1})
    book.deliver(asked, 11)
    orders.open_return(asked, book.ago(2), book.next_id, {asked.lines[0].id: 1}, "REQUESTED")
    sending = book.place(1030, 18.4, who["Aaliyah"], {MERINO: 2})
    book.deliver(sending, 12)
    orders.open_return(sending, book.ago(5), book.next_id, {sending.lines[0].id: 1})
    returned = book.place(1017, 24, who["Hana"], {PACK: 1})
    book.deliver(returned, 17, "DHL Express")
    orders.open_return(returned, book.ago(12), book.next_id, {returned.lines[0].id: 1}, "CLOSED")
    orders.refund(returned, book.ago(4), book.next_id, Decimal("189.00"), {returned.lines[0].id: 1}, "Returned unused.")


def write_odd(book: OrderBook, who: dict[str, Customer]) -> None:
    changed_mind = book.place(1047, 12.6, who["Noah"], {BAG: 1})
    orders.cancel(changed_mind, book.ago(12.5), "CUSTOMER", book.next_id)
    sold_out = book.place(1054, 4.8, who["Grace"], {TENT_OCHRE: 1})
    orders.cancel(sold_out, book.ago(4), "INVENTORY", book.next_id)
    declined = book.place(1059, 3.2, who["Peter"], {JACKET: 1})
    declined.paid = Decimal("0.00")
    orders.cancel(declined, book.ago(3.1), "DECLINED", book.next_id, pay_back=False)
    trial = book.place(1040, 15.8, who["Marcus"], {MUG: 1})
    trial.test = True
    alike = book.place(10010, 9, who["Liam"], {POLES: 1})
    book.deliver(alike, 4)
    english = book.place(1001, 52, who["Oliver"], {MUG: 2}, "EN-1001")
    book.deliver(english, 45, "Royal Mail", 6)
    english_two = book.place(1002, 51, who["Jonas"], {SOCKS: 1}, "EN-1002")
    book.deliver(english_two, 43, "DHL Express")
    nobody = book.place(1049, 7.5, who["Sofia"], {SOCKS: 1})
    nobody.customer, nobody.email, nobody.phone = None, None, None
    nobody.tags = ["in-person"]
    nobody.note = "Sold at the Burlington market."


def write_old(book: OrderBook, who: dict[str, Customer]) -> None:
    """Orders that an app with `read_orders` alone cannot see: they are older than sixty days."""
    for number, days, name, goods in (
        (987, 71, "Elena", {PACK: 1}),
        (951, 96, "Marcus", {BAG: 1, MUG: 1}),
        (902, 140, "Ruth", {TENT: 1}),
        (840, 210, "Daniel", {JACKET: 1}),
    ):
        book.deliver(book.place(number, days, who[name], goods), days - 6)
