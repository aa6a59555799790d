"""Patterns that do not do what whoever wrote them meant."""

from collections.abc import Iterator, Sequence

from replies.checks.claims import Claim
from replies.checks.finding import Finding, Severity
from replies.checks.gone import gone_from, is_gone
from replies.checks.swallowed import fits_all
from replies.language.rule import How


def odd_patterns(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Patterns that fit every text, and alternatives of a pattern that fit none."""
    for claim in claims:
        if claim.key[0] == How.PATTERN:
            yield from _odd(claim)


def _odd(claim: Claim) -> Iterator[Finding]:
    pattern = claim.folded[0]
    if fits_all(pattern):
        yield _warning(
            claim, "fits-everything", "什么话都对得上，写在它下面的就轮不到了。什么都接的规则请写 when: fallback。"
        )
    if is_gone(pattern):
        # Then all of it is dead, which is told of any phrase.
        return
    for gone in gone_from(pattern):
        sentence = f"里的「{gone.within}」对不上任何话：标点和空格在比对之前就去掉了。{gone.mend}。"
        yield _warning(claim, "fits-nothing", sentence)


def _warning(claim: Claim, code: str, what: str) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code=code,
        rule=claim.rule.name,
        place=claim.place,
        sentence=f"pattern「{claim.words}」{what}",
    )
