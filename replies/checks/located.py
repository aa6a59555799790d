"""The lines on which what was found stands."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from replies.checks.finding import Finding, Severity
from replies.language.flaws import SHOWN
from replies.language.lines import Lines, lines_of
from replies.language.rule import Script
from replies.language.source import Flaw, ScriptError


def located(findings: Iterable[Finding], script: Script, source: str) -> Iterator[Finding]:
    """The findings with the line on which the rule, dialog, fact or section of each begins."""
    found = list(findings)
    if not found:
        return
    # Composing the source anew costs more than checking it, so only a script that needs it pays.
    lines = lines_of(source)
    dialogs = {dialog.name: position for position, dialog in enumerate(script.dialogs)}
    yield from (replace(finding, line=_line(finding, dialogs, lines)) for finding in found)


def unreadable(error: ScriptError) -> Iterator[Finding]:
    """What keeps a script from being read."""
    for flaw in error.flaws:
        place = _place(flaw)
        yield Finding(
            severity=Severity.ERROR,
            code="unreadable",
            rule=flaw.rule,
            place=place,
            sentence=f"{place}：{flaw.sentence}" if place else flaw.sentence,
            line=flaw.line,
        )


def _place(flaw: Flaw) -> str:
    """Without the rule, which is told before every sentence about it."""
    title = f"规则「{flaw.rule[:SHOWN]}」"
    return flaw.place.removeprefix(title).removeprefix("的 ") if flaw.rule else flaw.place


def _line(finding: Finding, dialogs: Mapping[str, int], lines: Lines) -> int | None:
    if finding.rule:
        return lines.named.get(finding.rule)
    if finding.dialog:
        return lines.of("dialogs", dialogs[finding.dialog])
    if finding.fact:
        return lines.of("facts", finding.fact)
    section, _, number = finding.place.partition("[")
    return lines.of(section.split(".")[0], int(number[:-1]) - 1 if number else None)
