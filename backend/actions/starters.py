"""The forms that a shop has from its first day. They are the merchant's from then on: nothing changes them later."""

from backend.actions.forms import Effects, FieldKind, Form, FormField, Triggers

_ORDER_NUMBER = FormField(
    key="order_number",
    kind=FieldKind.ORDER_NUMBER,
    label="Order number",
    help="It is in your confirmation e-mail, for example #1001.",
)

FIND_MY_ORDER = Form(
    key="find_my_order",
    title="Find my order",
    intro="Tell me your order number and the e-mail address you ordered with, and I will look it up.",
    fields=(
        _ORDER_NUMBER,
        FormField(key="email", kind=FieldKind.EMAIL, label="E-mail", help="The address that you ordered with."),
    ),
    triggers=Triggers(
        intents=("order_status", "cancel_order", "change_address"),
        not_intents=("refund_dispute", "billing_dispute"),
        opening_chip="Find my order",
    ),
    effects=Effects(tags=("order-inquiry",), look_up_order=True),
)

RETURN_OR_REFUND = Form(
    key="return_or_refund",
    title="Return or refund",
    intro="Tell us what you would like to send back, and the team has everything at hand.",
    fields=(
        _ORDER_NUMBER,
        FormField(key="item", kind=FieldKind.ORDER_ITEM, label="Item", help="Which item is it about?"),
        FormField(
            key="reason",
            kind=FieldKind.CHOICE,
            label="Reason",
            choices=("Does not fit", "Arrived damaged", "Not as described", "Wrong item", "Changed my mind", "Other"),
        ),
        FormField(
            key="details",
            kind=FieldKind.LONG_TEXT,
            label="Details",
            help="Anything that helps us, for example what is damaged.",
            is_required=False,
            max_length=1000,
        ),
        FormField(
            key="photo",
            kind=FieldKind.PHOTO,
            label="Photos",
            help="If something is damaged or wrong, show us.",
            is_required=False,
        ),
    ),
    triggers=Triggers(
        intents=("return_refund", "damaged_item"),
        not_intents=("refund_dispute",),
        opening_chip="Return or refund",
    ),
    effects=Effects(tags=("refund",), escalate=True, urgency="normal", look_up_order=True),
)

SOMETHING_ELSE = Form(
    key="something_else",
    title="Something else",
    intro="In a few words, what is it about? Whoever answers will have read it.",
    fields=(
        FormField(
            key="description",
            kind=FieldKind.LONG_TEXT,
            label="What is it about?",
            max_length=1000,
        ),
    ),
    triggers=Triggers(before_handoff=True),
)

STARTERS = (FIND_MY_ORDER, RETURN_OR_REFUND, SOMETHING_ELSE)
