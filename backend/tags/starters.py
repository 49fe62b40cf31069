"""The tags that a shop has from its first day. They are the merchant's from then on: nothing changes them later."""

from backend.tags.rules import Colour, TagDefinition, TagRule

STARTERS = (
    TagDefinition(
        "order-inquiry",
        TagRule(intents=("order_status", "cancel_order", "change_address"), actions=("find_my_order",)),
        Colour.INFO,
        "About an order that was placed: “Where is my order?”, “Can I change the address?”",
    ),
    TagDefinition(
        "refund",
        TagRule(
            intents=("return_refund", "refund_dispute"),
            actions=("return_or_refund",),
            signals=("refund_dispute",),
        ),
        Colour.CAUTION,
        "Wants something back or money back: “I'd like to return the boots”, “Where is my refund?”",
    ),
    TagDefinition(
        "shipping-delay",
        TagRule(order_states=("delayed", "delivery_failed"), signals=("lateness",)),
        Colour.WARNING,
        "Late by the shopper's words or by the carrier's: “It still hasn't arrived”.",
    ),
    TagDefinition(
        "escalated-by-user",
        TagRule(reasons=("asked_for_human",)),
        Colour.WARNING,
        "The shopper asked for a person, in words or by the button.",
    ),
    TagDefinition(
        "high-priority",
        TagRule(urgencies=("high",), signals=("injury", "fraud", "legal_threat", "billing_dispute", "account_lockout")),
        Colour.CRITICAL,
        "Should be answered first: a person is needed soon, or much is at stake.",
    ),
    TagDefinition(
        "product-question",
        TagRule(intents=("product_question",)),
        Colour.SUCCESS,
        "About a product before or after buying: “Is this tent good in snow?”",
    ),
    TagDefinition(
        "complaint",
        TagRule(
            intents=("complaint", "damaged_item"),
            signals=("upset", "repeated_contact", "did_not_help"),
            reasons=("upset",),
        ),
        Colour.CRITICAL,
        "Unhappy with us: “This is the third time”, “It came broken”.",
    ),
    TagDefinition(
        "knowledge-gap",
        TagRule(reasons=("cannot_answer",), outcomes=("unknown",)),
        Colour.NEUTRAL,
        "The shop's content did not say what the shopper asked. Adding an FAQ entry closes the gap.",
    ),
)
