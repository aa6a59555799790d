"""A script checked whole."""

import time

from replies.answers.reply import Text
from replies.checks.check import check_script, check_source
from replies.checks.finding import Severity
from replies.language.rule import How, Phrase, Rule, Script, When, WhenText
from replies.starter import starter_script
from tests.replies.checks.checking import findings, rule, script, shop


def test_the_starter_has_nothing_wrong_with_it() -> None:
    assert findings(starter_script()) == ()


def test_everything_that_cannot_be_read_is_told_at_once_with_its_line() -> None:
    source = script(rule("甲", "{menus: A}"), rule("乙", "{menu: B}"), rule("丙", "{menu: C}", say="'{7*7}'"))
    checked = check_source(source, shop())
    assert checked.script is None
    assert [(each.rule, each.line) for each in checked.findings] == [("甲", 2), ("丙", 8)]


def test_errors_come_before_warnings_and_both_in_the_order_of_the_script() -> None:
    source = script(
        rule("甲", "{text: {contains: 几点}}"),
        rule("乙", "{text: {contains: 几点}}"),
        rule("丙", "{follow: any}", say="{hand_over: any}"),
        rule("丁", "{menu: A}", say="字" * 700),
    )
    told = [(each.severity, each.line) for each in findings(source)]
    assert told == [(Severity.ERROR, 8), (Severity.ERROR, 11), (Severity.WARNING, 5)]


def test_a_pattern_that_hurts_elsewhere_is_fine_here() -> None:
    assert findings(script(rule("甲", "{text: {pattern: '(a+)+$'}}"))) == ()


def test_two_thousand_rules_that_all_want_the_same_are_checked_in_a_moment() -> None:
    when = When(text=WhenText(phrases=(Phrase(How.CONTAINS, "几点"), Phrase(How.PATTERN, "几.*点"))))
    rules = tuple(Rule(name=f"第{number}条", say=Text("好"), when=when) for number in range(2_000))
    started = time.perf_counter()
    found = check_script(Script(rules=rules), shop())
    assert time.perf_counter() - started < 2
    assert [finding.code for finding in found] == ["unreachable"] * 1_999
