"""Dialogs whose first question, or the answer to it, would wait."""

import pytest

from tests.replies.checks.checking import codes, findings, only, rule, script

DIALOG = "dialogs:\n  - name: 订位\n    steps: [{ask: 几位？, expect: number, keep: 数}]\n    say: 好\n"
CHOICES = "{choices: {ask: 哪样？, items: [甲, 乙]}}"


def begun(say: str, more: str = "") -> str:
    return script(rule("开始", "{text: {exact: 订}}", say, f"do:\n  - start: 订位\n{more}"), after=DIALOG)


@pytest.mark.parametrize("say", ["{picture: M_LATTE}", "{hand_over: any}", CHOICES, "{one_of: [好, {voice: M_HELLO}]}"])
def test_a_question_cannot_be_said_behind_what_is_no_text(say: str) -> None:
    finding = only(begun(say))
    assert (finding.code, finding.rule) == ("start-waits", "开始")
    assert "对话「订位」的第一句接不上，要等顾客再说一句才会问" in finding.sentence


@pytest.mark.parametrize("say", ["这就给您订", "{silence: true}", "{one_of: [好, 您好]}"])
def test_behind_a_text_or_alone_it_is_said(say: str) -> None:
    assert codes(begun(say)) == []


def test_what_is_said_otherwise_counts_too() -> None:
    assert only(begun("好", "otherwise: {picture: M_LATTE}")).place == "otherwise"


def test_whoever_is_handed_over_gives_no_answer_to_a_dialog() -> None:
    finding = only(begun("好", "  - hand_over: 45"))
    assert (finding.code, finding.place) == ("start-waits", "do.hand_over")
    assert "45 分钟内顾客怎么答，对话都不接" in finding.sentence


def test_a_dialog_that_begins_another_is_looked_at_too() -> None:
    first = "  - name: 先问\n    steps: [{ask: 名字？, expect: text, keep: 名}]\n    say: {picture: M_LATTE}\n"
    after = f"{DIALOG}{first}    do:\n      - start: 订位\n      - hand_over: 5\n"
    told = findings(script(rule("开始", "{menu: A}", more="do:\n  - start: 先问"), after=after))
    assert [(each.code, each.dialog, each.place) for each in told] == [
        ("start-waits", "先问", "say"),
        ("start-waits", "先问", "do.hand_over"),
    ]
