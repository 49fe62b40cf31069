"""Intents and signals as merchants read them, beside the forms and tags that they set off."""

from collections.abc import Mapping

_TOPICS: Mapping[str, str] = {
    "order_status": "where an order is",
    "shipping_info": "shipping",
    "return_refund": "a return or refund",
    "refund_dispute": "a refund that is disputed",
    "billing_dispute": "a charge that is disputed",
    "account_lockout": "a locked account",
    "cancel_order": "cancelling an order",
    "change_address": "changing an address",
    "damaged_item": "a damaged item",
    "product_question": "a product",
    "discount_code": "a discount code",
    "wants_human": "a person",
    "complaint": "a complaint",
    "other": "anything else",
}
_SIGNS: Mapping[str, str] = {
    "asks_for_human": "asks for a person",
    "refuses_human": "wants no person",
    "upset": "is upset",
    "repeated_contact": "had to ask before",
    "lateness": "says that something is late",
    "did_not_help": "says that the answer did not help",
    "refund_dispute": "disputes a refund",
    "billing_dispute": "disputes a charge",
    "account_lockout": "cannot get into their account",
    "fraud": "speaks of fraud",
    "legal_threat": "threatens to go to law",
    "injury": "speaks of an injury",
    "thanks": "says thanks",
    "greeting": "greets",
    "goodbye": "says goodbye",
}


def topic_of(intent: str) -> str:
    """What a shopper asks about; an intent of another version by its name."""
    return _TOPICS.get(intent, intent.replace("_", " "))


def sign_of(signal: str) -> str:
    """What a shopper does that shows a signal."""
    return _SIGNS.get(signal, f"shows {signal.replace('_', ' ')}")
