"""Rules that meet: who answers, and what the other never comes to."""

from collections.abc import Iterator, Sequence
from datetime import date

from replies.checks.claims import Claim
from replies.checks.dead import why_dead
from replies.checks.finding import Finding, Severity
from replies.checks.never import why_never
from replies.checks.taken import Takers
from replies.language.rule import How, Rule

LISTED = 5
"""So many names or words are told; a list of more helps nobody."""
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


def _unreachable(rule: Rule, lost: Sequence[Taken]) -> Finding:
    sentence = f"永远轮不到：它等的，{_names(_winners(lost))}都先回答了（{_why(*lost[0])}）。{_mend(lost)}"
    return _warning(rule, "unreachable", "when", sentence)


def _taken(rule: Rule, lost: Sequence[Taken]) -> Iterator[Finding]:
    """One finding for all that one place loses to the same rules."""
    groups: dict[tuple[str, tuple[str, ...]], list[Taken]] = {}
    for claim, by in lost:
        groups.setdefault((claim.place, tuple(each.rule.name for each in by)), []).append((claim, by))
    for (place, _), taken in groups.items():
        words = _listed([f"「{claim.words}」" for claim, _ in taken])
        winners = _names(_winners(taken))
        sentence = f"{place} 的{words}轮不到它：{winners}先回答了（{_why(*taken[0])}）。{_mend(taken)}"
        yield _warning(rule, "taken", place, sentence)


def _winners(lost: Sequence[Taken]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.rule.name for _, by in lost for each in by))


def _why(claim: Claim, by: tuple[Claim, ...]) -> str:
    """Why the first of the winners wins."""
    winner = by[0]
    title = f"「{winner.rule.name}」"
    if winner.key[0] != claim.key[0]:
        return f"{title}的 {winner.place}「{winner.words}」总在 {claim.place} 之前"
    if _is_longer(winner, claim):
        return f"{title}的「{winner.words}」更长，长的先答"
    if winner.rank > claim.rank:
        return f"{title}问得更细，问得细的先答"
    if winner.key != claim.key:
        return f"{title}的「{winner.words}」也对得上，而且写在前面"
    return f"{title}也等「{winner.words}」，而且写在前面"


def _mend(lost: Sequence[Taken]) -> str:
    """What to do: moving the rule helps only where it lost by its place in the script."""
    winners = _winners(lost)
    them = f"「{winners[0]}」" if len(winners) == 1 else "它们"
    by_place = all(_lost_by_place(claim, winner) for claim, by in lost for winner in by)
    move = f"把这条移到{them}前面，" if by_place else ""
    return f"请删掉重复的，{move}或给{them}加上条件（only_if）。"


def _lost_by_place(claim: Claim, winner: Claim) -> bool:
    return winner.key[0] == claim.key[0] and not _is_longer(winner, claim) and winner.rank == claim.rank


def _is_longer(winner: Claim, claim: Claim) -> bool:
    by_length = claim.key[0] == How.CONTAINS
    return by_length and sum(map(len, winner.folded)) > sum(map(len, claim.folded))


def _names(names: Sequence[str]) -> str:
    return "规则" + _listed([f"「{name}」" for name in names])


def _listed(words: Sequence[str]) -> str:
    more = f"等 {len(words)} 个" if len(words) > LISTED else ""
    return "、".join(words[:LISTED]) + more


def _warning(rule: Rule, code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, rule=rule.name, place=place, sentence=sentence)
