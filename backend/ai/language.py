"""A guess at the language of a short text among those the bot knows:

en fr de es ja; 'und' when there is no ground for one.
"""

import re
from collections.abc import Collection

from backend.ai.text import folded

UNDETERMINED = "und"
SURELY = 2.0
LANGUAGES = ("en", "fr", "de", "es", "ja")
"""What the bot understands and speaks; the first is for everyone else."""
_WORDS = {
    "en": (
        "the is are do does did you your my i a an to for of and it in on with can how what where when which why "
        "have has was not this that be order please would could if we they hi hello thanks shipping delivery "
        "return need want there"
    ),
    "fr": (
        "le la les un une des du de et est sont vous votre vos je mon ma mes ne pas que qui pour avec dans sur ou "
        "au aux ce cette combien comment quand quel quelle quels bonjour merci commande livraison livrez colis "
        "j'ai c'est avez puis-je toujours recu peux pouvez retour remboursement"
    ),
    "de": (
        "der die das ein eine einen und ist sind sie ihr ihre ich mein meine meinen nicht fur mit zu von im am "
        "auf wie was wo wann warum kann konnen haben habe hat bitte danke hallo bestellung lieferung liefern "
        "paket noch auch nach es dauert versand versenden ruckgabe"
    ),
    "es": (
        "el la los las un una de y es son usted su sus mi mis no que para con en por como donde cuando cuanto "
        "cual tengo tienen hola gracias pedido envio enviais entrega paquete puedo quiero esta ha se lo al del "
        "hay devolucion me devolver"
    ),
}
_LEXICON = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_MARKS = {"fr": "çœêèàùâîôû", "de": "ßäö", "es": "ñ¿¡óí"}
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def spoken(*wishes: str) -> str:
    """The first wish that can be met, such as fr for fr-CA; English where none can."""
    codes = (wish.split("-")[0].lower() for wish in wishes)
    return next((code for code in codes if code in LANGUAGES), LANGUAGES[0])


def language_of(text: str) -> str:
    """One of en, fr, de, es, ja, or 'und' (too short, mixed, or another language)."""
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return UNDETERMINED
    points = _points(text)
    best, second = sorted(points, key=lambda language: points[language], reverse=True)[:2]
    if points[best] == 0 or points[best] == points[second]:
        return UNDETERMINED
    return best


def is_surely_none_of(text: str, languages: Collection[str]) -> bool:
    """Whether a text is in a known language that none of these is, by more than a word or two that they share."""
    points = _points(text)
    best = max(points, key=lambda language: points[language])
    allowed = max((points[language] for language in languages if language in points), default=0.0)
    return best not in languages and points[best] >= allowed + SURELY


def is_surely(language: str, text: str, *, than: str) -> bool:
    """Whether a text is in one of our languages rather than in another: by more than a word or two."""
    if language not in LANGUAGES or language == than:
        return False
    return language_of(text) == language and (language == "ja" or is_surely_none_of(text, (than,)))


def _points(text: str) -> dict[str, float]:
    words = _WORD.findall(folded(text))
    lowered = text.casefold()
    points = {language: float(sum(word in lexicon for word in words)) for language, lexicon in _LEXICON.items()}
    for language, marks in _MARKS.items():
        points[language] += 0.6 * sum(lowered.count(mark) for mark in marks)
    return points
