"""What the bot says that no source says: courtesies, and honest lines about itself. Never a fact about the store."""

GREETING = "Hello! Ask me about shipping, returns, products or your order."
THANKS = "You're welcome! Anything else?"
GOODBYE = "Goodbye, and thank you for writing."
ASK_QUESTION = "I did not catch a question there. What would you like to know?"
ACKNOWLEDGED = (
    "Thank you, your answers are kept here, where our team reads them. "
    "Is there anything else you would like to know? You can also talk to a person at any time."
)
STILL_OPEN = (
    "A form is still open here. Fill it in and send it, or skip it, and we go on from there. "
    "You can also talk to a person at any time."
)
UNKNOWN = (
    "I could not find that in this store's information, so I would rather not guess. "
    "You can ask it another way, or talk to a person."
)
UNKNOWN_LANGUAGE = (
    "I could not find that in this store's information in your language. You can ask in English, or talk to a person."
)


def small_talk(kind: str) -> str:
    return {"thanks": THANKS, "goodbye": GOODBYE}.get(kind, GREETING)


def handing_over(reply_time: str, *, high: bool) -> str:
    """Said once, before a human comes: what happens next, and that nothing has to be repeated."""
    when = f"usually {reply_time}" if reply_time else "as soon as they can"
    marked = " I have marked it as urgent." if high else ""
    return (
        f"I have asked a person from our team to join this chat.{marked} They will answer here, {when}, "
        f"and see everything above, so you need not repeat anything."
    )


def partly_answered(questions: tuple[str, ...]) -> str:
    """Added to an answer that leaves a question open."""
    return "I did not find anything on: " + " / ".join(question.strip() for question in questions)


def unknown(language: str) -> str:
    """That the store's content does not say; in a language that is searched poorly, that English may help."""
    return UNKNOWN if language in ("en", "und", "") else UNKNOWN_LANGUAGE
