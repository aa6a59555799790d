"""What the hand of somebody slips on who has never seen YAML, and the hint that is told."""

import pytest

from tests.replies.language.reading import RULE, flaw_of, indented


def sentence_of(source: str) -> str:
    return str(flaw_of(source))


def of_rule(body: str, before: str = "") -> str:
    return sentence_of(f"{before}rules:\n  - name: 试试\n{indented(body)}")


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("rules：\n  - name：试试\n    say：好\n", "冒号要用英文的「:」，后面空一格。"),
        ("rules:\n  - name:试试\n    when:fallback\n", "第 1 条规则：这里要写成「名字: 内容」。冒号后面要空一格。"),
        ("规则:\n  - name: 试试\n", "不认识「规则」。是不是想写 rules？"),
        ("rules:\n　　- name: 试试\n　　  say: 好\n", "行首的空格要用英文空格，不要全角的。"),
        ("", "脚本：这里是空的。"),
        ("rules:\n", "rules：还没有规则。请至少写一条"),
        ("rules:\n  - name: 试试\n    when: ｛text: ｛contains: 停车｝｝\n", "第 3 行：括号要用英文的 { } 和 [ ]。"),
    ],
)
def test_a_script_that_begins_wrong(source: str, hint: str) -> None:
    assert hint in sentence_of(source)


@pytest.mark.parametrize(
    ("when", "hint"),
    [
        ("停车", "when：回应文字请写 when: {text: {contains: 停车}}；"),
        ("{text: 停车}", "when.text：请写明怎么比，如 {contains: 停车}。"),
        ("{text: {contains: 停车, 车位}}", "不认识「车位」。一项里有几个词时，请用英文方括号括起来"),
        ("{text: {contains: 【停车, 车位】}}", "括号要用英文的 { } 和 [ ]。"),
        ("{text: {包含: 停车}}", "不认识「包含」。是不是想写 contains？"),
        ("[{text: {contains: 停车}}]", "when：这里要写成「名字: 内容」。请去掉这一项前面的「- 」。"),
    ],
)
def test_what_a_rule_answers(when: str, hint: str) -> None:
    assert hint in of_rule(f"when: {when}\nsay: 好")


@pytest.mark.parametrize(
    ("say", "hint"),
    [
        ("{text: 好}", "想说话就直接写在冒号后面，如 say: 您好"),
        ("{picture: M, text: 好}", "一次只能回一样。"),
        ("{one_of: [好, {text: 坏}]}", "say.one_of[2]：想说话就直接写在冒号后面"),
        ("[好, 您好]", "想换着说几句，请写 one_of（换着说）或 in_turn（轮着说）。"),
        ("{nickname}", "不认识「nickname」。文字里有花括号时，请给整段文字加上引号。"),
        ("'｛ nickname ｝好'", "「｛ nickname ｝」的花括号是全角的，不会填上。请用英文的 {nickname}。"),
        ("'来｛店名｝'", "请用英文的 {店名}。"),
    ],
)
def test_what_a_rule_says(say: str, hint: str) -> None:
    assert hint in of_rule(f"when: fallback\nsay: {say}", before="facts: {店名: 回头}\n")


def test_wide_braces_around_what_is_no_fact_are_a_text_like_any_other() -> None:
    assert "多个" in of_rule("when: fallback\nsay: '｛惊喜｝'\ndo: {points: 多个}")


@pytest.mark.parametrize(
    ("do", "hint"),
    [
        ("{points: 5, tag: 堂食}", "要做几件事，就写几行，每行前面加「- 」"),
        ("{points: 五分}", "这里要写 1 到 10000 的整数。「五分」不行，请只写数字。"),
        ("{积分: 5}", "是不是想写 points？"),
    ],
)
def test_what_a_rule_does(do: str, hint: str) -> None:
    assert hint in of_rule(f"when: fallback\nsay: 好\ndo: {do}")


def test_a_rule_and_a_dialog_of_one_name_are_refused() -> None:
    dialog = "dialogs:\n  - name: 试试\n    steps: {ask: 几位？, expect: number, keep: 数}\n    say: 好\n"
    assert sentence_of(RULE + dialog) == (
        "第 2 行起，规则「试试」的 name：已经有叫「试试」的对话了，记录里会分不清。请给其中一个换个名字。"
    )
