"""Texts over the channel's limit, counted in bytes with the facts in them."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, only, rule, script


def saying(say: str, before: str = "", more: str = "") -> str:
    return script(rule("长文", "{text: {contains: 长}}", say=say, more=more), before=before)


def test_a_text_is_counted_in_bytes_as_the_platform_does() -> None:
    assert codes(saying("字" * 682)) == []
    assert codes(saying("字" * 682 + "ab")) == []
    finding = only(saying("字" * 683))
    assert (finding.severity, finding.code, finding.place) == (Severity.ERROR, "too-long", "say")
    assert "say 有 2049 字节，微信一条最多 2,048 字节（大约 682 个汉字）" in finding.sentence


def test_what_a_fact_of_the_shop_brings_is_counted() -> None:
    assert codes(saying("字" * 600 + "{地址}", before=f"facts:\n  地址: {'路' * 83}\n")) == ["too-long"]
    assert codes(saying("字" * 600 + "{地址}", before=f"facts:\n  地址: {'路' * 80}\n")) == []


def test_what_only_a_long_name_would_make_too_long_is_a_warning() -> None:
    finding = only(saying("字" * 670 + "{nickname}"))
    assert (finding.severity, finding.code) == (Severity.WARNING, "maybe-too-long")
    assert codes(saying("字" * 640 + "{nickname}")) == []


def test_what_a_fact_will_be_then_is_counted_too() -> None:
    fact = f"facts:\n  地址: {{text: 这里, until: 2027-02-12, otherwise: {'路' * 90}}}\n"
    assert codes(saying("字" * 600 + "{地址}", before=fact)) == ["maybe-too-long"]


@pytest.mark.parametrize("place", ["say.one_of[2]", "otherwise"])
def test_every_text_of_a_rule_is_counted(place: str) -> None:
    long = "字" * 700
    say, more = (
        (f"{{one_of: [短, {long}]}}", "") if place != "otherwise" else ("短", f"otherwise: {long}\ndo:\n  - tag: 甲")
    )
    assert only(saying(say, more=more)).place == place


def test_numbered_choices_are_counted_as_they_will_be_said() -> None:
    assert codes(saying(f"{{choices: {{ask: {'问' * 677}, items: [一样, 两样]}}}}")) == ["too-long"]


@pytest.mark.parametrize("say", ['"\\u200b"', '"\\u200b\\u2060"', "'{店名}'"])
def test_a_text_that_nobody_could_see_is_an_error(say: str) -> None:
    assert codes(saying(say, before='facts:\n  店名: "\\u200b"\n' if "店名" in say else "")) == ["empty"]


def test_the_first_question_of_a_dialog_counts_with_what_is_said_before_it() -> None:
    dialog = (
        f"dialogs:\n  - name: 订位\n    steps:\n      - {{ask: {'问' * 300}, expect: text, keep: 话}}\n    say: 好\n"
    )
    begin = rule("订", "{menu: A}", say="字" * 400, more="do:\n  - start: 订位")
    finding = only(script(begin, after=dialog))
    assert (finding.code, finding.place) == ("too-long", "say")
    assert finding.sentence.startswith("say 连同「订位」的第一句问话 有 2101 字节")


def test_the_first_question_counts_also_behind_the_end_of_another_dialog() -> None:
    steps = "    steps: [{ask: 问, expect: text, keep: 话}]\n"
    first = f"  - name: 一\n{steps}    say: {'字' * 400}\n    do: {{start: 二}}\n    cancelled: {'字' * 400}\n"
    second = f"  - name: 二\n{steps.replace('问,', '问' * 300 + ',')}    say: 好\n"
    begin = rule("订", "{menu: A}", more="do:\n  - start: 一")
    finding = only(script(begin, after=f"dialogs:\n{first}{second}"))
    assert (finding.code, finding.dialog, finding.place) == ("too-long", "一", "say")


def test_what_a_dialog_has_learnt_may_make_its_last_word_too_long() -> None:
    steps = "      - {ask: 问, expect: text, keep: 话, most: 600}\n"
    dialog = f"dialogs:\n  - name: 记\n    steps:\n{steps}    say: {'字' * 100}{{话}}\n"
    source = script(rule("订", "{menu: A}", more="do:\n  - start: 记"), after=dialog)
    finding = only(source)
    assert (finding.code, finding.dialog, finding.place, finding.line) == ("maybe-too-long", "记", "say", 8)
