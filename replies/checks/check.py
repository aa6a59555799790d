"""A script, checked whole."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from replies.checks.budget import over_budget
from replies.checks.checker import Checker
from replies.checks.dialogs import ambiguous, endless, unstarted, waits
from replies.checks.facts import ended_in_dialogs, ending_facts, untold_facts
from replies.checks.finding import Finding, Severity
from replies.checks.lengths import long_dialog_texts
from replies.checks.located import located, unreadable
from replies.checks.media import wrong_dialog_media
from replies.checks.named import unknown_in_dialogs
from replies.checks.shown import unseen_in_dialogs
from replies.checks.started import held_up_after_dialogs
from replies.checks.surroundings import Surroundings
from replies.language.rule import Script
from replies.language.script import read_script
from replies.language.source import ScriptError
from replies.matching.normalise import Normaliser

OF_SCRIPTS: tuple[Callable[[Script, Surroundings], Iterator[Finding]], ...] = (
    over_budget,
    ending_facts,
    untold_facts,
    ambiguous,
    endless,
    waits,
    held_up_after_dialogs,
    unstarted,
    long_dialog_texts,
    unseen_in_dialogs,
    wrong_dialog_media,
    unknown_in_dialogs,
    ended_in_dialogs,
)
"""What is checked of a script besides its rules."""
_WORST_FIRST = tuple(Severity)


class Checked(msgspec.Struct, frozen=True):
    """``script`` is None where it cannot be read; then the findings say why. Errors come first, then by line."""

    script: Script | None
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are that bad."""
        return sum(finding.severity is severity for finding in self.findings)


def check_source(source: str, surroundings: Surroundings) -> Checked:
    """Everything that is wrong with a script, whatever it is made of."""
    try:
        script = read_script(source)
    except ScriptError as error:
        return Checked(None, tuple(unreadable(error)))
    return Checked(script, worst_first(located(check_script(script, surroundings), script, source)))


def check_script(script: Script, surroundings: Surroundings) -> tuple[Finding, ...]:
    """The same of a script that was read; the findings have no lines."""
    checker = Checker(script, surroundings, Normaliser())
    others = (finding for check in OF_SCRIPTS for finding in check(script, surroundings))
    return worst_first((*checker.of_rules(), *others))


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before warnings, each as they stand in the script."""
    return tuple(sorted(findings, key=lambda each: (_WORST_FIRST.index(each.severity), each.line or 0)))
