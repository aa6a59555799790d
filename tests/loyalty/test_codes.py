"""Coupon codes survive the people who type them."""

from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.codes import ALPHABET, LENGTH, RANDOM_LENGTH, make_code, normalise_code, show_code
from loyalty.refusals import MistypedCode

quick = settings(deadline=None, max_examples=60)


def is_mistyped(typed: str) -> bool:
    try:
        normalise_code(typed)
    except MistypedCode:
        return True
    return False


def complete(body: str) -> str:
    """The body with the one last character that makes it a code."""
    (last,) = [last for last in ALPHABET if not is_mistyped(body + last)]
    return body + last


codes = st.text(ALPHABET, min_size=RANDOM_LENGTH, max_size=RANDOM_LENGTH).map(complete)


def test_a_code_carries_at_least_fifty_random_bits() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert RANDOM_LENGTH * log2(len(ALPHABET)) == 55


def test_codes_differ_and_use_every_character_everywhere() -> None:
    made = {make_code() for _ in range(2_000)}
    assert len(made) == 2_000
    for position in range(LENGTH):
        assert {code[position] for code in made} == set(ALPHABET)


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert show_code("7Q2K9XWD3HTV") == "7Q2K-9XWD-3HTV"


def test_a_code_that_was_given_out_before_is_understood_for_ever() -> None:
    assert normalise_code("7Q2K-9XWD-3HTV") == "7Q2K9XWD3HTV"


@quick
@given(codes)
def test_a_code_is_understood_as_shown_and_as_kept(code: str) -> None:
    assert normalise_code(show_code(code)) == normalise_code(code) == code


@quick
@given(codes)
def test_every_single_wrong_character_is_noticed(code: str) -> None:
    wrong = [code[:at] + other + code[at + 1 :] for at in range(LENGTH) for other in ALPHABET if other != code[at]]
    assert len(wrong) == 12 * 31
    assert all(map(is_mistyped, wrong))


@quick
@given(codes)
def test_any_two_characters_that_changed_places_are_noticed(code: str) -> None:
    for one, two in combinations(range(LENGTH), 2):
        typed = list(code)
        typed[one], typed[two] = typed[two], typed[one]
        assert is_mistyped("".join(typed)) == (code[one] != code[two])


def test_one_in_thirty_two_of_arbitrary_strings_passes_the_check() -> None:
    code = make_code()
    assert complete(code[:-1]) == code


@quick
@given(codes, st.data())
def test_look_alikes_case_width_and_grouping_do_not_matter(code: str, data: st.DataObject) -> None:
    looks = {"0": "0OoＯｏ０", "1": "1IiLl１Ｉ", "V": "VvUuＶ"}
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "－", "—", "　", "\t", "\u200b", "–", "_"]))
        + data.draw(st.sampled_from(looks.get(each, each + each.lower() + chr(ord(each) + 0xFEE0))))
        for each in code
    )
    assert normalise_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "7Q2K", "券码", "7Q2K-9XWD-3HTB-7Q2K", "x" * 1_000_000, "\ufdfa" * 64, "\ud800", "١٢٣٤٥٦٧٨٩٠١٢"],
)
def test_what_cannot_be_a_code_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(MistypedCode) as refused:
        normalise_code(typed)
    assert refused.value.code == "mistyped-code"
    assert "券" in refused.value.sentence.zh
    assert "coupon" in refused.value.sentence.en


def test_a_code_may_stand_among_sixty_four_characters_and_no_more() -> None:
    code = make_code()
    assert normalise_code(code.ljust(64, "-")) == code
    assert is_mistyped(code.ljust(65, "-"))


@quick
@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_canonical_code_or_refused(typed: str) -> None:
    if not is_mistyped(typed):
        assert set(normalise_code(typed)) <= set(ALPHABET)


def test_the_sentence_says_whether_the_length_or_a_character_is_wrong() -> None:
    code = make_code()
    with pytest.raises(MistypedCode, match="一共 12 位"):
        normalise_code(code[:-1])
    with pytest.raises(MistypedCode, match="有一位不对"):
        normalise_code(code[:-1] + ("2" if code[-1] != "2" else "3"))
