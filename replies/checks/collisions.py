"""Rules that meet: who answers, and what the other never comes to."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import category

from replies.checks.claims import Claim
from replies.checks.finding import Finding, Severity
from replies.checks.never import why_never
from replies.checks.swallowed import alternatives
from replies.checks.taken import Takers
from replies.language.rule import How, Rule

LISTED = 5
"""So many names or words are told; a list of more helps nobody."""
_BLANK_BESIDE_CHINESE = re.compile(r"[^\x00-\x7f] | [^\x00-\x7f]")
Taken = tuple[Claim, tuple[Claim, ...]]


def collisions(rule: Rule, claims: Sequence[Claim], takers: Takers, today: date) -> Iterator[Finding]:
    """What of a rule never answers anything, and why: all of it, or single phrases, keys and scenes."""
    if never := why_never(rule.only_if, today):
        yield _warning(rule, "never", "only_if", f"永远不会回答：{never}。")
        return
    lost = [(claim, by) for claim in claims if why_dead(claim) is None and (by := takers.of(claim))]
    dead = [(claim, why) for claim in claims if (why := why_dead(claim))]
    if claims and not lost and len(dead) == len(claims):
        yield _warning(rule, "unreachable", "when", f"永远轮不到：{dead[0][1]}")
    elif claims and len(lost) + len(dead) == len(claims):
        yield _unreachable(rule, lost)
    else:
        yield from (
            _warning(rule, "dead", claim.place, f"{claim.place}「{claim.words}」：{why}") for claim, why in dead
        )
        yield from _taken(rule, lost)


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


def _unreachable(rule: Rule, lost: Sequence[Taken]) -> Finding:
    winners = _winners(lost)
    sentence = f"永远轮不到：它等的，都先由{_names(winners)}回答了（{_why(*lost[0])}）。{_mend(winners)}"
    return _warning(rule, "unreachable", "when", sentence)


def _taken(rule: Rule, lost: Sequence[Taken]) -> Iterator[Finding]:
    """One finding for all that one place loses to the same rules."""
    groups: dict[tuple[str, tuple[str, ...]], list[Taken]] = {}
    for claim, by in lost:
        groups.setdefault((claim.place, tuple(each.rule.name for each in by)), []).append((claim, by))
    for (place, _), taken in groups.items():
        winners = _winners(taken)
        words = _listed([f"「{claim.words}」" for claim, _ in taken])
        sentence = f"{place} 的{words}轮不到它：先由{_names(winners)}回答了（{_why(*taken[0])}）。{_mend(winners)}"
        yield _warning(rule, "taken", place, sentence)


def _winners(lost: Sequence[Taken]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.rule.name for _, by in lost for each in by))


def _why(claim: Claim, by: tuple[Claim, ...]) -> str:
    """Why the winner wins."""
    winner = by[0]
    if winner.key[0] != claim.key[0]:
        return f"它的 {winner.place}「{winner.words}」先于 {claim.place}"
    if sum(map(len, winner.folded)) > sum(map(len, claim.folded)):
        return f"它的 {winner.place}「{winner.words}」更长"
    if winner.rank > claim.rank:
        return "它问得更细"
    same = "也等这个" if winner.key == claim.key else f"的 {winner.place}「{winner.words}」也合"
    return f"它{same}，而且写在前面"


def _mend(winners: tuple[str, ...]) -> str:
    one = f"「{winners[0]}」" if len(winners) == 1 else "它们"
    return f"请删掉重复的，把这条移到{one}前面，或给{one}加上条件（only_if）。"


def _names(names: Sequence[str]) -> str:
    return "规则" + _listed([f"「{name}」" for name in names])


def _listed(words: Sequence[str]) -> str:
    more = f"等 {len(words)} 个" if len(words) > LISTED else ""
    return "、".join(words[:LISTED]) + more


def _warning(rule: Rule, code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, rule=rule.name, place=place, sentence=sentence)
