"""Whom a rule meets: rules that could answer the same message, and which of the two does."""

from collections.abc import Iterator, Sequence

from replies.checks.claims import Claim, Claims
from replies.checks.finding import Finding, Severity
from replies.checks.taken import takers
from replies.language.rule import How, Rule

TOLD = 5
"""So many rivals are told for each thing that the rule answers."""


def rivals(rule: Rule, claims: Sequence[Claim], others: Claims) -> Iterator[Finding]:
    """What the rule takes from others as a warning; as notes, with whom it shares its messages."""
    for claim in claims:
        same = [other for other in others.by_key.get(claim.key, ()) if other.rule.name != rule.name]
        for other in same[:TOLD]:
            if claim.order < other.order:
                yield _before(claim, other)
            elif not takers(claim, [other]):
                yield _behind(claim, other)
        if claim.key[0] == How.CONTAINS and len(claim.folded) == 1:
            yield from _longer_and_shorter(claim, others)


def _before(claim: Claim, other: Claim) -> Finding:
    if takers(other, [claim]):
        sentence = f"「{claim.words}」写在规则「{other.rule.name}」之前，那条里的「{other.words}」就再也轮不到了。"
        return _finding(claim, Severity.WARNING, "takes", f"{sentence}请给这条加上条件，或把它移到后面。")
    sentence = f"「{claim.words}」也在规则「{other.rule.name}」里：条件合时由这条回答，不合时才由那条回答。"
    return _finding(claim, Severity.NOTE, "meets", sentence)


def _behind(claim: Claim, other: Claim) -> Finding:
    sentence = (
        f"「{claim.words}」也在规则「{other.rule.name}」里：那条在前面，它的条件合时由它回答，不合时才由这条回答。"
    )
    return _finding(claim, Severity.NOTE, "meets", sentence)


def _longer_and_shorter(claim: Claim, others: Claims) -> Iterator[Finding]:
    word = claim.folded[0]
    longer = [other for found, other in others.contained if word in found and _differ(found, other, claim)]
    shorter = [other for found, other in others.contained if found and found in word and _differ(found, other, claim)]
    for other in longer[:TOLD]:
        sentence = f"句中有「{other.words}」时由规则「{other.rule.name}」回答：它比「{claim.words}」长，长的先答。"
        yield _finding(claim, Severity.NOTE, "longer-first", sentence)
    for other in shorter[:TOLD]:
        sentence = (
            f"句中有「{claim.words}」时由这条回答，不再由规则「{other.rule.name}」：它的「{other.words}」短一些。"
        )
        yield _finding(claim, Severity.NOTE, "longer-first", sentence)


def _differ(word: str, other: Claim, claim: Claim) -> bool:
    return word != claim.folded[0] and other.rule.name != claim.rule.name


def _finding(claim: Claim, severity: Severity, code: str, sentence: str) -> Finding:
    return Finding(severity=severity, code=code, rule=claim.rule.name, place=claim.place, sentence=sentence)
