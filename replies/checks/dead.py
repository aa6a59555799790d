"""Claims that nothing could ever fit."""

import re
from unicodedata import category

from replies.checks.claims import Claim
from replies.checks.swallowed import alternatives
from replies.language.rule import How

_BLANK_BESIDE_CHINESE = re.compile(r"[^\x00-\x7f] | [^\x00-\x7f]")


def why_dead(claim: Claim) -> str | None:
    """Why nothing that reaches us can ever fit a claim, whatever other rules there are; None where something may."""
    if not claim.cases:
        return "follow 里的 has_coupon 和 only_if 里的正相反。请只留一个。"
    gone = "标点和空格在比对之前就去掉了，这样写对不上任何话。请只写字词，或删掉它。"
    if claim.key[0] == How.PATTERN:
        words = alternatives(claim.folded[0])
        return gone if words is not None and all(_is_gone(word) for word in words) else None
    return gone if "" in claim.folded else None


def _is_gone(word: str) -> bool:
    """Whether a word has something that is gone from every text in which its letters are."""
    letters = [letter for letter in word if category(letter)[0] in "LMN"]
    return bool(letters) and (
        len(letters) < len(word.replace(" ", "")) or _BLANK_BESIDE_CHINESE.search(word) is not None
    )
