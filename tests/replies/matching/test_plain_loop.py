"""The compiled index answers as a plain loop over the rules would, written from the order that staff are told."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from records.message import Kind
from replies.language.condition import OnlyIf
from replies.language.rule import How, Near, Phrase, Rule, When, WhenText
from replies.matching.known import Known
from replies.matching.match import Trigger
from tests.replies.first import first
from tests.replies.matching.makers import NORMALISE, a_text, index, known, rule, text_rule

LETTERS = "停车积分拿铁券ab1"
TEXTS = st.text(LETTERS, min_size=1, max_size=12)
WORDS = st.text(LETTERS, min_size=1, max_size=4)
PATTERNS = st.lists(WORDS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from(
        [".*".join(words), "|".join(words), f"^{words[0]}", f"{words[0]}+$", f"[{words[0]}]", "."]
    )
)
PHRASES = st.one_of(
    st.builds(Phrase, st.sampled_from([How.EXACT, How.STARTS_WITH, How.CONTAINS]), WORDS),
    st.builds(Phrase, st.just(How.CONTAINS), WORDS, st.lists(WORDS, min_size=1, max_size=2).map(tuple)),
    st.builds(Phrase, st.just(How.PATTERN), PATTERNS),
)
CONDITIONS = st.one_of(
    st.just({}),
    st.builds(
        OnlyIf,
        tags=st.sampled_from([(), ("会员",), ("会员", "常客")]),
        points=st.sampled_from([None, 10]),
        has_coupon=st.sampled_from([None, True, False]),
    ).map(lambda only_if: {"tags": only_if.tags, "points": only_if.points, "has_coupon": only_if.has_coupon}),
)
RULES = st.lists(st.tuples(st.lists(PHRASES, min_size=1, max_size=4), CONDITIONS), max_size=8).map(
    lambda drawn: tuple(
        rule(f"r{number}", text=WhenText(phrases=tuple(phrases)), only_if=only_if)
        for number, (phrases, only_if) in enumerate(drawn)
    )
)
PEOPLE = st.builds(
    known,
    tags=st.sampled_from([frozenset(), frozenset({"常客"})]),
    points=st.sampled_from([0, 10]),
    has_coupon=st.booleans(),
)


def plain(rules: Sequence[Rule], text: str, person: Known) -> str | None:
    """The order, said as plainly as it can be."""
    folded = NORMALISE(text)
    for how in (How.EXACT, How.STARTS_WITH, How.CONTAINS, How.PATTERN):
        fitting = [
            (-letters(phrase), position, each)
            for position, each in enumerate(rules)
            for phrase in each.when.text.phrases
            if phrase.how is how and fits(phrase, folded)
        ]
        for _, _, each in sorted(fitting, key=lambda found: found[:2]):
            if may_answer(each.only_if, person):
                return each.name
    return None


def fits(phrase: Phrase, folded: str) -> bool:
    if phrase.how is How.EXACT:
        return folded == phrase.words
    if phrase.how is How.STARTS_WITH:
        return folded.startswith(phrase.words)
    if phrase.how is How.CONTAINS:
        return all(word in folded for word in (phrase.words, *phrase.also))
    return re.search(phrase.words, folded) is not None


def letters(phrase: Phrase) -> int:
    longest_first = phrase.how in (How.STARTS_WITH, How.CONTAINS)
    return len(phrase.words + "".join(phrase.also)) if longest_first else 0


def may_answer(only_if: OnlyIf, person: Known) -> bool:
    return (
        (not only_if.tags or any(tag in person.tags for tag in only_if.tags))
        and (only_if.points is None or person.points >= only_if.points)
        and (only_if.has_coupon is None or person.has_coupon == only_if.has_coupon)
    )


def told(person: Known) -> dict[str, object]:
    return {"tags": person.tags, "points": person.points, "has_coupon": person.has_coupon}


@settings(deadline=None, max_examples=400)
@given(RULES, TEXTS, PEOPLE)
def test_the_index_agrees_with_a_plain_loop_over_the_rules(rules: tuple[Rule, ...], text: str, person: Known) -> None:
    found = first(index(*rules), a_text(text), **told(person))
    assert (found and found.rule.name) == plain(rules, text, person)


@settings(deadline=None, max_examples=100)
@given(RULES, TEXTS, PEOPLE, st.randoms())
def test_rules_that_have_nothing_to_do_with_a_text_may_stand_anywhere(
    rules: tuple[Rule, ...], text: str, person: Known, random: object
) -> None:
    mixed = list(rules)
    for how in (How.EXACT, How.STARTS_WITH, How.CONTAINS, How.PATTERN):
        mixed.insert(random.randint(0, len(mixed)), text_rule(f"外{how}", how, f"毫不相干{how}"))  # type: ignore[attr-defined]
    found, alone = (first(index(*some), a_text(text), **told(person)) for some in (mixed, rules))
    assert (found and (found.rule, found.how, found.by)) == (alone and (alone.rule, alone.how, alone.by))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.sampled_from([100, 500, 500, 3000]), st.sampled_from(["", "north", "south"])), max_size=6),
    st.dictionaries(st.sampled_from(["north", "south"]), st.floats(0, 4000)),
)
def test_of_the_places_that_are_near_enough_the_smallest_circle_wins(
    circles: list[tuple[int, str]], distances: dict[str, float]
) -> None:
    rules = [
        Rule(name=str(at), when=When(nears=(Near(within=within, store=store),)), say=rule("x").say)
        for at, (within, store) in enumerate(circles)
    ]
    found = first(index(*rules), Trigger(kind=Kind.LOCATION), distances=distances)
    reached = [
        (within, at)
        for at, (within, store) in enumerate(circles)
        if any(metres <= within for name, metres in distances.items() if store in ("", name))
    ]
    assert (found and found.rule.name) == (str(min(reached)[1]) if reached else None)
