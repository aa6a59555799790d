"""Claims that nothing could ever fit."""

from replies.checks.claims import Claim
from replies.checks.gone import gone_from, is_gone
from replies.language.rule import How

_GONE = "标点和空格在比对之前就去掉了，这样写对不上任何话。"


def why_dead(claim: Claim) -> str | None:
    """Why nothing that reaches us can ever fit a claim, whatever other rules there are; None where something may."""
    if not claim.cases:
        return "follow 里的 has_coupon 和 only_if 里的正相反。请只留一个。"
    if claim.key[0] == How.PATTERN:
        pattern = claim.folded[0]
        return f"{_GONE}{gone_from(pattern)[0].mend}。" if is_gone(pattern) else None
    return f"{_GONE}请只写字词，或删掉它。" if "" in claim.folded else None
