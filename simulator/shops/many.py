"""A catalogue as large as a big shop's, made up from words: every product and page is another, and says what it is."""

import random
from datetime import timedelta
from decimal import Decimal

from simulator.records import Page, Product, ProductOption, Variant
from simulator.state import SimShop, World

STUFFS = ("merino", "linen", "cork", "steel", "bamboo", "wool", "canvas", "walnut", "ceramic", "recycled nylon")
THINGS = ("jersey", "bottle", "lantern", "rucksack", "blanket", "stool", "kettle", "hat", "apron", "basket", "tarp")
USES = ("hiking", "kayaking", "gardening", "cooking", "commuting", "camping", "climbing", "sailing", "reading")
COLOURS = ("Slate", "Moss", "Rust", "Sand", "Ink", "Plum")
CARES = ("Wash it cold and dry it flat.", "Wipe it with a damp cloth.", "Oil it twice a year.", "Keep it from the sun.")


def add(world: World, shop: SimShop, products: int, pages: int) -> None:
    """Adds so many, the same ones each time for the same numbers."""
    dice = random.Random(f"{products} {pages}")
    now = world.now()
    for _ in range(products):
        number = world.next_id()
        stuff, thing, use = dice.choice(STUFFS), dice.choice(THINGS), dice.choice(USES)
        title = f"{stuff.title()} {thing} {number % 100_000}"
        colours = dice.sample(COLOURS, dice.randint(1, 3))
        variants = [
            Variant(world.next_id(), colour, f"M-{number}-{at}", Decimal(dice.randint(12, 240)), (colour,), at)
            for at, colour in enumerate(colours)
        ]
        text = (
            f"<p>A {thing} of {stuff} for {use}, {dice.randint(80, 2400)} grams light.</p>"
            f"<h3>Care</h3><p>{dice.choice(CARES)}</p>"
        )
        at = now - timedelta(minutes=dice.randint(1, 100_000))
        shop.products.append(
            Product(
                number, f"many-{number}", title, text, shop.name, thing, variants,
                [ProductOption("Colour", colours)], [use], at, at,
            )
        )  # fmt: skip
    for _ in range(pages):
        number = world.next_id()
        use, stuff = dice.choice(USES), dice.choice(STUFFS)
        sections = (
            f"<h2>{thing.title()}</h2><p>For {use} we make the {thing} of {stuff}. {dice.choice(CARES)} "
            f"It lasts {dice.randint(2, 30)} years.</p>"
            for thing in dice.sample(THINGS, 4)
        )
        title = f"Guide {number % 100_000} to {use} with {stuff}"
        shop.pages.append(Page(number, f"guide-{number}", title, "".join(sections), now, now))
