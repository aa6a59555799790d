"""Examples that expect what there is not."""

from collections.abc import Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.rule import Script


def unknown_expected(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Examples whose rule or dialog is gone or has another name now."""
    names = {rule.name for rule in script.rules} | {dialog.name for dialog in script.dialogs} | {""}
    for number, example in enumerate(script.examples, 1):
        if example.expect not in names:
            sentence = f"第 {number} 个例子要「{example.expect}」来回答，可没有这条规则。请改 expect，或删掉这个例子。"
            place = f"examples[{number}]"
            yield Finding(severity=Severity.ERROR, code="example-unknown", place=place, sentence=sentence)
