# ruff: noqa: E501 - a wording is one line, however long
"""How words of trouble are framed: as what might be, what was long ago or elsewhere, what somebody else said, a joke.

"What if my card is charged twice?" has the words of a dispute, and nobody's card was. A frame alone settles nothing:
the trained head weighs it with the whole sentence, and only where there is one may it overrule the words (understand.py).
English only, as the head.
"""

import re
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backend.ai.text import clean, folded


class Frame(StrEnum):
    """A way in which trouble is spoken of without being had."""

    SUPPOSED = "supposed"
    ELSEWHERE = "elsewhere"
    LONG_AGO = "long_ago"
    QUOTED = "quoted"
    LAUGHING = "laughing"
    DENIED = "denied"
    DELIGHTED = "delighted"
    IN_GENERAL = "in_general"
    IN_A_NAME = "in_a_name"


_OPENING = (
    r"^(?:(?:hi|hello|hey|so|and|but|ok|also|just|quick question|question|please|sorry|out of curiosity)[\s,:]+){0,3}"
)
_RULES = {
    Frame.SUPPOSED: re.compile(
        rf"{_OPENING}(?:what (?:if|happens|would happen|do i do if|should i do if)|how (?:would|do) (?:i|you) .{{0,40}}\bif\b|suppose|imagine|hypothetically|say (?:i|my|you)|in case|in the event|assuming|would i|if (?:i|my|you|the|it|someone|somebody|a|an|one)\b)"
        r"|\b(?:what|how|who|where|would|do|does|can|could|am|is|are)\b[^.!]{0,60}\bif (?:i|my|you|the|it|someone|somebody|a|an)\b"
    ),
    Frame.ELSEWHERE: re.compile(
        r"\b(?:an?other|other|different|previous|rival) (?:\S+ )?(?:shops?|stores?|sites?|sellers?|brands?|compan(?:y|ies)|suppliers?|owners?|retailers?|websites?)\b|\belsewhere\b|\bon (?:amazon|ebay|etsy)\b|\bmy (?:bank|landlord|employer|neighbou?r|gym|old \S+|last \S+|previous \S+)\b|\bsomewhere else\b|\bmy (?:grand\w+|cousin|uncle|aunt)\b"
    ),
    Frame.LONG_AGO: re.compile(
        r"\b(?:last (?:year|summer|winter|spring|autumn|fall|christmas)|(?:years?|decades?|winters|summers) ago|back in (?:\d{4}|the)|used to|once (?:got|had|was|choked|blocked|broke|bought)|as a (?:baby|child|kid|teen\w*)|in the past|when i was|many moons|i (?:once|had once)|used to be)\b"
    ),
    Frame.QUOTED: re.compile(
        r"\b(?:reviews?|reviewers?|trustpilot|faq|labels?|manual|instructions|stickers?|box|packag\w+|article|news|comments?|forum|reddit|tiktok|blog|terms|policy|page|website) (?:\S+ )?(?:say|says|said|mention\w*|talk\w*|state\w*|claim\w*|warn\w*|call\w*)\b|\b(?:i )?(?:read|heard|saw) (?:that|about|somewhere|online|on)\b|\b(?:somebody|someone|people|friend|colleague|neighbou?r|sister|brother|mother|mum|husband|wife|others?) (?:\S+ )?(?:told me|wrote|said|says|say|claims?|thinks?)\b|\baccording to\b|\"[^\"]{4,80}\""
    ),
    Frame.LAUGHING: re.compile(
        r"\b(?:ha(?:ha)+h?|he(?:he)+|l+o+l+|lmf?ao|rofl|jk|just kidding|only joking|xd)\b|[;:]-?[)D]|[\U0001f600-\U0001f606\U0001f609\U0001f60d\U0001f61c\U0001f602\U0001f923]"
    ),
    Frame.DENIED: re.compile(
        r"\b(?:not|isn't|wasn't|aren't|weren't|never|no|nothing|don't|didn't|doesn't|no longer|without) (?:\S+ ){0,3}?(?:complain\w*|angry|upset|mad|refund\w*|charged|locked|urgent|broken|wrong|problem|worry|worries|harm|rush|disput\w*|escalat\w*|hurt|injur\w*|fraud\w*)\b|\bturns? out\b|\bafter all\b|\bforget (?:what|it)\b|\bno need\b|\bdon't worry\b|\ball (?:good|fine|sorted)\b|\bnot a complaint\b"
    ),
    Frame.DELIGHTED: re.compile(
        r"\b(?:love[ds]?|loving|adore|great|amazing|awesome|brilliant|beautiful|gorgeous|lovely|fantastic|wonderful|excellent|perfect|comfy|glad|happy|delicious|cute|stunning|best|well done|thank you|thanks|fast|good|kind|nice|soft|comfortable|obsessed|addicted|new (?:collection|range|line|album))\b"
    ),
    Frame.IN_GENERAL: re.compile(
        rf"{_OPENING}(?:how (?:do|does|did|can|would|will|long|many|often|much|loud|hot|big|strong)|what(?:'s| is| are| does| do| kind| happens)|which|who|why|when do|where (?:do|can|is)|do (?:you|your|i|they|the)|does|is|are|can|could|may|might|will|would|has|have)\b"
    ),
}
_NAME = re.compile(
    r"(?<=[a-z,] )(?:[A-Z][\w'’-]*)(?: (?:[A-Z][\w'’-]*|\d+|of|the|and|for|&))* (?:[A-Z][\w'’-]*|\d+)\b(?![.!?]* [A-Z])"
)


def frames_of(text: str) -> frozenset[Frame]:
    """How the message frames what it tells."""
    said = clean(text[:2000])
    plain = folded(said)
    found = {frame for frame, rule in _RULES.items() if rule.search(plain)}
    return frozenset(found | ({Frame.IN_A_NAME} if _NAME.search(said) else set()))


def framed(text: str, features: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the head for grounds reads: a sentence's `features_of`, and a number for each frame."""
    found = frames_of(text)
    return np.concatenate([features, np.array([frame in found for frame in Frame], dtype=np.float32)])
