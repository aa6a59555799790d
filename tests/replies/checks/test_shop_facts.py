"""The shop's own facts: over, soon over, or told nowhere."""

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, findings, only, rule, script


def telling(fact: str, say: str = "'{时间}'") -> str:
    return script(rule("营业", "{text: {contains: 几点}}", say=say), before=f"facts:\n  时间: {fact}\n")


def test_a_rule_that_tells_what_is_over_is_told_to_be_silent() -> None:
    finding = only(telling("{text: 十点, until: 2026-11-21}"))
    assert (finding.severity, finding.code, finding.rule, finding.line) == (Severity.WARNING, "fact-ended", "营业", 4)
    assert "「时间」2026-11-21 就到期了，所以它不再回答" in finding.sentence


def test_a_fact_that_ends_within_a_week_is_told_with_how_many_rules_it_silences() -> None:
    finding = only(telling("{text: 十点, until: 2026-11-24}"))
    assert (finding.code, finding.fact, finding.line) == ("fact-ending", "时间", 2)
    assert finding.sentence.startswith("还有 2 天到期（2026-11-24），之后说到它的 1 条规则都不再回答。")
    assert "今天到期" in only(telling("{text: 十点, until: 2026-11-22}")).sentence
    assert codes(telling("{text: 十点, until: 2026-11-29}")) == ["fact-ending"]
    assert codes(telling("{text: 十点, until: 2026-11-30}")) == []


def test_a_fact_that_goes_on_or_has_another_text_for_other_days_is_left_alone() -> None:
    assert codes(telling("十点")) == []
    assert codes(telling("{text: 十点, until: 2026-12-31}")) == []
    assert codes(telling("{text: 十点, until: 2026-11-01, otherwise: 八点}")) == []


def test_one_variant_that_tells_what_is_over_silences_the_rule() -> None:
    assert codes(telling("{text: 十点, until: 2026-11-21}", say="{one_of: ['{时间}', 八点]}")) == ["fact-ended"]


def test_a_fact_that_nobody_tells_is_told() -> None:
    finding = only(telling("十点", say="八点"))
    assert (finding.code, finding.fact) == ("fact-untold", "时间")
    assert "{时间}" in finding.sentence


def test_what_only_staff_are_told_is_told() -> None:
    source = script(rule("甲", "{menu: A}", more="do:\n  - notify: 问{时间}"), before="facts:\n  时间: 十点\n")
    assert codes(source) == []


def test_a_fact_that_does_not_exist_is_an_error_with_its_line() -> None:
    finding = only(telling("十点", say="'{x.__class__}{时间}'"))
    assert (finding.severity, finding.code, finding.rule, finding.line) == (Severity.ERROR, "unreadable", "营业", 4)
    assert finding.sentence.startswith("say：没有「{x.__class__}」可以填。")


def test_a_dialog_that_tells_what_is_over_is_told() -> None:
    steps = "    steps:\n      - {ask: '{时间}，几位？', expect: number, keep: 人数}\n"
    dialog = f"dialogs:\n  - name: 订位\n{steps}    say: 好\n"
    source = script(
        rule("订", "{menu: A}", more="do:\n  - start: 订位"),
        before="facts:\n  时间: {text: 十点, until: 2026-11-21}\n",
        after=dialog,
    )
    assert [(each.code, each.dialog, each.line) for each in findings(source)] == [("fact-ended", "订位", 10)]
