"""A script's source is read as staff wrote it, and nothing that hurts gets in."""

import time

import pytest

from replies.language.source import MAX_BYTES, ScriptError, read_source


def test_every_scalar_stays_the_text_that_staff_wrote() -> None:
    source = "hours: 8:00\nanswer: no\nphone: 02112345678\nprice: 18\nempty:\nnothing: ~\n"
    assert read_source(source) == {
        "hours": "8:00",
        "answer": "no",
        "phone": "02112345678",
        "price": "18",
        "empty": "",
        "nothing": "~",
    }


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a: 1\nb: 2\na: 3\n", "第 3 行：「a」写了两次。请只留一个。"),
        ("a:\n\t- b\n", "第 2 行：这里用了制表符（Tab）。缩进请改用空格。"),
        ("a: &x [1]\nb: *x\n", "第 1 行：脚本里不用 YAML 的锚点（&）和别名（*）。请照写一遍，或加上引号。"),
        ("a: *x\n", "第 1 行：脚本里不用 YAML 的锚点（&）和别名（*）。请照写一遍，或加上引号。"),
        ("a: 1\n---\nb: 2\n", "第 2 行：一个文件只放一份脚本。请删掉这里的「---」。"),
        ("? [a]\n: b\n", "第 1 行：冒号前面要是一个名字。花括号请加上引号。"),
    ],
)
def test_what_yaml_can_do_beyond_plain_data_is_refused_with_its_line(source: str, sentence: str) -> None:
    with pytest.raises(ScriptError) as refusal:
        read_source(source)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("escape", ["\\0", "\\x1b[2J", "\\e", "\\x7f", "\\r"])
def test_an_escape_cannot_bring_in_what_nobody_sees(escape: str) -> None:
    with pytest.raises(ScriptError, match="第 2 行：这段文字里有看不见的控制字符"):
        read_source(f'a: 1\nb: "好{escape}"\n')


def test_a_tag_cannot_make_an_object() -> None:
    with pytest.raises(ScriptError, match="不用 YAML 的标签"):
        read_source("a: !!python/object/apply:os.system [echo]\n")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a:\n  - [1\n  - 2\n", "第 2 行：从这里起，括号没有成对，或两项之间少了英文逗号。请补上。"),
        ("a: {b: c\n", "第 1 行：从这里起，括号没有成对"),
        ('a: "x\nb: y\n', "第 1 行：从这里起，引号没有成对。请在文字末尾补上。"),
        ("a: 价格: 九元\n", "第 1 行：这里多了一个冒号。文字里有冒号加空格时，请给整段文字加上引号"),
        ("x: 1\na： 好\nb: 好\n", "第 2 行：名字后面少了冒号。请写英文冒号「:」，后面空一格"),
        ("x: 1\na:好\nb: 好\n", "第 2 行：名字后面少了冒号。"),
        ("a: *\n", "第 1 行：文字不能以 *、& 或 ! 开头。请给整段文字加上引号。"),
        ("a: @小林\n", "第 1 行：文字不能以「@」开头。请给整段文字加上引号。"),
        ("a: {nickname}，您好\n", "第 1 行：这里接不上前面。"),
        ("- a\nb: c\n", "第 2 行：这里接不上前面。同一级的行请左边对齐"),
        ("a: - b\n", "第 1 行：列表的「- 」要另起一行"),
        ('a: "\\q"\n', "第 1 行：双引号里的反斜杠要写两个（\\\\）。"),
        ("a: |3x\n", "第 1 行：这里读不懂（did not find expected comment or line break）。请检查缩进"),
    ],
)
def test_broken_yaml_is_refused_with_its_line_in_words_of_no_parser(source: str, sentence: str) -> None:
    with pytest.raises(ScriptError) as refusal:
        read_source(source)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("source", ["a: \x00", "a: \x1b[2J", "a: \ud800"])
def test_characters_that_nobody_sees_are_refused(source: str) -> None:
    with pytest.raises(ScriptError, match="看不见的控制字符"):
        read_source(source)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(ScriptError, match="第 1 行"):
        read_source(bomb)


@pytest.mark.parametrize("deep", ["[" * 900_000, "{" * 900_000, "{a: " * 200_000, "- " * 400_000])
def test_deep_nesting_is_refused_quickly(deep: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ScriptError, match="缩进了 12 层以上"):
        read_source(deep)
    assert time.perf_counter() - started < 1


def test_five_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(ScriptError, match=r"脚本有 20\.0 MB，最多 4 MB"):
        read_source("a: " + "x" * (5 * MAX_BYTES))


def test_size_is_counted_in_bytes() -> None:
    with pytest.raises(ScriptError, match="最多 4 MB"):
        read_source("a: " + "长" * (MAX_BYTES // 2))
