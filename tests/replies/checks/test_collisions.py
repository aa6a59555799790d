"""Two rules that would answer one message: who wins, and what the other never comes to."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, findings, only, rule, script

HOURS = rule("营业时间", "{text: {contains: [几点, 营业]}}")


def test_of_two_rules_with_one_phrase_the_second_is_told_who_wins_and_why() -> None:
    finding = only(script(HOURS, rule("几点", "{text: {contains: [几點？, 钟点]}}")))
    assert (finding.severity, finding.code, finding.rule, finding.line) == (Severity.WARNING, "taken", "几点", 5)
    assert finding.place == "when.text.contains"
    assert finding.sentence == (
        "when.text.contains 的「几點？」轮不到它：规则「营业时间」先回答了（「营业时间」也等「几点」，而且写在前面）。"
        "请删掉重复的，把这条移到「营业时间」前面，或给「营业时间」加上条件（only_if）。"
    )


def test_a_rule_that_loses_all_it_waits_for_is_told_once() -> None:
    finding = only(script(HOURS, rule("又一条", "{text: {contains: [几点, 营业]}}")))
    assert (finding.code, finding.rule, finding.place) == ("unreachable", "又一条", "when")
    assert finding.sentence.startswith("永远轮不到：它等的，规则「营业时间」都先回答了")


@pytest.mark.parametrize(
    "when",
    [
        "{text: {exact: 在吗}}",
        "{text: {starts_with: 我要}}",
        "{text: {contains_all: [改, 地址]}}",
        "{text: {pattern: '在.*哪'}}",
        "{text: {similar: 怎么办会员}}",
        "{menu: MENU_HOURS}",
        "{scan: table-3}",
        "{scan: table-*}",
        "{follow: any}",
        "{picture: any}",
        "{location: any}",
        "{location: {near: riverside, within: 500}}",
        "fallback",
    ],
)
def test_whatever_two_rules_wait_for_the_first_takes_it(when: str) -> None:
    assert codes(script(rule("甲", when), rule("乙", when))) == ["unreachable"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{text: {exact: 几点}}", "{text: {contains: 几点}}"),
        ("{text: {contains: 券}}", "{text: {contains: 优惠券}}"),
        ("{text: {starts_with: 我要}}", "{text: {starts_with: 我要投诉}}"),
        ("{text: {contains: 地址}}", "{text: {contains_all: [改, 地址]}}"),
        ("{text: {contains: 几点}}", "{text: {pattern: '几.*开门'}}"),
        ("{scan: any}", "{scan: table-*}"),
        ("{scan: table-*}", "{scan: table-3}"),
        ("{follow: any}", "{follow: {returning: true}}"),
        ("{location: any}", "{location: {within: 500}}"),
        ("{location: {near: riverside, within: 500}}", "{location: {within: 500}}"),
        ("{menu: A}", "{text: {exact: A}}"),
    ],
)
def test_what_comes_before_by_its_kind_is_no_collision(first: str, second: str) -> None:
    assert codes(script(rule("甲", first), rule("乙", second))) == []


def test_a_condition_in_front_leaves_the_rest_to_the_rule_behind() -> None:
    festival = rule("春节", "{text: {contains: 几点}}", more="only_if: {dates: {from: 2027-02-05, to: 2027-02-12}}")
    assert codes(script(festival, HOURS)) == []
    assert [finding.rule for finding in findings(script(HOURS, festival))] == ["春节"]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("{tag: [会员, 常客]}", "{tag: 会员}"),
        ("{points: 100}", "{points: 200}"),
        ("{hours: 周末 10:00–12:00}", "{hours: 周末 10:00–12:00, tier: 金卡}"),
        ("{dates: {from: 2027-01-01}}", "{dates: 2027-02-06}"),
        ("{without_tag: 黑名单}", "{without_tag: [黑名单, 新客]}"),
        ("{first_message_in: 24}", "{first_message_in: 48}"),
        ("{share: {test: 新文案, to: 50}}", "{share: {test: 新文案, from: 10, to: 20}}"),
    ],
)
def test_who_asks_less_in_front_leaves_nothing_to_who_asks_more(weaker: str, stronger: str) -> None:
    loose = rule("宽", "{menu: A}", more=f"only_if: {weaker}")
    strict = rule("严", "{menu: A}", more=f"only_if: {stronger}")
    assert [(finding.code, finding.rule) for finding in findings(script(loose, strict))] == [("unreachable", "严")]
    assert codes(script(strict, loose)) == []


def test_two_rules_may_share_out_everybody_between_them_and_leave_nobody_to_a_third() -> None:
    new, old = rule("新", "{follow: {returning: false}}"), rule("旧", "{follow: {returning: true}}")
    finding = only(script(new, old, rule("都来", "{follow: any}")))
    assert (finding.code, finding.rule) == ("unreachable", "都来")
    assert "规则「新」、「旧」都先回答了" in finding.sentence
    assert "问得更细" in finding.sentence
    assert "移到" not in finding.sentence


def test_having_a_coupon_or_none_is_everybody_too() -> None:
    having = rule("有券", "{menu: A}", more="only_if: {has_coupon: true}")
    having_none = rule("没券", "{menu: A}", more="only_if: {has_coupon: false}")
    assert codes(script(having, having_none, rule("都来", "{menu: A}"))) == ["unreachable"]
    assert codes(script(having, rule("都来", "{menu: A}"))) == []


def test_a_rule_that_falls_silent_on_a_day_leaves_what_comes_after() -> None:
    facts = "facts:\n  春节: {text: 十点开门, until: 2027-02-12}\n"
    festival = rule("春节", "{text: {contains: 几点}}", say="'{春节}'")
    assert codes(script(festival, HOURS, before=facts)) == []
    same = rule("初一", "{text: {contains: 几点}}", say="'{春节}'")
    assert [(each.code, each.rule) for each in findings(script(festival, same, before=facts))] == [
        ("unreachable", "初一")
    ]


def test_a_pattern_of_plain_words_never_comes_before_the_word_in_it() -> None:
    finding = only(script(HOURS, rule("开门", "{text: {pattern: 几点开门|营业到几点}}")))
    assert (finding.code, finding.rule) == ("unreachable", "开门")
    assert "「营业时间」的 when.text.contains「几点」总在 when.text.pattern 之前" in finding.sentence
    assert codes(script(HOURS, rule("开门", "{text: {pattern: 几点开门|开门没有}}"))) == []


def test_words_that_together_count_more_take_the_word_that_holds_them() -> None:
    both = rule("两样", "{text: {contains_all: [会员卡, 会员]}}")
    finding = only(script(rule("一样", "{text: {contains: 会员卡}}"), both))
    assert (finding.rule, finding.code) == ("一样", "unreachable")
    assert "更长" in finding.sentence


def test_a_pattern_that_fits_everything_is_told_and_so_is_what_stands_below_it() -> None:
    below = rule("在哪", "{text: {pattern: '在.*哪'}}")
    told = [(each.code, each.rule) for each in findings(script(rule("都接", "{text: {pattern: '.*'}}"), below))]
    assert told == [("fits-everything", "都接"), ("unreachable", "在哪")]
    assert codes(script(below, rule("别的", "{text: {pattern: ^$}}"))) == []


def test_what_is_only_similar_comes_behind_a_pattern_that_fits_everything_wherever_it_stands() -> None:
    above = rule("办卡", "{text: {similar: 怎么办会员}}")
    told = [(each.code, each.rule) for each in findings(script(above, rule("都接", "{text: {pattern: '.*'}}")))]
    assert told == [("unreachable", "办卡"), ("fits-everything", "都接")]


def test_a_follow_that_contradicts_its_own_rule_is_told() -> None:
    finding = only(script(rule("有券", "{follow: {has_coupon: true}}", more="only_if: {has_coupon: false}")))
    assert (finding.code, "正相反" in finding.sentence) == ("unreachable", True)


@pytest.mark.parametrize("when", ["{text: {pattern: '8:00'}}", "{text: {pattern: '几点，关门'}}"])
def test_signs_in_the_words_of_a_pattern_never_fit_a_text(when: str) -> None:
    assert codes(script(rule("钟点", when))) == ["unreachable"]


def test_one_word_that_fits_nothing_is_told_alone() -> None:
    finding = only(script(rule("钟点", "{text: {contains: 几点, pattern: '几点，关门'}}")))
    assert (finding.code, finding.place) == ("dead", "when.text.pattern")


def test_a_sign_alone_may_be_a_text() -> None:
    assert codes(script(rule("赞", "{text: {exact: '???', pattern: 👍|🙏, contains: 谢}}"))) == []
