"""Whatever script there is: a rule that is called unreachable never answers anything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from records.message import Kind
from replies.answers.reply import Text
from replies.checks.check import check_script
from replies.language.condition import ALWAYS, Dates, Hours, OnlyIf, Share
from replies.language.rule import Fact, How, Near, Phrase, Rule, Script, When, WhenFollow, WhenText
from replies.matching.decide import choose
from replies.matching.index import ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from tests.replies.checks.checking import shop

NORMALISER = Normaliser()
WORDS = ("甲", "乙", "甲乙", "甲乙丙", "，")
NEVER = {"unreachable", "never"}

phrases = st.one_of(
    st.builds(Phrase, st.sampled_from((How.EXACT, How.STARTS_WITH, How.CONTAINS)), st.sampled_from(WORDS)),
    st.builds(Phrase, st.just(How.CONTAINS), st.sampled_from(WORDS), st.tuples(st.sampled_from(WORDS))),
    st.builds(Phrase, st.just(How.PATTERN), st.sampled_from(("甲乙", "乙|甲丙", "甲.*", "", "甲，乙"))),
)
follows = st.builds(
    WhenFollow,
    scene=st.sampled_from(("*", "t*", "t1")),
    returning=st.sampled_from((None, True, False)),
    has_coupon=st.sampled_from((None, True, False)),
)
whens = st.builds(
    When,
    text=st.builds(WhenText, phrases=st.lists(phrases, max_size=2).map(tuple)),
    follows=st.lists(follows, max_size=2).map(tuple),
    scans=st.lists(st.sampled_from(("*", "t*", "t1")), max_size=1).map(tuple),
    menus=st.lists(st.just("A"), max_size=1).map(tuple),
    nears=st.lists(
        st.builds(Near, within=st.sampled_from((100, 500)), store=st.sampled_from(("", "r"))), max_size=1
    ).map(tuple),
    kinds=st.lists(st.just(Kind.LOCATION), max_size=1).map(tuple),
    fallback=st.booleans(),
)
conditions = st.one_of(
    st.just(ALWAYS),
    st.builds(
        OnlyIf,
        tags=st.sampled_from(((), ("a",), ("a", "b"))),
        without_tags=st.sampled_from(((), ("a",))),
        points=st.sampled_from((None, 10, 20)),
        has_coupon=st.sampled_from((None, True, False)),
        dates=st.sampled_from(((), (Dates(None, date(2026, 11, 25)),), (Dates(date(2026, 11, 28), None),))),
        hours=st.sampled_from(((), (Hours((6,), 540, 1080),))),
        share=st.sampled_from((None, Share("t", 0, 50), Share("t", 0, 90))),
    ),
)
rules = st.builds(
    Rule,
    name=st.just(""),
    say=st.sampled_from((Text("好"), Text("好"), Text("{限时}"))),
    when=whens,
    only_if=conditions,
)
scripts = st.lists(rules, min_size=2, max_size=5).map(
    lambda made: Script(
        rules=tuple(
            Rule(name=str(number), say=each.say, when=each.when, only_if=each.only_if)
            for number, each in enumerate(made)
        ),
        facts={"限时": Fact(text="十点", until=date(2026, 11, 25))},
    )
)

TRIGGERS = [
    *(Trigger(kind=Kind.TEXT, text="".join(text)) for n in (1, 2, 3, 4) for text in product("甲乙丙", repeat=n)),
    *(
        Trigger(kind=Kind.FOLLOW, subject=scene, returning=returning)
        for scene in ("", "t1", "t2", "x")
        for returning in (True, False)
    ),
    *(Trigger(kind=Kind.SCAN, subject=scene) for scene in ("t1", "t2", "x")),
    Trigger(kind=Kind.MENU_CLICK, subject="A"),
    Trigger(kind=Kind.MENU_CLICK, subject="B"),
    Trigger(kind=Kind.LOCATION),
    Trigger(kind=Kind.PICTURE),
]


def people() -> Iterator[Known]:
    moments = (datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2026, 11, 30, 20, tzinfo=UTC))
    tags: tuple[frozenset[str], ...] = (frozenset(), frozenset("a"), frozenset("b"), frozenset("ab"))
    for now, tagged, points, coupon, metres in product(moments, tags, (0, 15, 30), (True, False), (50.0, 300.0)):
        distances: dict[str, Any] = {"r": metres, "s": 400.0 - metres}
        contact = f"c{points}{coupon}{metres}"
        yield Known(now=now, contact=contact, tags=tagged, points=points, has_coupon=coupon, distances=distances)


PEOPLE = list(people())


def answering(script: Script) -> set[str]:
    """The rules that answer somebody something."""
    index = ScriptIndex(script, NORMALISER)
    won: set[str] = set()
    for trigger in TRIGGERS:
        candidates = list(index.candidates(trigger))
        if {match.rule.name for match in candidates} - won:
            for person in PEOPLE:
                match = choose(candidates, lambda person=person: person)  # type: ignore[misc]
                won.update([match.rule.name] if match else [])
    return won


@settings(max_examples=50, deadline=None)
@given(scripts)
def test_what_is_called_unreachable_never_answers(script: Script) -> None:
    called = {finding.rule for finding in check_script(script, shop()) if finding.code in NEVER}
    assert called & answering(script) == set()
