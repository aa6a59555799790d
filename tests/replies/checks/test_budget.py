"""What one person could be given by all the rules together."""

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, only, rule, script

BUDGET = "budget: {points: 100, coupons: 1}\n"


def giving(name: str, when: str, gift: str, only_if: str = "") -> str:
    return rule(name, when, more=f"do:\n  - {gift}" + (f"\nonly_if: {only_if}" if only_if else ""))


def test_more_points_than_the_budget_is_an_error_that_names_the_largest_givers() -> None:
    finding = only(
        script(giving("签到", "{menu: A}", "points: 80"), giving("答题", "{menu: B}", "points: 30"), before=BUDGET)
    )
    assert (finding.severity, finding.code, finding.place, finding.line) == (
        Severity.ERROR,
        "over-budget",
        "budget.points",
        1,
    )
    assert "会有 110 分积分，超过了 100。给得最多的：「签到」80、「答题」30。" in finding.sentence
    assert codes(script(giving("签到", "{menu: A}", "points: 100"), before=BUDGET)) == []


def test_every_coupon_counts() -> None:
    gifts = [giving(name, f"{{menu: {name}}}", "coupon: welcome") for name in ("A", "B")]
    assert codes(script(*gifts, before=BUDGET)) == ["over-budget"]
    assert codes(script(gifts[0], before=BUDGET)) == []


def test_a_person_is_rewarded_once_for_following_whatever_rule_greets_them() -> None:
    greetings = [giving(name, f"{{follow: {name}}}", "points: 90") for name in ("table-1", "table-2")]
    assert codes(script(*greetings, before=BUDGET)) == []
    both = giving("又扫又关注", "{follow: any, scan: any}", "points: 60")
    assert codes(script(both, before=BUDGET)) == ["over-budget"]


def test_a_person_has_one_place_in_a_test() -> None:
    def half(name: str, share: str) -> str:
        return giving(name, "{menu: A}", "points: 90", only_if=f"{{share: {share}}}")

    a, b = half("甲", "{test: 送分, to: 50}"), half("乙", "{test: 送分, from: 50, to: 100}")
    assert codes(script(a, b, before=BUDGET)) == []
    overlapping = half("乙", "{test: 送分, from: 49, to: 100}")
    assert codes(script(a, overlapping, before=BUDGET)) == ["over-budget"]


def test_what_is_over_gives_nobody_anything() -> None:
    over = giving("去年", "{menu: A}", "points: 90", only_if="{dates: {to: 2025-12-31}}")
    assert codes(script(over, giving("今年", "{menu: B}", "points: 90"), before=BUDGET)) == ["never"]


def test_the_end_of_a_dialog_counts() -> None:
    dialog = (
        "dialogs:\n  - name: 绑手机\n    steps:\n      - {ask: 手机号？, expect: phone, keep: 手机}\n    say: 好\n"
        "    do:\n      - points: 101\n"
    )
    begin = rule("绑", "{menu: A}", more="do:\n  - start: 绑手机")
    assert codes(script(begin, before=BUDGET, after=dialog)) == ["over-budget"]
