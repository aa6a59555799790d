"""Texts that mean the same to a reader get one spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.matching.normalise import MAX_CHARACTERS, Normaliser

NORMALISE = Normaliser()


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("营业时间", "营业时间"),
        ("營業時間", "营业时间"),
        ("WIFI密碼是多少", "wifi密码是多少"),
        ("Ｗｉｆｉ　密码", "wifi密码"),
        ("想請問有沒有低因咖啡", "想请问有没有低因咖啡"),
        ("ＡＢＣ１２３", "abc123"),
        ("Straße", "strasse"),
        ("①号桌", "1号桌"),
    ],
)
def test_width_case_and_script_do_not_matter(typed: str, folded: str) -> None:
    assert NORMALISE(typed) == folded


@pytest.mark.parametrize(
    "typed", ["谢谢", " 谢谢 ", "谢谢！！！", "「谢谢」", "谢 谢", "谢，谢。", "谢谢😊", "谢谢～❤️", "谢\u200b谢"]
)
def test_blanks_punctuation_and_emoji_do_not_matter(typed: str) -> None:
    assert NORMALISE(typed) == "谢谢"


def test_two_latin_words_stay_two() -> None:
    assert NORMALISE("No,  sugar!") == "no sugar"
    assert NORMALISE("Wi-Fi 密码") == "wi fi密码"


@pytest.mark.parametrize(
    ("typed", "kept"), [("👍", "👍"), ("👍👍👍", "👍"), ("👍🏽", "👍"), ("❤️", "❤"), ("？？？", "?"), ("? !", "?!")]
)
def test_symbols_are_kept_once_where_there_is_nothing_else(typed: str, kept: str) -> None:
    assert NORMALISE(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u200b", "\x00", "\ud800", "\ufe0f"])
def test_nothing_said_is_an_empty_text(typed: str) -> None:
    assert NORMALISE(typed) == ""


def test_only_the_first_600_characters_are_looked_at() -> None:
    assert len(NORMALISE("长" * 20_000)) == MAX_CHARACTERS
    assert len(NORMALISE("\ufdfa" * 600)) <= 18 * MAX_CHARACTERS


def test_what_a_pattern_means_survives_simplifying_its_letters() -> None:
    assert NORMALISE.letters(r"^營業.*(時間|几點)\D+$") == r"^营业.*(时间|几点)\D+$"


TYPED_BY_PEOPLE = st.text("營業时间停车拿鐵谢Ａａ１9abcABC 　。，!？~😊👍", max_size=30)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_anything_can_be_folded(typed: str) -> None:
    folded = NORMALISE(typed)
    assert folded == folded.strip()
    assert NORMALISE(typed) == folded


@settings(deadline=None, max_examples=200)
@given(TYPED_BY_PEOPLE)
def test_what_is_folded_stays_folded(typed: str) -> None:
    assert NORMALISE(NORMALISE(typed)) == NORMALISE(typed)


@settings(deadline=None, max_examples=200)
@given(st.text("營業时间停车拿鐵abcABC", min_size=1, max_size=6), st.text("天地玄黃，。 ", max_size=6))
def test_a_keyword_is_found_wherever_it_stands(keyword: str, around: str) -> None:
    assert NORMALISE(keyword) in NORMALISE(f"{around}{keyword}{around}")
