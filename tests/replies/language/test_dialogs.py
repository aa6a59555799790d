"""Dialogs as staff write them, and the sentence when one cannot be used."""

import pytest

from replies.answers.reply import HandOver, Text
from replies.language.action import OpenCase, StartDialog
from replies.language.dialog import BACK, CANCEL, CANCELLED, TIME_OUT, Dialog, Expect, Step
from tests.replies.language.reading import RULE, STEP, dialog_of, flaw_of, indented


def refusal(body: str, before: str = "") -> str:
    return str(flaw_of(f"{before}{RULE}dialogs:\n  - name: 订位\n{indented(body)}"))


def refusal_of_step(step: str) -> str:
    return refusal(f"steps: [{step}]\nsay: 好")


def test_a_dialog_needs_only_its_steps_and_its_end() -> None:
    assert dialog_of(f"steps: {STEP}\nsay: 好") == Dialog(
        name="订位",
        steps=(Step(ask="几位？", expect=Expect.NUMBER, keep="人数"),),
        say=Text("好"),
        do=(),
        cancel=CANCEL,
        back=BACK,
        cancelled=CANCELLED,
        time_out=TIME_OUT,
    )


def test_later_texts_tell_what_earlier_steps_kept_and_the_end_tells_all() -> None:
    dialog = dialog_of(
        """
steps:
  - {ask: '{店名}，哪天？', expect: date, keep: 日期}
  - {ask: '{日期}几位？', again: '{日期}，请回数字', expect: number, keep: 人数}
say: '{日期} {人数} 位'
do: {case: '{店名} {日期} {人数}'}
cancelled: {hand_over: any}
""",
        before="facts: {店名: 咖啡}\n",
    )
    assert dialog.do == (OpenCase("{店名} {日期} {人数}"),)
    assert dialog.cancelled == HandOver()


def test_a_dialog_may_lead_into_another() -> None:
    assert dialog_of(f"steps: {STEP}\nsay: 好\ndo: {{start: 订位}}").do == (StartDialog("订位"),)


@pytest.mark.parametrize("expect", [each for each in Expect if each is not Expect.CHOICE])
def test_every_sort_of_answer_can_be_asked_for(expect: Expect) -> None:
    assert dialog_of(f"steps: {{ask: 请, expect: {expect}, keep: 它}}\nsay: 好").steps[0].expect is expect


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("say: 好", "第 6 行起，对话「订位」的 steps：少了 steps。"),
        (f"steps: {STEP}", "的 say：少了 say。每个对话都要有 name（叫什么）、steps（问什么）和 say（最后说什么）。"),
        ("steps: []\nsay: 好", "的 steps：这里还没有问题。一个对话至少要问一句"),
        ("steps:\nsay: 好", "的 steps：这里还没有问题。"),
        (f"steps: {STEP}\nsay: 好\nends: 好", "对话「订位」：不认识「ends」。可以写的名字：name、steps、say、"),
        (f"steps: {STEP}\nsay: {{one_of: [好, 坏]}}", "的 say：不认识「one_of」。"),
        (f"steps: {STEP}\nsay: '{{座位}}'", "的 say：没有「{座位}」可以填。"),
        (f"steps: {STEP}\nsay: 好\ncancelled: '{{人数}}'", "的 cancelled：没有「{人数}」可以填。"),
        (f"steps: {STEP}\nsay: 好\ntime_out: 0", "的 time_out：这里要写 1 到 10080 的整数。"),
        (f"steps: {STEP}\nsay: 好\ndo: {{start: 别的}}", "的 do.start：没有叫「别的」的对话。现在有：订位。"),
        (f"steps: {STEP}\nsay: 好\nback: 取消", "的 back：「取消」在 cancel（取消）里也有。请在两处中删掉一处。"),
        (f"steps: {STEP}\nsay: 好\ncancel: [Q, 返回]", "的 back：「返回」在 cancel（取消）里也有。"),
        (f"steps: {STEP}\nsay: 好\ncancel: Quit\nback: quit", "的 back：「quit」在 cancel（取消）里也有。"),
    ],
)
def test_a_dialog_that_cannot_be_used_is_named_with_its_place_and_the_way_out(body: str, sentence: str) -> None:
    assert sentence in refusal(body)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("{ask: 几位？, keep: 人数}", "的 steps[1]：少了 expect。每一步都要有 ask（怎么问）"),
        (
            "{ask: 几位？, expect: 数字, keep: 人数}",
            "steps[1].expect：不认识「数字」。可以写的有：phone、birthday、",
        ),
        ("{ask: 几位？, expect: number, keep: 人 数}", "的 steps[1].keep：「人 数」不能当名字。"),
        ("{ask: 几位？, expect: number, keep: points}", "的 steps[1].keep：「points」已经是现有积分的名字。"),
        ("{ask: '{人数}？', expect: number, keep: 人数}", "的 steps[1].ask：没有「{人数}」可以填。"),
        (f"{STEP}, {STEP}", "的 steps[2].keep：「人数」已经用过了"),
        ("{ask: 哪儿？, expect: choice, keep: 座}", "的 steps[1]：少了 choices。请写上有哪几样可以选"),
        ("{ask: 哪儿？, expect: choice, keep: 座, choices: [厅]}", "steps[1].choices：这里要写成列表，2 到 9 项。"),
        ("{ask: 哪儿？, expect: choice, keep: 座, choices: [厅, 返回]}", "「返回」是取消或返回的话，选不了。"),
        ("{ask: 哪儿？, expect: text, keep: 座, choices: [厅, 台]}", "choices：只有 expect 是 choice 时才用得上它。"),
        ("{ask: 哪儿？, expect: date, keep: 天, most: 3}", "most：只有 expect 是 number 或 text 时才用得上它。"),
        ("{ask: 几位？, expect: number, keep: 数, within_days: 3}", "within_days：只有 expect 是 date 时才用得上它。"),
        ("{ask: 几位？, expect: number, keep: 数, least: 5, most: 3}", "steps[1]：most（3）比 least（5）小"),
        ("{ask: 备注？, expect: text, keep: 备, most: 601}", "steps[1].most：这里要写 1 到 600 的整数。"),
        (
            "{ask: 好？, expect: text, keep: 备, may_skip: 可}",
            "steps[1].may_skip：这里只能写 true（是）或 false（否）",
        ),
        ("好", "steps[1]：这里要写成「名字: 内容」。"),
    ],
)
def test_a_step_that_cannot_be_used_is_named_by_its_number(step: str, sentence: str) -> None:
    assert sentence in refusal_of_step(step)


def test_what_is_kept_does_not_hide_what_the_shop_says() -> None:
    assert "steps[1].keep：「人数」已经用过了" in refusal(f"steps: {STEP}\nsay: 好", before="facts: {人数: 九}\n")


def test_twenty_steps_are_enough() -> None:
    steps = ", ".join(f"{{ask: 问, expect: text, keep: k{number}}}" for number in range(21))
    assert "的 steps：这里有 21 步，最多 20 步。" in refusal_of_step(steps)


def test_two_dialogs_of_one_name_are_refused() -> None:
    dialog = f"  - {{name: 订位, steps: {STEP}, say: 好}}\n"
    assert "对话「订位」的 name：和第 1 个对话重名。请给其中一个换个名字。" in str(
        flaw_of(f"{RULE}dialogs:\n{dialog}{dialog}")
    )
