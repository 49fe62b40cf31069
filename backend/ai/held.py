# ruff: noqa: E501, SIM905 - a wording is one line, however long; a list of words reads best as words
"""Whether a sentence that a language model wrote is held by the passage that it names.

Figures, prices, names, links and promises of the sentence must stand in the passage, as must most of its words; where
the passage says "not", so must the sentence. Between two languages words cannot be compared: there the figures, the
links and the promises are, and what both are about. It errs towards refusing: what is refused costs an answer in the
store's own words instead, what is let through wrongly is a false one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.ai.doubt import LIGHT
from backend.ai.figures import figures_of, figures_without_ground
from backend.ai.language import UNDETERMINED, is_surely_none_of, language_of
from backend.ai.lexical import stem, stems
from backend.ai.text import clean, folded

SUPPORT = 0.6
"""The share of a sentence's words that its passage must have: measured in tests/ai/test_held.py."""
SAME_START = 5
SAYS_THE_SAME = 0.5
SHORT = 60
"""Characters up to which an answer may lack its full stop: a longer one was cut off."""


@dataclass(frozen=True)
class Ground:
    """A passage, or an order's state, that sentences may rest on. `about` is its title and headings."""

    text: str
    about: str = ""
    url: str = ""
    language: str = UNDETERMINED

    @property
    def whole(self) -> str:
        return f"{self.about}. {self.text}"


@dataclass(frozen=True)
class Asked:
    """What was asked, in which language, and of which shop: its words may be said again, and prove nothing."""

    question: str
    language: str = "en"
    shop_name: str = ""
    spoken: frozenset[str] = field(default_factory=frozenset)
    """Stems of the question."""


