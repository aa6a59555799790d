"""What the channel would not show."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, only, rule, script

CARDS = "{news: [{title: 一, url: 'https://a.example/1'}, {title: 二, url: 'https://a.example/2'}]}"


def test_after_a_message_only_the_first_card_is_shown() -> None:
    finding = only(script(rule("新品", "{text: {contains: 新品}}", say=CARDS)))
    assert (finding.severity, finding.code) == (Severity.WARNING, "cards-cut")
    assert "有 2 张卡片，这里微信只显示前 1 张" in finding.sentence


def test_after_an_event_all_of_them_are() -> None:
    assert codes(script(rule("新品", "{menu: NEW}", say=CARDS))) == []


@pytest.mark.parametrize("when", ["{follow: any}", "{scan: table-*}", "{menu: HELP}"])
def test_a_hand_over_after_an_event_shows_nothing(when: str) -> None:
    finding = only(script(rule("人工", when, say="{hand_over: any}")))
    assert (finding.severity, finding.code) == (Severity.ERROR, "hand-over-unseen")


def test_a_hand_over_that_some_would_see_is_a_warning() -> None:
    finding = only(script(rule("人工", "{menu: HELP, text: {exact: 人工}}", say="{hand_over: any}")))
    assert finding.severity is Severity.WARNING
    assert codes(script(rule("人工", "{text: {exact: 人工}}", say="{hand_over: any}"))) == []
