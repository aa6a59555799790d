"""The rules of a script, checked one by one, also one that is being typed."""

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from replies.checks.budget import over_budget
from replies.checks.claims import Claim, Claims
from replies.checks.collisions import collisions
from replies.checks.facts import ended_facts
from replies.checks.finding import Finding
from replies.checks.lengths import long_texts
from replies.checks.lumped import lumped_words
from replies.checks.media import wrong_media
from replies.checks.named import unknown_names
from replies.checks.patterns import odd_patterns
from replies.checks.rivals import rivals
from replies.checks.shown import unseen_replies
from replies.checks.started import held_up_dialogs
from replies.checks.surroundings import Surroundings
from replies.checks.taken import Takers
from replies.language.rule import Rule, Script
from replies.matching.normalise import Normaliser

OF_RULES: tuple[Callable[[Rule, Script, Surroundings], Iterator[Finding]], ...] = (
    long_texts,
    unseen_replies,
    ended_facts,
    wrong_media,
    unknown_names,
    held_up_dialogs,
    lumped_words,
)
"""What is checked of each rule by itself."""


class Checker:
    """Checks the rules of one script. Made once, and asked as often as a rule is typed."""

    def __init__(self, script: Script, surroundings: Surroundings, normaliser: Normaliser) -> None:
        self._script = script
        self._surroundings = surroundings
        self._claims = Claims(script, normaliser)
        self._takers = Takers(self._claims)

    def of_rules(self) -> Iterator[Finding]:
        """What is wrong with the rules of the script."""
        for rule, claims in zip(self._script.rules, self._claims.of_rules, strict=True):
            yield from self._of_rule(rule, claims)

    def check_rule(self, rule: Rule) -> tuple[Finding, ...]:
        """What is wrong with a rule if it took the place of the one of its name, or came last where there is none.

        Also tells, as notes, which rules it meets and who answers then.
        """
        rules = self._script.rules
        position = next((place for place, other in enumerate(rules) if other.name == rule.name), len(rules))
        claims = self._claims.of(rule, position)
        return (
            *self._of_rule(rule, claims),
            *self._over_budget(rule, position),
            *rivals(rule, claims, self._claims),
        )

    def _of_rule(self, rule: Rule, claims: Sequence[Claim]) -> Iterator[Finding]:
        yield from collisions(rule, claims, self._takers, self._surroundings.today)
        yield from odd_patterns(claims)
        for check in OF_RULES:
            yield from check(rule, self._script, self._surroundings)

    def _over_budget(self, rule: Rule, position: int) -> Iterator[Finding]:
        if not rule.do:
            return
        rules = self._script.rules
        changed = replace(self._script, rules=(*rules[:position], rule, *rules[position + 1 :]))
        yield from (replace(finding, rule=rule.name) for finding in over_budget(changed, self._surroundings))


def check_rule(script: Script, rule: Rule, surroundings: Surroundings) -> tuple[Finding, ...]:
    """``Checker.check_rule`` where a script is asked about only once."""
    return Checker(script, surroundings, Normaliser()).check_rule(rule)