_LINK = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\b(?:[A-Za-z0-9-]+\.)+[a-z]{2,}\b(?:/\S*)?")
_AFTER_LINK = "().,;:!?\"'<>[]"
_MARKUP = re.compile(
    r"<[a-zA-Z/!]|!\[|\]\s*\(|```|^\s*\|.*\|\s*$|&(?:#\d+|[a-z]+);|\[S\d*$|javascript:|data:\w+/", re.I | re.M
)
_ORDINARY = frozenset(
    stem
    for word in """yes no sure certainly course happy glad sorry unfortunately thanks thank welcome hope great good news
    here today assist assistance answer information never not cannot can't don't hear understand apologies apologise feel further chat team person human anything else store shop shopper customer
    note case simply directly currently yet each every all both within under per into through then than when while
    after before since because however therefore either usually typically generally only more most less over
    oui non bien sur desole malheureusement merci voici avec ja nein gern leider danke hier claro lamento gracias aqui
    boutique geschaft tienda equipe equipo alle alles wird werden wurde konnen kann wenn oder aber unser unsere
    ihr ihre ihnen sehr nach bei aus pueden puede cada todos todas nuestro nuestra nos leur peut peuvent tous toutes
    notre nos cela hace sera etre hacer""".split()
    for stem in stems(word)
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'-]+|\b[A-Z]{2,}\b")
_NO_NAME = frozenset("i i'm i'll i've ok faq pdf yes no".split())
_NOT = re.compile(
    r"\b(?:not|no|never|cannot|can't|\w+n't|neither|nor|none|nobody|nothing|except\w*|exclud\w+|unless|ineligible|final sale|non|unable|stop\w*"
    r"|pas|jamais|aucune?|sauf|exclu\w*|nicht|keine?[rnms]?|nie|niemals|ausgenommen|ausgeschlossen|nunca|jamas|ningun\w*|tampoco|salvo|excepto)\b|\bno[tn]-|ません|ない|不可|除"
)
_BARE_REPLY = re.compile(r"^(?:no|yes|non|oui|nein|ja|si|sí)\b[,.! ]*", re.I)
_PROMISES: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (re.compile(said), re.compile(f"{said}|{grounds}" if grounds else said))
    for name, said, grounds in (
        (
            "free",
            r"(?<!feel )\bfree\b(?! to)|\bgratis\b|\bgratuit\w*|\bkosten(?:los|frei)\w*|\bumsonst\b|\bcomplimentary\b|無料",
            r"\bno (?:\S+ )?(?:charge|cost|fee|postage)s?\b|\bon us\b|\bwe (?:pay|cover)\b|\bprepaid\b|\bsans frais\b|\bohne (?:kosten|gebuhr)\w*|\bsin (?:coste|cargo|gastos)\b|\bnothing\b|\b0\b",
        ),
        (
            "discount",
            r"\bdiscount\w*|\bcoupons?\b|\bvouchers?\b|\bpromo\w*|\bcodes?\b|\b\d+ ?(?:%|percent|per cent) off\b|\brabatt\w*|\bgutschein\w*|\bnachlass\b|\bremises?\b|\breduction\w*|\bdescuentos?\b|\bcupon\w*|割引|クーポン|値引",
            r"\bsale\b|\boff\b|\breduced\b",
        ),
        (
            "refund",
            r"\brefund\w*|\bmoney back\b|\breimburs\w+|\brembours\w+|\b(?:ruck)?erstatt\w+|\bgeld zuruck\b|\breembols\w+|返金",
            r"\bback to (?:your|the) (?:original|card|account)|\bcredited\b",
        ),
        (
            "compensation",
            r"\bcompensat\w+|\bgoodwill\b|\bstore credit\b|\bgift ?cards?\b|\bentschadig\w+|\bindemn\w+|\bcompensa\w+|補償|お詫び",
            "",
        ),
        ("guarantee", r"\bguarante\w+|\bwarrant\w+|\bgaranti\w*|\bgewahrleist\w+|\bgarantiz\w+|保証", ""),
        (
            "everywhere",
            r"\b(?:worldwide|everywhere|anywhere|all countries|every country|dans le monde|partout|weltweit|todo el mundo)\b|世界中|全世界",
            "",
        ),
        ("for ever", r"\blifetime\b|\bfor ever\b|\bforever\b|\ba vie\b|\blebenslang\w*|\bde por vida\b|生涯|永久", ""),
        (
            "secret",
            r"\b(?:card|account) (?:number|details)\b|\bcvv\b|\bcvc\b|\bpasswords?\b|\bpins?\b|\biban\b|\bsecurity code\b|\bmot de passe\b|\bpasswort\w*|\bkartennummer\b|\bcontrasena\b|\bnumero de (?:carte|tarjeta)\b|カード番号|パスワード|暗証番号",
            "",
        ),
    )
}
_ACTED = re.compile(
    r"\bi(?:'ve| have|'ll| will|'m| am)\b (?:(?:just|now|already|gladly|happily|going to|also) ){0,2}(?:cancel|refund|appl|process|credit|updat|chang|sent|send|book|reserv|giv|grant|notif|forward|transfer|connect|issu|delet|add|arrang)\w*"
    r"|\byour (?:order|refund|address|account) (?:has been|is now|was just) (?:cancel|refund|process|updat|chang|issu|approv|delet|reset|unlock)\w*"
    r"|\bj'ai (?:annule|rembourse|modifie|envoye|applique)\w*|\bich habe (?:\S+ ){0,4}?(?:storniert|erstattet|geandert|geschickt|gesendet)\b|\bhe (?:cancelado|reembolsado|cambiado|enviado|aplicado)\b|(?:キャンセル|返金|変更|送信|適用)(?:いた)?しました"
)
_TOPICS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(words)
    for name, words in (
        (
            "return",
            r"\breturn\w*|\bsend\w* back\b|\bretour\w*|\brenvo\w+|\bruckgabe\w*|\bruckse\w+|\bzuruck\w*|\bdevol\w+|\bdevuel\w+|返品",
        ),
        (
            "shipping",
            r"\bship\w*|\bdeliver\w*|\bdispatch\w*|\blivr\w+|\bexpedi\w+|\bversand\w*|\bversend\w*|\bliefer\w+|\benvi\w+|\bentreg\w+|配送|発送|送料|お届け",
        ),
        ("exchange", r"\bexchang\w+|\bswap\w*|\bechang\w+|\bumtausch\w*|\bcambi\w+|交換"),
        ("payment", r"\bpay\w*|\bcards?\b|\bpaie\w*|\bpayer\b|\bzahl\w+|\bbezahl\w+|\bpag\w+|支払|決済"),
        ("cancel", r"\bcancel\w*|\bannul\w+|\bstornier\w+|\bcancel\w+|\banul\w+|キャンセル"),
    )
}
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f\uac00-\ud7af]"
)
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_KANA = re.compile("[\u3040-\u30ff]")
_SENTENCE = re.compile(r"(?<=[.!?。！？;])\s+|\n+")
_CLAUSE = re.compile(r"(?<=[.!?。！？;])\s+|\n+|, | (?:and|but|und|aber|et|mais|y|pero) ")


def asked(question: str, language: str, shop_name: str) -> Asked:
    return Asked(question, language, shop_name, frozenset(stems(question)))


def states_nothing(sentence: str) -> bool:
    """A courtesy or a question back: no figure, no link, no name and no word of the store's matters."""
    if figures_of(sentence) or _LINK.search(sentence) or _promised(sentence):
        return False
    return sentence.rstrip(" \"')").endswith(("?", "？")) or not _content(sentence)


def objection(sentence: str, grounds: Sequence[Ground], asked: Asked) -> str:
    """Why the sentence may not be said, in a word; nothing where one of the grounds holds all of it."""
    if always := _unfit(sentence):
        return always
    if not grounds:
        return "" if states_nothing(sentence) else "no ground"
    objections = [_against(sentence, ground, asked) for ground in grounds]
    return "" if "" in objections else objections[0]


