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


_THREAT = re.compile(
    r"\b(?:i|we)(?:'ll|'m| will| am|'re| are| have to| must| shall| should| want to)? (?:(?!had|never|not|don't|won't|wouldn't|once|used|didn't)\S+ ){0,2}?"
    r"(?:sue|suing|dispute|disputing|(?:report|reporting) (?:you|this)|(?:file|filing|open|opening|do|doing|start|starting|raise) (?:a|an|the)? ?(?:\S+ )?(?:chargeback|charge back|dispute|claim|complaint)"
    r"|(?:call|calling|contact|contacting) (?:my|the|a) (?:bank|card company|lawyer|solicitor|attorney|police)|take (?:you to court|legal)|see you in court)\b"
    r"|\b(?:my|our) (?:lawyer|solicitor|attorney)\b"
)
_HAD = re.compile(
    r"\b(?:you|u|they|your \S+) (?:(?:have|had|just|still|also|then|even|already|now) )*(?:charged|took|debited|billed|stole|overcharged|owe|refused|closed|locked|blocked|double[- ]charged) (?:me|my|us|our|mine|the|it|from|twice)\b"
    r"|\b(?:you|u|they) (?:(?:have|had|still|just) )*(?:never|haven't|hasn't|didn't|not|won't|don't) (?:\S+ )?(?:did|done|refund\w*|paid|pay|give|gave|returned|credited)\b"
    r"|\b(?:i|we)(?:'ve|'m| have| was| were| am| got| keep| kept)? (?:(?:just|now|also|still|been|being|getting|got) )*(?:double[- ])?(?:charged|overcharged|billed|debited|locked out|hacked|scammed|robbed|burn(?:ed|t)|hurt|injured|bleeding)\b"
    r"|\b(?:my|our) (?:\S+ )?(?:card|visa|mastercard|amex|account|paypal) (?:(?:just|got|was|has|been|is|being) )+(?:billed|charged|debited|hacked|locked|blocked)\b"
    r"|\bwhere(?:'s| is) (?:my|our|the) (?:money|refund)\b|\bhow (?:can|could|dare) you (?:charge|take|bill|refuse|keep)\b"
    r"|\b(?:i|we)(?:'ve| have)? paid (?:twice|double|two times|three times)\b"
    r"|\b(?:i|we) (?:still |really |just |only )*(?:want|need|demand) (?:all )?(?:my|our) money\b"
    r"|\b(?:still|yet) (?:have )?(?:no|not|nothing|waiting)\b|\b(?:i|we) (?:have )?(?:never|still haven't|haven't) (?:got|gotten|received|seen|had|been) (?:\S+ )?(?:refund\w*|money|paid)\b"
    r"|\b(?:my|our) (?:son|daughter|child|kids?|baby|wife|husband|mother|mum|mom|father|dad|hands?|face|eyes?|skin|dog|cat|house|kitchen) (?:is|was|are|were|got|has been) (?:\S+ )?(?:hurt|injured|burn\w*|bleeding|in hospital|hospitali[sz]ed|on fire|poisoned|sick)\b"
)
_NOT_HERE_NOW = frozenset((Frame.ELSEWHERE, Frame.LONG_AGO))
_LATELY = re.compile(r"\b(?:yesterday|today|now|tonight|just|this (?:morning|week|month)|currently|still|again)\b")
_PIECES = re.compile(r"(?<=[.!?;:])\s+|,?\s+(?:but|however|though|yet)\s+|,\s+(?:and\s+)?(?=now\b)|\n+")


def is_had(text: str) -> bool:
    """Whether some piece of the message tells trouble as had, or threatens: no frame around the rest undoes that."""
    said = clean(text[:2000])
    lately = bool(_LATELY.search(folded(said)))
    return any(_tells(piece, lately) for piece in _PIECES.split(said))


def _tells(piece: str, lately: bool) -> bool:
    plain, found = folded(piece), frames_of(piece)
    if _THREAT.search(plain):
        return Frame.LAUGHING not in found and Frame.QUOTED not in found
    if not _HAD.search(plain) or Frame.SUPPOSED in found or Frame.LAUGHING in found:
        return False
    return lately or not found & _NOT_HERE_NOW


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
