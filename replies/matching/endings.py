"""When rules fall silent: what they tell ends on a day, and nothing is told instead."""

from collections.abc import Iterator, Mapping
from datetime import date

from replies.answers.facts import facts_used
from replies.answers.reply import InTurn, OneOf, Reply, Say
from replies.language.rule import Rule, Script


def endings(script: Script) -> Mapping[str, date]:
    """The last day of the rules that have one, by the rule's name."""
    last = {name: fact.until for name, fact in script.facts.items() if fact.until is not None and not fact.then}
    if not last:
        return {}
    told = ((rule.name, [last[fact] for fact in _told(rule) if fact in last]) for rule in script.rules)
    return {name: min(days) for name, days in told if days}


def _told(rule: Rule) -> frozenset[str]:
    return frozenset(fact for reply in _replies(rule.say) for fact in facts_used(reply))


def _replies(say: Say) -> Iterator[Reply]:
    if isinstance(say, OneOf | InTurn):
        yield from say.replies
    else:
        yield say
