"""The goods of Alder & Pine."""

from simulator.shops.making import Good

CLOTHES = ("XS", "S", "M", "L", "XL")


def colours_and_sizes(colours: tuple[str, ...], sizes: tuple[str, ...], price: str) -> dict[str, tuple[str, int]]:
    """Every colour in every size, with stocks from plenty down to none."""
    titles = [f"{colour} / {size}" for colour in colours for size in sizes]
    return {title: (price, (7 * place) % 23) for place, title in enumerate(titles, start=1)}


GOODS = (
    Good(
        "summit-two-tent",
        "Summit Two tent",
        "Shelter",
        ("Colour",),
        {"Moss": ("329.00", 14), "Ochre": ("329.00", 6)},
        "tent shelter two-person three-season",
        """<p>A three-season tent for two people that two people can really live in. It weighs 1.9 kg (4 lb 3 oz) and
pitches in five minutes with two poles.</p><ul><li>Flysheet: 20D ripstop nylon, water column 3,000 mm</li><li>Floor:
5,000 mm, with taped seams</li><li>Two doors, two porches, 2.9 m² inside</li><li>Packed size: 46 × 15 cm</li></ul>
<p>Comes with pegs, guy lines and a repair sleeve.</p>""",
    ),
    Good(
        "cedar-45-backpack",
        "Cedar 45 backpack",
        "Packs",
        ("Colour", "Frame"),
        {
            "Pine / S/M": ("189.00", 9),
            "Pine / M/L": ("189.00", 11),
            "Slate / S/M": ("189.00", 0),
            "Slate / M/L": ("189.00", 4),
        },
        "backpack pack 45-litre made-in-vermont",
        """<p>A 45-litre pack for trips of two to four days, sewn in Vermont. The frame comes in two lengths and carries
up to 16 kg (35 lb) comfortably.</p><ul><li>Weight: 1.35 kg</li><li>Rain cover included</li><li>Fits a 3-litre water
bladder</li><li>The lid comes off</li></ul>""",
    ),
    Good(
        "hearth-down-sleeping-bag",
        "Hearth 20 °F down sleeping bag",
        "Sleep",
        ("Length",),
        {"Regular": ("279.00", 8), "Long": ("299.00", 3)},
        "sleeping-bag down warm",
        """<p>A down bag for nights down to 20 °F (−7 °C). Filled with 650-fill responsible down; the shell is recycled
nylon without PFAS.</p><ul><li>Weight: 1.05 kg (regular)</li><li>Comfort: 28 °F, limit: 20 °F</li><li>Two-way zip on
the left</li></ul>""",
    ),
    Good(
        "birch-sleeping-mat",
        "Birch sleeping mat",
        "Sleep",
        ("Size",),
        {"Regular": ("119.00", 20), "Wide": ("139.00", 12)},
        "sleeping-mat mat insulated",
        """<p>An inflatable mat, 8 cm thick, with an R-value of 4.2. Twelve breaths fill it with the pump sack that
comes with it. Weighs 520 g (regular) or 640 g (wide).</p>""",
    ),
    Good(
        "fell-rain-jacket",
        "Fell rain jacket",
        "Clothing",
        ("Colour", "Size"),
        colours_and_sizes(("Rust", "Night"), CLOTHES, "219.00"),
        "jacket waterproof rain clothing",
        """<p>A three-layer rain jacket that packs into its own pocket. Waterproof to 20,000 mm, with taped seams, a
helmet-sized hood and zips under the arms. 310 g in size M. Finished without PFAS.</p>""",
    ),
    Good(
        "long-trail-merino-base-layer",
        "Long Trail merino base layer",
        "Clothing",
        ("Colour", "Size"),
        colours_and_sizes(("Oat", "Spruce"), ("S", "M", "L", "XL"), "84.00"),
        "merino base-layer clothing wool",
        """<p>A long-sleeved base layer of 180 g/m² merino wool, from farms that do not practise mulesing. Flat seams, a
thumb loop, no itching. Fits closely: take your usual size.</p>""",
    ),
    Good(
        "larch-hiking-boots",
        "Larch hiking boots",
        "Footwear",
        ("Size",),
        {size: ("239.00", stock) for stock, size in enumerate(("7", "8", "9", "9 W", "10", "10 W", "11", "12"))},
        "boots footwear leather waterproof",
        """<p>Mid-height boots of 2.4 mm nubuck leather with a waterproof lining. They can be resoled. Break them in on
short walks; the leather needs about 30 km.</p>""",
    ),
    Good(
        "trail-socks",
        "Trail socks, two pairs",
        "Clothing",
        ("Size",),
        {"S": ("32.00", 30), "M": ("32.00", 44), "L": ("32.00", 27)},
        "socks merino clothing",
        """<p>Two pairs of cushioned socks: 62% merino wool, 33% nylon, 5% elastane. If you wear a hole into them within
three years, we send a new pair.</p>""",
    ),
    Good(
        "ember-stove",
        "Ember gas stove",
        "Kitchen",
        ("Title",),
        {"Default Title": ("69.00", 25)},
        "stove kitchen gas",
        """<p>A folding stove for screw-on gas canisters. Boils a litre of water in three and a half minutes, weighs
82 g and has a flame that can be turned down to a simmer. Gas canisters are not included and cannot be
sent by post.</p>""",
    ),
    Good(
        "camp-pot-set",
        "Camp pot set",
        "Kitchen",
        ("Size",),
        {"1 litre": ("49.00", 16), "2 litre": ("64.00", 10)},
        "pot kitchen enamel",
        """<p>An enamelled steel pot with a lid that is also a pan. The handle folds away. Dishwasher safe, and at home
on gas, induction and open fire.</p>""",
    ),
    Good(
        "enamel-mug",
        "Enamel mug",
        "Kitchen",
        ("Colour",),
        {"Cream": ("16.00", 60), "Moss": ("16.00", 52), "Rust": ("16.00", 0)},
        "mug kitchen enamel gift",
        """<p>Holds 350 ml of coffee and every knock of a long trip. Steel with two coats of enamel, rolled rim.</p>""",
    ),
    Good(
        "lantern-headlamp",
        "Lantern headlamp",
        "Light",
        ("Title",),
        {"Default Title": ("58.00", 33)},
        "headlamp light rechargeable",
        """<p>A 350-lumen headlamp that turns into a lantern in its own pouch. Charges by USB-C in two hours; burns for
8 hours on high and 90 on low. Splash-proof (IPX4), with a red light that spares your neighbours.</p>""",
    ),
    Good(
        "switchback-trekking-poles",
        "Switchback trekking poles",
        "Equipment",
        ("Length",),
        {"100–120 cm": ("98.00", 13), "110–130 cm": ("98.00", 18)},
        "poles trekking-poles aluminium",
        """<p>A pair of folding aluminium poles with cork grips. 240 g each, tips and baskets can be replaced without
tools.</p>""",
    ),
)
