# ruff: noqa: E501 - a wording is one line, however long
"""Words of trouble that is over, denied, or somebody else's: no ground for a human.

"You didn't charge me twice, my mistake" has the words of a dispute, and nothing is in dispute. Who takes it back in the
same breath ("settled, but the second one is still missing") is taken at the later word: then nothing is over.
"""

import re

_OVER = re.compile(
    r"\bmy (?:own )?(?:mistake|bad|fault|error)\b|\bi (?:misread|misunderstood|was wrong|made a mistake)\b"
    r"|\b(?:is|are|was|were|got|been|all|it's|that's|everything's) (?:(?:all|now|already|finally|since|quite) ){0,3}(?:settled|solved|resolved|sorted|cleared up|taken care of|dealt with|back to normal)\b"
    r"|\b(?:works?|working|runs?|running) (?:(?:just|perfectly|all|quite|now) ){0,2}(?:fine|again|well|now|ok|okay)\b"
    r"|\b(?:can|could) (?:log|get|sign) (?:back )?in again\b"
    r"|\b(?:refund|money|credit|reimbursement) (?:(?:has|had|did|just|finally|already) ){0,3}(?:came|come|arrived?|showed up|turned up|landed|been (?:paid|received))\b"
    r"|\b(?:parcel|order|package|replacement|delivery) (?:(?:has|had|did|just|finally|already) ){0,3}(?:came|come|arrived?|showed up|turned up) (?:after all|today|yesterday|safely|this morning|just now)\b"
    r"|\bno (?:harm done|hard feelings)\b|\bfalse alarm\b|\ball (?:is )?(?:good|fine|well) (?:now|again)\b"
)
_NOT_OVER = re.compile(
    r"^(?:is|was|has|are|did)\b|\b(?:but|however|yet|except|still|never|nobody|nothing|hasn't|haven't|isn't|wasn't|won't|until|unless|if|when|before|supposed|promised|why)\b"
    r"|\bdidn't (?:come|arrive|get|receive|work|help)\b|\bnot (?:(?:been|yet|all|really) ){0,2}(?:settled|solved|resolved|sorted|arrived|come|working)\b"
    r"|\b(?:broken|damaged|smashed)\b|\bwrong (?:item|size|colou?r|order)\b|\bi (?:want|need|demand)\b"
)
_NOT_UPSET = re.compile(
    r"\b(?:not|never|no longer|isn't|wasn't) (?:(?:at all|really|even|that|so|very|being|a bit) ){0,2}(?:angry|upset|furious|mad|annoyed|complaining|disappointed|cross|frustrated)\b(?! (?:at|with|about) \S+ (?:but|just)|,? (?:i am|i'm|just|but) (?:\S+ )?(?:furious|livid|appalled|disgusted|disappointed))"
)
_NO_LAWYER = re.compile(
    r"\b(?:no|without|don't need|not need|needn't call|not calling|nobody needs) (?:an? |any |my |the )?(?:lawyers?|attorneys?|solicitors?)\b(?! (?:will|can|could|would))"
    r"|\b(?:my|our|her|his|their|an?|the) (?:\S+ )?(?:lawyers?|attorneys?|solicitors?)(?:'s)? (?:friend|has an?|has the|loves?|loved|likes?|liked|owns?|bought|gave|collects?|keeps?|recommended|wife|husband)\b(?! (?:case|claim|file|appointment|copy|letter))"
)
"""None is needed, or somebody is one: "my lawyer has a lovely fern"."""


def is_over(plain: str) -> bool:
    """Whether a folded message says that its trouble is past, and takes nothing of that back."""
    over = _OVER.search(plain)
    return over is not None and not _NOT_OVER.search(f"{plain[: over.start()]} ; {plain[over.end() :]}")


def without_anger_denied(plain: str) -> str:
    """A folded message without the anger that is denied: "I'm not angry, I only wonder"."""
    return _NOT_UPSET.sub(" ; ", plain)


def without_harmless_lawyers(plain: str) -> str:
    """A folded message without lawyers who threaten nobody."""
    return _NO_LAWYER.sub(" ; ", plain)
