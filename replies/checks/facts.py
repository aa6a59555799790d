"""The shop's own facts: over, soon over, or told nowhere."""

from collections.abc import Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.rule import Fact, Rule, Script
from replies.language.told import facts_of, facts_of_dialog

SOON = 7
"""Days before a fact ends that staff are told."""


def ended_facts(rule: Rule, script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Facts without which the rule says nothing any more."""
    for name in sorted(facts_of(rule) & script.facts.keys()):
        fact = script.facts[name]
        if _left(fact, surroundings) < 0:
            sentence = (
                f"要说的「{name}」{fact.until} 就到期了，所以它不再回答。请改「{name}」的 until，或给它写上 otherwise。"
            )
            yield Finding(severity=Severity.WARNING, code="fact-ended", rule=rule.name, place="say", sentence=sentence)


def ending_facts(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Facts that silence rules within a week."""
    told_by: dict[str, int] = {}
    for rule in script.rules:
        for name in facts_of(rule) & script.facts.keys():
            told_by[name] = told_by.get(name, 0) + 1
    for name, rules in told_by.items():
        left = _left(script.facts[name], surroundings)
        if 0 <= left <= SOON:
            day = "今天" if left == 0 else f"还有 {left} 天"
            until = script.facts[name].until
            sentence = f"{day}到期（{until}），之后说到它的 {rules} 条规则都不再回答。请改 until，或写上 otherwise。"
            yield _about(name, "fact-ending", sentence)


def ended_in_dialogs(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Facts that a dialog tells as nothing."""
    for dialog in script.dialogs:
        for name in sorted(facts_of_dialog(dialog) & script.facts.keys()):
            if _left(script.facts[name], surroundings) < 0:
                sentence = (
                    f"要说的「{name}」{script.facts[name].until} 就到期了，说出来是空的。请改 until，或写上 otherwise。"
                )
                yield Finding(
                    severity=Severity.WARNING, code="fact-ended", dialog=dialog.name, place="dialogs", sentence=sentence
                )


def untold_facts(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Facts that nothing tells."""
    told = frozenset().union(*map(facts_of, script.rules), *map(facts_of_dialog, script.dialogs))
    for name in script.facts:
        if name not in told:
            yield _about(name, "fact-untold", f"没有哪条规则说到它。请在要说的地方写 {{{name}}}，或删掉它。")


def _left(fact: Fact, surroundings: Surroundings) -> float:
    """The days until a fact has nothing to say any more: 0 on its last day, less when it is over."""
    if fact.until is None or fact.otherwise:
        return float("inf")
    return (fact.until - surroundings.today).days


def _about(name: str, code: str, sentence: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, fact=name, place=f"facts.{name}", sentence=sentence)
