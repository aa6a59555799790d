"""Patterns that fit nothing, since signs and blanks are gone from a text before it is compared."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from replies.checks.gone import gone_from, is_gone
from replies.language.pattern import pattern_options
from replies.matching.normalise import Normaliser
from tests.replies.checks.checking import codes, only, rule, script

NORMALISER = Normaliser()
PIECES = (
    "甲",
    "乙",
    "8",
    "a",
    " ",
    ":",
    "，",
    "👍",
    "-",
    r"\d",
    r"\.",
    "[:：]",
    "[^，]",
    ".",
    ".*",
    "?",
    "|",
    "^",
    "$",
)


def fitting(pattern: str) -> str:
    return script(rule("钟点", f"{{text: {{pattern: '{pattern}'}}}}"))


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("8:00", "请把「:」改成一个空格。"),
        (r"\d+:\d+", "请把「:」改成一个空格。"),
        ("wi-fi", "请把「-」改成一个空格。"),
        ("8:00.*开门|几点，关门", "请把「:」改成一个空格。"),
        ("^你好！$", "请删掉「！」。"),
        ("价格[:：]", "请删掉「[:：]」。"),
        (r"3点\.", r"请删掉「\.」。"),
        ("怎么 走", "请删掉空格。"),
        ("在哪｜怎么走", "请用英文的 |。"),
        ("怎么（走", "请用英文的 (。"),
    ],
)
def test_a_pattern_that_needs_a_sign_fits_nothing_and_the_mend_is_told(pattern: str, mend: str) -> None:
    finding = only(fitting(pattern))
    assert finding.code == "unreachable"
    assert finding.sentence == f"永远轮不到：标点和空格在比对之前就去掉了，这样写对不上任何话。{mend}"


@pytest.mark.parametrize(
    ("pattern", "within"), [("8:00|几点开门", "8:00"), ("(店|你们)在哪？", "你们)在哪？"), ("你好(！|呀)", "你好(！")]
)
def test_the_alternative_that_needs_a_sign_is_told(pattern: str, within: str) -> None:
    finding = only(fitting(pattern))
    assert (finding.code, finding.place) == ("fits-nothing", "when.text.pattern")
    assert finding.sentence.startswith(f"pattern「{pattern}」里的「{within}」对不上任何话")


@pytest.mark.parametrize(
    "pattern",
    [
        "你好！?",
        "(你好，|嗨，)?几点",
        "(你好，){0,1}几点",
        "价[:：]*格",
        "👍|🙏",
        "[？！]+",
        "wi fi",
        "几点[a-z-]",
        "3.5折",
        "a{1,2}",
        r"\bwifi\b",
        "(?i)vip",
        r"\p{Han}{9,}",
        "[^，]几点",
        "在哪|怎么(走|去|到)|(哪条|什么)路",
    ],
)
def test_a_pattern_that_may_fit_is_left_alone(pattern: str) -> None:
    assert codes(fitting(pattern)) == []


def test_of_brackets_each_alternative_is_told_and_no_more() -> None:
    assert codes(fitting("(你好，|嗨，)几点")) == ["fits-nothing", "fits-nothing"]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), st.text("甲乙8a :，👍-.：", max_size=8))
def test_what_is_said_to_fit_nothing_fits_nothing(pattern: str, text: str) -> None:
    try:
        compiled = re2.compile(pattern, pattern_options())
    except re2.error:
        return
    folded = NORMALISER(text)
    if is_gone(pattern):
        assert not folded or not compiled.search(folded)
    for gone in gone_from(pattern):
        assert not folded or not re2.search(gone.within, folded, pattern_options())
