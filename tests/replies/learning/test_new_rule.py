"""From a question that was missed to the rule that answers it."""

import pytest

from replies.language.rule import How
from replies.language.script import read_script
from replies.learning.new_rule import MAX_CHARACTERS, SPELLINGS, NothingToAnswer, before_the_fallback, rule_from


def phrases(texts: list[str]) -> list[tuple[How, str]]:
    asked = rule_from(texts, "刷卡", "可以刷卡。").when.text
    assert asked is not None
    return [(phrase.how, phrase.words) for phrase in asked.phrases]


def test_a_rule_asks_for_every_spelling_and_what_is_like_the_most_frequent() -> None:
    assert phrases(["可以刷卡吗", "能刷卡吗", "可以刷卡吗"]) == [
        (How.EXACT, "可以刷卡吗"),
        (How.EXACT, "能刷卡吗"),
        (How.SIMILAR, "可以刷卡吗"),
    ]


def test_spellings_that_are_too_long_or_too_many_are_left_out() -> None:
    many = ["长" * (MAX_CHARACTERS + 1), "", *(f"刷卡{number}" for number in range(SPELLINGS + 1))]
    assert phrases(many) == [
        *((How.EXACT, f"刷卡{number}") for number in range(SPELLINGS)),
        (How.SIMILAR, "刷卡0"),
    ]


@pytest.mark.parametrize("texts", [[], [""], ["长" * (MAX_CHARACTERS + 1)]])
def test_where_nothing_is_short_enough_no_rule_is_made(texts: list[str]) -> None:
    with pytest.raises(NothingToAnswer):
        rule_from(texts, "刷卡", "可以刷卡。")


def test_a_new_rule_goes_before_the_first_fallback_where_there_is_one() -> None:
    first = "rules:\n  - {name: 时间, when: {text: {contains: 几点}}, say: 八点}\n"
    fallbacks = "".join(f"  - {{name: {name}, when: fallback, say: 没听懂}}\n" for name in ("兜底", "再兜底"))
    assert before_the_fallback(read_script(first + fallbacks)) == "兜底"
    assert before_the_fallback(read_script(first)) is None
