# ruff: noqa: E501 - a wording is one line, however long
"""Messages that ask nothing of the store: a nod, a "yes", "are you there?", a question on the bot itself.

Only whole messages count: "ok, and to France?" is a question. What is said of a person stays a request for one, which
`signals` knows.
"""

import re
from enum import StrEnum

from backend.ai.text import clean, folded

LONGEST = 80


class Chatter(StrEnum):
    """What a message is that asks nothing of the store."""

    NOD = "nod"
    YES = "yes"
    NO = "no"
    PRESENCE = "presence"
    ABOUT_BOT = "about_bot"


_HELLO = r"(?:(?:hi|hello|hey|ok|okay|so|um|wait|sorry|excuse me|bonjour|hallo|hola)\s+)*"
_NODS = (
    r"ok+|okay+|oki|k+|kk|alright|all ?right|right|sure|fine|cool|nice|great|good|lovely|awesome|wow|oh|ah+|aha|hm+|mhm|uh ?huh"
    r"|i see|i understand|understood|gotcha|makes sense|fair enough|noted|sounds good|no worries|no problem|interesting"
    r"|lo+l+|lmao|rofl|(?:ha){2,}h?|(?:he){2,}|xd|omg|yay|whatever|never ?mind|nvm|one (?:sec|second|moment)|hold on|brb"
    r"|d'accord|je vois|entendu|tres bien|super|alles klar|verstehe|verstanden|gut|prima|vale|entiendo|de acuerdo|muy bien"
    r"|なるほど|わかりました|了解(?:です|しました)?|承知しました|そうですか|笑|w{2,}"
)
_YESSES = (
    r"yes+|yeah+|yep|yup|ya|sure(?: thing)?|yes please|please do|do (?:it|that)|go ahead|ok(?:ay)? do (?:it|that)|why not|absolutely|definitely"
    r"|oui|ouais|volontiers|ja|ja bitte|gerne|jawohl|si|si por favor|claro|はい|うん|お願いします|はいお願いします"
)
_NOS = r"no+|nope|nah|no thanks?|non|nein|いいえ|いや|結構です"
_THERE = (
    r"(?:are|r|is)?\s?(?:you|u|ya) (?:still |even )?(?:there|here|online|awake|around|alive|listening)|(?:still )?there|you here|hello (?:hello )+"
    r"|vous etes (?:toujours )?la|tu es la|etes[- ]vous (?:toujours )?la|(?:sind sie|bist du) (?:noch )?da|(?:esta|estas|sigue|sigues) (?:usted )?ahi"
    r"|(?:いますか|いらっしゃいますか|聞こえますか)"
)
_ABOUT = (
    r"(?:are|r) (?:you|u) (?:really |actually |just |maybe )?(?:an? |the )?(?:chat ?)?(?:ro)?(?:bot|robot|chatbot|machine|computer|ai|human|real|person|real person|real human|automated|program)(?: or (?:an? )?(?:ro)?(?:bot|human|person|real person|machine|ai))?"
    r"|(?:am i|is this) (?:talking|speaking|chatting|writing)?\s?(?:to|with)?\s?(?:an? |the )?(?:chat ?)?(?:bot|robot|machine|computer|ai|human|person|real person)(?: or (?:an? )?(?:bot|human|person|real person|machine))?"
    r"|(?:who|what) (?:are|r) (?:you|u)|what(?:'s| is) your name|what (?:can|do) (?:you|u) (?:do|know|help with|help me with)|how (?:can|do) you (?:help|work)"
    r"|(?:qui|que) (?:etes[- ]vous|es[- ]tu)|etes[- ]vous un (?:robot|humain|bot)|wer (?:sind sie|bist du)|(?:sind sie|bist du) ein (?:bot|roboter|mensch)"
    r"|quien (?:eres|es usted)|(?:eres|es usted) un (?:bot|robot|humano)|あなたは(?:誰|人間|ロボット|ボット)(?:ですか)?"
)
_KINDS = (
    (Chatter.YES, re.compile(rf"(?:{_YESSES})")),
    (Chatter.NO, re.compile(rf"(?:{_NOS})")),
    (Chatter.NOD, re.compile(rf"(?:(?:{_NODS})(?:\s+|$))+")),
    (Chatter.PRESENCE, re.compile(rf"{_HELLO}(?:{_THERE})")),
    (Chatter.ABOUT_BOT, re.compile(rf"{_HELLO}(?:{_ABOUT})")),
)
_MARKS = re.compile(r"[^\w\s'\u3040-\u9fff-]+")
_EMOJI = re.compile(r"[\u2190-\u2bff\u3030\ufe0f\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff\s:;()<>3^_-]+")
_CROSS = re.compile("[\u2639\U0001f44e\U0001f620-\U0001f621\U0001f624\U0001f62d\U0001f92c\U0001f595]")


def chatter_of(text: str) -> Chatter | None:
    """What kind of chatter the whole message is; None where it may ask or tell something."""
    said = clean(text)
    if not said or len(said) > LONGEST:
        return None
    if _EMOJI.fullmatch(said):
        return None if _CROSS.search(said) or not _has_symbol(said) else Chatter.NOD
    plain = clean(_MARKS.sub(" ", folded(said)))
    return next((kind for kind, rule in _KINDS if rule.fullmatch(plain)), None)


def _has_symbol(text: str) -> bool:
    """A thumb or a smile, and not bare dots."""
    return any(ord(character) >= 0x2190 for character in text) or bool(re.search(r"[:;]-?[)D]|<3|\^_?\^", text))
