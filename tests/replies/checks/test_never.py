"""Conditions that never hold."""

import pytest

from tests.replies.checks.checking import codes, only, rule, script


def asking(only_if: str) -> str:
    return script(rule("春节", "{text: {contains: 春节}}", more=f"only_if: {only_if}"))


@pytest.mark.parametrize(
    ("only_if", "sentence"),
    [
        ("{dates: {from: 2026-02-05, to: 2026-02-12}}", "dates 到 2026-02-12 就过完了"),
        ("{dates: [2026-10-01, 2026-11-21]}", "dates 到 2026-11-21 就过完了"),
        ("{tag: 会员, without_tag: [会员, 新客]}", "tag 和 without_tag 里都有「会员」"),
        ("{dates: 2027-02-06, hours: 周一至周五 09:00–18:00}", "没有一天是 hours 里的星期几"),
    ],
)
def test_a_rule_that_can_never_answer_is_told_with_the_reason(only_if: str, sentence: str) -> None:
    finding = only(asking(only_if))
    assert (finding.code, finding.rule, finding.line) == ("never", "春节", 2)
    assert sentence in finding.sentence


@pytest.mark.parametrize(
    "only_if",
    [
        "{dates: {to: 2026-11-22}}",
        "{dates: [2026-10-01, 2026-12-01]}",
        "{dates: {from: 2026-02-05}, hours: 周一 09:00–18:00}",
        "{tag: [会员, 新客], without_tag: 会员}",
        "{dates: 2027-02-06, hours: 周五 22:00–02:00}",
        "{dates: {from: 2027-02-01, to: 2027-02-28}, hours: 周日 09:00–18:00}",
    ],
)
def test_a_rule_that_may_still_answer_is_left_alone(only_if: str) -> None:
    assert codes(asking(only_if)) == []
