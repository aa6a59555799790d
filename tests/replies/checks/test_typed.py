"""A rule checked while it is typed: what it loses, what it takes, and whom it meets."""

import time

import pytest

from replies.answers.reply import Text
from replies.checks.checker import Checker
from replies.checks.finding import Finding, Severity
from replies.checks.typed import check_rule_source
from replies.language.rule import How, Phrase, Rule, Script, When, WhenText
from replies.language.source import ScriptError
from replies.matching.normalise import Normaliser
from tests.replies.checks.checking import rule, script, shop

SCRIPT = script(
    rule("营业时间", "{text: {contains: 几点}}"),
    rule("会员几点", "{text: {contains: 钟头}}", more="only_if: {tag: 会员}"),
    rule("优惠券", "{text: {contains: 优惠券}, menu: COUPON}"),
    before="budget: {points: 100}\n",
)


def typed(text: str) -> tuple[Finding, ...]:
    return check_rule_source(SCRIPT, text, shop()).findings


def told(text: str) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.code) for finding in typed(text)]


def test_a_new_rule_comes_last_and_is_told_what_it_loses() -> None:
    assert told("name: 新\nwhen: {text: {contains: [几点, 开门]}}\nsay: 八点") == [("warning", "taken")]


def test_a_rule_of_a_name_that_is_there_takes_its_place() -> None:
    (finding,) = typed("name: 营业时间\nwhen: {text: {contains: [几点, 开门]}, menu: COUPON}\nsay: 八点")
    assert (finding.severity, finding.code, finding.place) == (Severity.WARNING, "takes", "when.menu")
    assert "「COUPON」写在规则「优惠券」之前，那条里的「COUPON」就再也轮不到了" in finding.sentence


def test_whom_it_meets_is_told_as_a_note() -> None:
    (behind,) = typed("name: 新\nwhen: {text: {contains: 钟头}}\nsay: 八点")
    assert (behind.severity, behind.code) == (Severity.NOTE, "meets")
    assert "那条在前面，它的条件合时由它回答，不合时才由这条回答" in behind.sentence
    (before,) = typed("name: 营业时间\nwhen: {menu: COUPON}\nonly_if: {tag: 会员}\nsay: 八点")
    assert "条件合时由这条回答，不合时才由那条回答" in before.sentence


def test_of_a_longer_and_a_shorter_word_the_longer_answers() -> None:
    (longer,) = typed("name: 新\nwhen: {text: {contains: 券}}\nsay: 有券")
    assert longer.sentence == "句中有「优惠券」时由规则「优惠券」回答：它比「券」长，长的先答。"
    (shorter,) = typed("name: 新\nwhen: {text: {contains: 新人优惠券}}\nsay: 有券")
    assert "句中有「新人优惠券」时由这条回答，不再由规则「优惠券」" in shorter.sentence


def test_what_it_gives_counts_with_what_the_others_give() -> None:
    assert told("- name: 新\n  when: {menu: GIFT}\n  say: 送您\n  do: [{points: 101}]") == [("error", "over-budget")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: 新\nwhen: {menu: A}\nsay: '{{7*7}}'", "say：没有「{7*7}」可以填。"),
        ("name: 新\nsay: 好", "when：少了 when。"),
        ("when: {menu: A}\nsay: 好", "少了 name。"),
        ("name: 新\n\twhen: x", "这里用了制表符（Tab）。"),
        ("name: 新\nwhen: {menu: A}\nsay: 好\ndo: [{start: 订位}]", "订位"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_why(text: str, sentence: str) -> None:
    (finding,) = typed(text)
    assert (finding.severity, finding.code) == (Severity.ERROR, "unreadable")
    assert sentence in finding.sentence


def test_a_script_that_cannot_be_read_has_no_place_for_a_rule() -> None:
    with pytest.raises(ScriptError, match="写了两次"):
        check_rule_source("rules: []\nrules: []\n", "name: 新\nwhen: {menu: A}\nsay: 好", shop())


def test_among_five_hundred_rules_it_takes_no_longer_than_a_key_stroke() -> None:
    phrases = [WhenText(phrases=(Phrase(How.CONTAINS, f"词{n}"), Phrase(How.EXACT, f"句{n}"))) for n in range(500)]
    rules = tuple(Rule(name=f"第{n}条", say=Text("好"), when=When(text=text)) for n, text in enumerate(phrases))
    checker = Checker(Script(rules=rules), shop(), Normaliser())
    checker.check_rule(rules[0])
    started = time.perf_counter()
    checker.check_rule(rules[-1])
    assert time.perf_counter() - started < 0.02
