"""Things that a script names and the account has not."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, only, rule, script


@pytest.mark.parametrize(
    ("when", "more", "code", "sentence"),
    [
        (
            "{menu: A}",
            "do:\n  - coupon: birthday",
            "coupon-unknown",
            "没有编号是「birthday」的券，送不出去。现在有的：welcome。",
        ),
        ("{location: {near: airport, within: 100}}", "", "store-unknown", "没有编号是「airport」的门店"),
        ("{location: {near: station, within: 100}}", "", "store-unknown", "门店「station」还没有写位置"),
    ],
)
def test_what_is_named_in_vain_is_an_error(when: str, more: str, code: str, sentence: str) -> None:
    finding = only(script(rule("甲", when, more=more)))
    assert (finding.severity, finding.code) == (Severity.ERROR, code)
    assert sentence in finding.sentence


def test_what_is_there_is_left_alone() -> None:
    assert codes(script(rule("甲", "{menu: A}", more="do:\n  - coupon: welcome"))) == []
    assert codes(script(rule("甲", "{location: [{near: riverside, within: 100}, {within: 300}]}"))) == []


def test_where_no_store_has_a_place_nobody_is_near_one() -> None:
    source = script(rule("甲", "{location: {within: 300}}"))
    assert codes(source, stores={"station": False}) == ["store-unknown"]


def test_what_is_not_known_is_not_checked() -> None:
    source = script(rule("甲", "{location: {near: airport, within: 1}}", more="do:\n  - coupon: birthday"))
    assert codes(source, stores=None, coupon_kinds=None) == []


def test_a_coupon_at_the_end_of_a_dialog_is_looked_for_too() -> None:
    dialog = (
        "dialogs:\n  - name: 订\n    steps:\n      - {ask: 几位？, expect: number, keep: 数}\n    say: 好\n"
        "    do:\n      - coupon: birthday\n"
    )
    source = script(rule("开始", "{menu: A}", more="do:\n  - start: 订"), after=dialog)
    assert codes(source) == ["coupon-unknown"]


def test_a_coupon_that_is_not_there_is_no_error_where_something_is_said_otherwise() -> None:
    finding = only(script(rule("甲", "{menu: A}", more="do:\n  - coupon: birthday\notherwise: 您好")))
    assert (finding.severity, finding.code) == (Severity.WARNING, "coupon-unknown")
    assert finding.sentence == "没有编号是「birthday」的券，先只说 otherwise 里的话。现在有的：welcome。"
