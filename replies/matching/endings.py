"""When rules fall silent: what they tell ends on a day, and nothing is told instead."""

from collections.abc import Mapping
from datetime import date

from replies.language.rule import Script
from replies.language.told import facts_of


def endings(script: Script) -> Mapping[str, date]:
    """The last day of the rules that have one, by the rule's name."""
    last = {name: fact.until for name, fact in script.facts.items() if fact.until is not None and not fact.otherwise}
    if not last:
        return {}
    told = ((rule.name, [last[fact] for fact in facts_of(rule) if fact in last]) for rule in script.rules)
    return {name: min(days) for name, days in told if days}