def _unfit(sentence: str) -> str:
    """What no ground excuses."""
    if _MARKUP.search(sentence):
        return "markup"
    return "act" if _ACTED.search(folded(sentence)) else ""


def _against(sentence: str, ground: Ground, asked: Asked) -> str:
    if _foreign_links(sentence, ground):
        return "link"
    if figures_without_ground(sentence, ground.whole):
        return "figure"
    if any(not _PROMISES[name][1].search(folded(ground.whole)) for name in _promised(sentence)):
        return "promise"
    if language := _wrong_language(sentence, ground, asked):
        return language
    return "" if states_nothing(sentence) else _against_words(sentence, ground, asked)


def _against_words(sentence: str, ground: Ground, asked: Asked) -> str:
    if _is_translated(sentence, ground, asked):
        return "" if _topics(sentence) <= _topics(ground.whole) else "topic"
    if ground.language not in ("de", "ja") and _foreign_names(sentence, ground, asked):
        return "name"
    if _support(sentence, ground, asked) < SUPPORT:
        return "words"
    return "not" if _denies(sentence, ground) else ""


def _promised(sentence: str) -> list[str]:
    plain = folded(sentence)
    return [name for name, (said, _) in _PROMISES.items() if said.search(plain)]


def _foreign_links(sentence: str, ground: Ground) -> bool:
    allowed = {
        link.group().strip(_AFTER_LINK).rstrip("/").lower() for link in _LINK.finditer(f"{ground.url} {ground.text}")
    }
    return any(link.group().strip(_AFTER_LINK).rstrip("/").lower() not in allowed for link in _LINK.finditer(sentence))


def _foreign_names(sentence: str, ground: Ground, asked: Asked) -> bool:
    there = set(stems(f"{ground.whole} {asked.shop_name}"))
    text = re.sub(r"[\"“”‘’']", " ", _LINK.sub(" ", _BARE_REPLY.sub("", clean(sentence))))
    names = {name for name in _NAME.findall(text) if name.casefold() not in _NO_NAME}
    return any(word not in there for name in names for word in stems(name) if not word.isdigit())


def _wrong_language(sentence: str, ground: Ground, asked: Asked) -> str:
    """Neither the shopper's language nor the store's."""
    may = {asked.language, ground.language}
    if _OTHER_SCRIPT.search(sentence) and not _OTHER_SCRIPT.search(ground.text + asked.question):
        return "language"
    if _EAST_ASIAN.search(sentence) and not (may & {"ja"} and _KANA.search(sentence)):
        return "" if _EAST_ASIAN.search(ground.text + asked.question) else "language"
    known = UNDETERMINED not in may and "" not in may
    return "language" if known and is_surely_none_of(sentence, may) else ""


def _is_translated(sentence: str, ground: Ground, asked: Asked) -> bool:
    """Said to the shopper in their own language, where the ground is in another."""
    known = UNDETERMINED not in (asked.language, ground.language) and bool(ground.language)
    return known and asked.language != ground.language and language_of(sentence) in (asked.language, UNDETERMINED)


def _topics(text: str) -> set[str]:
    plain = folded(text)
    return {name for name, words in _TOPICS.items() if words.search(plain)}


def _content(text: str) -> set[str]:
    return {
        word
        for word in stems(_LINK.sub(" ", text))
        if word not in LIGHT and word not in _ORDINARY and not _DIGIT.search(word)
    }


def _support(sentence: str, ground: Ground, asked: Asked) -> float:
    """The share of the sentence's words that the ground has. The shopper's own words, said again, count for nothing."""
    there = set(stems(ground.whole))
    starts = {word[:SAME_START] for word in there if len(word) >= SAME_START}
    content = _content(sentence)
    held = {word for word in content if word in there or (len(word) >= SAME_START and word[:SAME_START] in starts)}
    weighed = held | {word for word in content if word not in asked.spoken and stem(word) not in asked.spoken}
    if not weighed:
        return 0.0 if content else 1.0
    return len(held) / len(weighed)


def _denies(sentence: str, ground: Ground) -> bool:
    """Whether one of the two says "not" where the other, in nearly the same words, does not."""
    content = _content(sentence)
    content = content - set(stems(ground.about)) or content
    denied = bool(_NOT.search(folded(_BARE_REPLY.sub("", clean(sentence)))))
    shares = {False: 0.0, True: 0.0}
    for said in (*_SENTENCE.split(ground.text), *_CLAUSE.split(ground.text)):
        agrees = denied == bool(_NOT.search(folded(_BARE_REPLY.sub("", clean(said)))))
        shares[agrees] = max(shares[agrees], len(_content(said) & content) / (len(content) or 1))
    return shares[False] >= SAYS_THE_SAME and shares[False] > shares[True]
