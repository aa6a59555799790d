"""The examples that a script carries: kept, or said to fail with what happened instead."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from replies.language.script import read_script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.rehearsal.examples import FailedExample, failing

NOON = datetime(2027, 1, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RULES = """
rules:
  - name: 春节时间
    when: {text: {contains: 几点}}
    only_if: {dates: {from: 2027-02-05, to: 2027-02-12}}
    say: 十点到六点
  - name: 营业时间
    when: {menu: MENU_HOURS, text: {contains: 几点}}
    say: 八点到十点
  - name: 会员价
    when: {text: {exact: 多少钱}}
    only_if: {tag: 会员}
    say: 九折
  - name: 欢迎
    when: {follow: table-*}
    say: 欢迎
  - name: 扫码
    when: {scan: table-*}
    say: 又见面了
  - name: 不理
    when: {text: {exact: 广告}}
    say: {silence: true}
  - name: 问订位
    when: {text: {exact: 订位}}
    say: 好的。
    do: [{start: 订位}]
  - name: 听不懂
    when: fallback
    say: 没听懂
dialogs:
  - name: 订位
    steps: [{ask: 几位？, expect: number, keep: 人数}]
    say: 好了。
examples:
"""


@pytest.fixture
def failed(normaliser: Normaliser) -> "Failed":
    return Failed(normaliser)


class Failed:
    """The failing ones of some examples of the script above."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._normaliser = normaliser

    def __call__(self, *examples: str) -> tuple[FailedExample, ...]:
        source = RULES + "\n".join(f"  - {example}" for example in examples)
        return failing(ScriptIndex(read_script(source), self._normaliser), NOON)


@pytest.mark.parametrize(
    "example",
    [
        "{text: 几点关门, expect: 营业时间}",
        "{text: 几点关门, at: 2027-02-06 10:00, expect: 春节时间}",
        "{text: 几点关门, at: 2027-02-13 00:00, expect: 营业时间}",
        "{menu: MENU_HOURS, expect: 营业时间}",
        "{text: 多少钱, tags: [会员], expect: 会员价}",
        "{text: 多少钱, expect: 听不懂}",
        "{follow: table-3, expect: 欢迎}",
        "{scan: table-3, expect: 扫码}",
        "{text: 广告, expect: 不理}",
        "{text: 广告, expect: ''}",
        "{menu: MENU_NONE, expect: 听不懂}",
        "{text: 订位, expect: 订位}",
    ],
)
def test_an_example_that_the_script_keeps_does_not_fail(failed: Failed, example: str) -> None:
    assert failed(example) == ()


def test_an_example_that_another_rule_answers_fails_and_says_which(failed: Failed) -> None:
    wrong = failed("{text: 几点关门, at: 2027-02-06 10:00, expect: 营业时间}", "{text: 几点, expect: 营业时间}")
    assert wrong == (FailedExample("「几点关门」（2027-02-06 10:00）→ 营业时间", "营业时间", "春节时间"),)


def test_an_example_that_only_the_fallback_answers_says_so(failed: Failed) -> None:
    assert failed("{text: 多少钱, expect: 会员价}") == (
        FailedExample("「多少钱」→ 会员价", "会员价", "听不懂（兜底）"),
    )


def test_silence_that_is_expected_and_broken_is_told(failed: Failed) -> None:
    assert failed("{menu: MENU_HOURS, expect: ''}") == (
        FailedExample("「点菜单 MENU_HOURS」→ 不回话", "不回话", "营业时间"),
    )


def test_a_follow_that_no_rule_greets_is_told(failed: Failed) -> None:
    assert failed("{follow: street, expect: 欢迎}") == (FailedExample("「关注 street」→ 欢迎", "欢迎", "没有规则回答"),)
