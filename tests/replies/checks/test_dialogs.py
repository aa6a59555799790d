"""Dialogs that nobody could finish, leave or begin."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, findings, only, rule, script


def dialog(name: str, step: str = "{ask: 几位？, expect: number, keep: 数}", more: str = "") -> str:
    further = "".join(f"    {line}\n" for line in more.splitlines())
    return f"  - name: {name}\n    steps:\n      - {step}\n    say: 好\n{further}"


def begun(*dialogs: str, begins: str = "订位") -> str:
    return script(rule("开始", "{menu: A}", more=f"do:\n  - start: {begins}"), after=f"dialogs:\n{''.join(dialogs)}")


def test_a_plain_dialog_is_left_alone() -> None:
    assert codes(begun(dialog("订位"))) == []


def test_a_dialog_that_begins_itself_at_its_end_never_ends() -> None:
    finding = only(begun(dialog("订位", more="do:\n  - start: 订位")))
    assert (finding.severity, finding.code, finding.dialog, finding.line) == (
        Severity.ERROR,
        "dialog-endless",
        "订位",
        8,
    )


def test_dialogs_that_begin_one_another_in_a_ring_never_end() -> None:
    told = findings(begun(dialog("订位", more="do:\n  - start: 点单"), dialog("点单", more="do:\n  - start: 订位")))
    assert [(each.code, each.dialog) for each in told] == [("dialog-endless", "订位"), ("dialog-endless", "点单")]
    assert "「订位」 → 「点单」 → 「订位」" in told[0].sentence
    assert codes(begun(dialog("订位", more="do:\n  - start: 点单"), dialog("点单"))) == []


def test_a_dialog_that_nothing_begins_is_told_with_how_to_begin_it() -> None:
    finding = only(begun(dialog("订位"), dialog("点单")))
    assert (finding.code, finding.dialog) == ("dialog-unstarted", "点单")
    assert "start: 点单" in finding.sentence


@pytest.mark.parametrize(
    ("step", "more"),
    [
        ("{ask: 几位？, expect: number, keep: 数}", "cancel: ['0']"),
        ("{ask: 哪样？, expect: choice, keep: 样, choices: [甲, 乙]}", "back: ['2']"),
    ],
)
def test_a_number_that_leads_out_and_would_be_an_answer_is_an_error(step: str, more: str) -> None:
    finding = only(begun(dialog("订位", step, more)))
    assert (finding.severity, finding.code) == (Severity.ERROR, "word-ambiguous")


def test_a_choice_with_a_word_in_it_that_leads_out_is_a_warning() -> None:
    finding = only(begun(dialog("订位", "{ask: 哪样？, expect: choice, keep: 样, choices: [改时间, 取消预约]}")))
    assert (finding.severity, finding.code, finding.place) == (Severity.WARNING, "word-in-choice", "steps[1]")
    assert "「取消预约」里有取消的词，顾客只回「取消」就选不了它" in finding.sentence


def test_a_number_that_is_no_answer_may_lead_out() -> None:
    assert codes(begun(dialog("订位", "{ask: 几位？, expect: number, keep: 数, least: 1}", "cancel: ['0']"))) == []


def test_nobody_remembers_a_question_of_the_day_before() -> None:
    assert codes(begun(dialog("订位", more="time_out: 1441"))) == ["dialog-time-out"]
    assert codes(begun(dialog("订位", more="time_out: 1440"))) == []


@pytest.mark.parametrize(
    ("step", "more"),
    [
        ("{ask: 哪样？, expect: choice, keep: 样, choices: [甲]}", ""),
        ("{ask: 哪样？, expect: choice, keep: 样, choices: [取消, 乙]}", ""),
        ("{ask: 几位？, expect: number, keep: 数, least: 9, most: 1}", ""),
        ("{ask: 哪天？, expect: date, keep: 天, within_days: 0}", ""),
        ("{ask: 几位？, expect: number, keep: 数}", "cancel: []"),
        ("{ask: 几位？, expect: number, keep: 数}", "back: [取消]"),
        ("{ask: 几位？, expect: number, keep: 数}", "time_out: 0"),
        ("{ask: 几位？, expect: number, keep: 数}", "do:\n  - start: 别的"),
    ],
)
def test_what_one_dialog_alone_does_wrong_is_told_as_it_is_read(step: str, more: str) -> None:
    finding = only(begun(dialog("订位", step, more)))
    assert (finding.severity, finding.code, finding.line) == (Severity.ERROR, "unreadable", 8)
