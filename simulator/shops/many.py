"""A catalogue as large as a big shop's, made up from words: every product and page is another, and says what it is."""

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from simulator.records import Page, Product, ProductOption, Variant
from simulator.state import SimShop, World

STUFFS = (
    *("merino", "linen", "cork", "steel", "bamboo", "wool", "canvas", "walnut", "ceramic", "recycled nylon", "oak"),
    *("hemp", "waxed cotton", "beeswax", "birch", "copper", "cashmere", "felt", "leather", "rattan", "stoneware"),
)
THINGS = (
    *("jersey", "bottle", "lantern", "rucksack", "blanket", "stool", "kettle", "hat", "apron", "basket", "tarp", "mug"),
    *("cardigan", "teapot", "hammock", "cushion", "chopping board", "vase", "scarf", "towel", "pillow", "bookend"),
    *("candle holder", "washbag", "poncho", "bread bin", "umbrella", "door mat", "sling", "coaster", "duffel"),
)
USES = (
    *("hiking", "kayaking", "gardening", "cooking", "commuting", "camping", "climbing", "sailing", "reading", "baking"),
    *("fishing", "picnics", "travelling", "cycling", "foraging", "bird watching", "long winters", "small kitchens"),
)
NAMES = (
    *("Aldous", "Bramble", "Corrie", "Dunlin", "Eskdale", "Fenwick", "Garrick", "Harrow", "Isla", "Juniper", "Keswick"),
    *("Lorne", "Marlow", "Norrland", "Orkney", "Pentland", "Quill", "Rannoch", "Skerry", "Tarn", "Ullin", "Wren"),
)
PLACES = ("Portugal", "Vermont", "Scotland", "Slovenia", "Hokkaido", "Galicia", "Lithuania", "Oregon", "Umbria")
COLOURS = ("Slate", "Moss", "Rust", "Sand", "Ink", "Plum", "Oat", "Teal", "Clay", "Chalk", "Fern", "Brick")
CARES = (
    "Wash it cold and dry it flat.",
    "Wipe it with a damp cloth.",
    "Oil it twice a year.",
    "Keep it from the sun.",
    "Wash it by hand with mild soap, never in the dishwasher.",
    "Brush it when it is dry; do not tumble dry.",
    "Hand-wash at {number} degrees and reshape it while damp.",
    "Descale it with vinegar every {number} weeks.",
)
FEATURES = (
    "The {part} is made of {other}, which does not rust.",
    "It holds {number} litres and folds to the size of a {thing}.",
    "The {part} can be replaced; we keep spare ones for {number} years.",
    "Made in {place} by a workshop of {number} people.",
    "It weighs {number}0 grams, {part} included.",
    "Lined with {other}, so that it stays warm down to {number} degrees.",
    "The seams are taped, and the {part} keeps water out for {number} hours.",
    "It comes with a {other} pouch and a {part} that adjusts without tools.",
    "Tested in {place} over {number} seasons of {use}.",
    "{number} percent of the {stuff} is left over from our {thing} line.",
    "The {part} fits a {thing} up to {number} centimetres wide.",
    "No glue and no plastic: the {part} is stitched to the {stuff} by hand.",
)
PARTS = ("handle", "lid", "buckle", "base", "strap", "zip", "rim", "hood", "hem", "frame", "collar", "clasp", "pocket")
DEEP = {"length": (28, 180), "width": (12, 90), "height": (3, 70), "chest": (84, 130)}


def add(world: World, shop: SimShop, products: int, pages: int) -> None:
    """Adds so many, the same ones each time for the same numbers."""
    dice = random.Random(f"{products} {pages}")
    shop.products.extend([_product(dice, world, shop.name) for _ in range(products)])
    shop.pages.extend([_page(dice, world) for _ in range(pages)])


def _product(dice: random.Random, world: World, vendor: str) -> Product:
    number, now = world.next_id(), world.now()
    stuff, thing, use = dice.choice(STUFFS), dice.choice(THINGS), dice.choice(USES)
    title = f"{dice.choice(NAMES)} {stuff} {thing} {number % 100_000}"
    colours = dice.sample(COLOURS, dice.randint(1, 4))
    variants = [
        Variant(world.next_id(), colour, f"M-{number}-{at}", Decimal(dice.randint(12, 240)), (colour,), at)
        for at, colour in enumerate(colours)
    ]
    said = " ".join(_features(dice, stuff, thing, use, dice.randint(1, 3)))
    sizes = "; ".join(f"{name} {dice.randint(*between)} cm" for name, between in dice.sample(sorted(DEEP.items()), 2))
    text = (
        f"<p>A {thing} of {stuff} for {use}, {dice.randint(80, 2400)} grams light. {said} {sizes.capitalize()}.</p>"
        f"<h3>Care</h3><p>{_care(dice)}</p>"
    )
    at = now - timedelta(minutes=dice.randint(1, 100_000))
    options = [ProductOption("Colour", colours)]
    return Product(number, f"many-{number}", title, text, vendor, thing, variants, options, [use], at, at)


def _page(dice: random.Random, world: World) -> Page:
    number, now = world.next_id(), world.now()
    use, stuff = dice.choice(USES), dice.choice(STUFFS)
    sections = (
        f"<h2>{thing.title()}</h2><p>For {use} we make the {thing} of {stuff}. "
        f"{' '.join(_features(dice, stuff, thing, use, 3))} {_care(dice)} It lasts {dice.randint(2, 30)} years.</p>"
        for thing in dice.sample(THINGS, 4)
    )
    title = f"Guide {number % 100_000} to {use} with {stuff}"
    return Page(number, f"guide-{number}", title, "".join(sections), now, now)


def _features(dice: random.Random, stuff: str, thing: str, use: str, count: int) -> Iterator[str]:
    for feature in dice.sample(FEATURES, count):
        yield feature.format(
            stuff=stuff, use=use, thing=dice.choice([other for other in THINGS if other != thing]),
            part=dice.choice(PARTS), other=dice.choice(STUFFS), place=dice.choice(PLACES), number=dice.randint(2, 60),
        )  # fmt: skip


def _care(dice: random.Random) -> str:
    return dice.choice(CARES).format(number=dice.randint(3, 30))
