"""Reading what staff wrote, in few words."""

import pytest

from replies.language.dialog import Dialog
from replies.language.rule import Rule
from replies.language.script import read_script
from replies.language.source import Flaw, ScriptError

RULE = "rules:\n  - name: 试试\n    when: fallback\n    say: 好\n"
STEP = "{ask: 几位？, expect: number, keep: 人数}"


def rule_of(body: str, before: str = "") -> Rule:
    """The rule 试试 with this body, the lines of which begin with a word; ``before`` stands before the rules."""
    (rule,) = read_script(f"{before}rules:\n  - name: 试试\n{indented(body)}").rules
    return rule


def rule_that(field: str, written: str) -> Rule:
    """A rule in which one more field is written, or one otherwise."""
    fields = {"when": "fallback", "say": "好"} | {field: written}
    return rule_of("\n".join(f"{name}: {value}" for name, value in fields.items()))


def dialog_of(body: str, before: str = "") -> Dialog:
    """The dialog 订位 with this body."""
    (dialog,) = read_script(f"{before}{RULE}dialogs:\n  - name: 订位\n{indented(body)}").dialogs
    return dialog


def flaws_of(source: str) -> tuple[Flaw, ...]:
    """What is wrong with a source, of which there must be something."""
    with pytest.raises(ScriptError) as refused:
        read_script(source)
    return refused.value.flaws


def flaw_of(source: str) -> Flaw:
    """The only thing that is wrong with a source."""
    (flaw,) = flaws_of(source)
    return flaw


def indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.strip().splitlines())
