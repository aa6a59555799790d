"""Several words written as if they were one."""

import pytest

from tests.replies.checks.checking import codes, only, rule, script


@pytest.mark.parametrize(
    ("fit", "apart"),
    [
        ("contains: [停车，车位，车库]", "contains 的「停车，车位，车库」算一个词，要整串连着说才对得上。"),
        ("contains: 停车、车位", "请写成 [停车, 车位]，用英文逗号。"),
        ("starts_with: 停车 车位", "请写成 [停车, 车位]，用英文逗号。"),
        ("contains_all: [停车, 多少 钱]", "contains_all 的「多少 钱」算一个词"),
    ],
)
def test_words_with_a_comma_or_a_blank_between_are_told_how_to_write_them_apart(fit: str, apart: str) -> None:
    finding = only(script(rule("停车", f"{{text: {{{fit}}}}}")))
    assert finding.code == "one-word"
    assert apart in finding.sentence


@pytest.mark.parametrize("fit", ["contains: [停车, wifi 密码, free wifi]", "exact: 你好，在吗", "similar: 你好，在吗"])
def test_what_may_well_be_meant_is_left_alone(fit: str) -> None:
    assert codes(script(rule("停车", f"{{text: {{{fit}}}}}"))) == []
