"""The conditions of rules, weighed."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.answers.reply import InTurn, Text
from replies.language.condition import Dates, Hours, Share
from replies.language.rule import Fact, How, Near, Rule, Script, WhenFollow
from replies.matching.conditions import place_in
from replies.matching.decide import choose, unmet
from replies.matching.index import ScriptIndex
from replies.matching.known import Ask, Known
from replies.matching.match import Match
from tests.factories import NOON
from tests.replies.first import first
from tests.replies.matching.makers import NORMALISE, a_text, index, known, rule, text_rule

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
EVERY_DAY = tuple(range(7))
WEEKDAYS = tuple(range(5))


def failed(match: Match, told: Known) -> tuple[str, ...]:
    return tuple(name for name, _ in unmet(match, told))


def fails(only_if: dict[str, Any], **told: Any) -> tuple[str, ...]:
    (match,) = index(text_rule("条", How.EXACT, "好", only_if=only_if)).candidates(a_text("好"))
    return failed(match, known(**told))


def shop_time(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("only_if", "holds", "fails_with", "name"),
    [
        ({"tags": ("会员", "常客")}, {"tags": frozenset({"常客"})}, {"tags": frozenset({"新客"})}, "tag"),
        ({"without_tags": ("黑名单",)}, {}, {"tags": frozenset({"黑名单"})}, "without_tag"),
        ({"tiers": ("金卡",)}, {"tier": "金卡"}, {"tier": "银卡"}, "tier"),
        ({"sources": ("bag",)}, {"source": "bag"}, {"source": "bags"}, "source"),
        ({"sources": ("table-*",)}, {"source": "table-3"}, {"source": None}, "source"),
        ({"points": 100}, {"points": 100}, {"points": 99}, "points"),
        ({"has_coupon": True}, {"has_coupon": True}, {}, "has_coupon"),
        ({"has_coupon": False}, {}, {"has_coupon": True}, "has_coupon"),
        ({"first_message_in": 24}, {}, {"last_message_at": NOON - timedelta(hours=23)}, "first_message_in"),
        (
            {"first_message_in": 24},
            {"last_message_at": NOON - timedelta(hours=24)},
            {"last_message_at": NOON},
            "first_message_in",
        ),
        ({"moods": ("negative",)}, {"mood": "negative"}, {}, "mood"),
        ({"share": Share("新文案", 0, 100)}, {}, None, "share"),
        ({"share": Share("新文案", 0, 0)}, None, {}, "share"),
    ],
)
def test_a_condition_holds_or_is_named_as_staff_write_it(
    only_if: dict[str, Any], holds: dict[str, Any] | None, fails_with: dict[str, Any] | None, name: str
) -> None:
    if holds is not None:
        assert fails(only_if, **holds) == ()
    if fails_with is not None:
        assert fails(only_if, **fails_with) == (name,)


def test_every_condition_that_fails_is_named() -> None:
    only_if = {"tags": ("会员",), "points": 5, "hours": (Hours(EVERY_DAY, 0, 60),)}
    assert fails(only_if, now=shop_time("2027-02-06 12:00")) == ("hours", "tag", "points")


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [
        ("2027-02-05 21:59", False),
        ("2027-02-05 22:00", True),
        ("2027-02-06 01:59", True),  # Saturday, still Friday's night
        ("2027-02-06 02:00", False),
        ("2027-02-06 22:00", False),
        ("2027-02-05 01:00", True),  # Friday, still Thursday's night
        ("2027-02-08 01:00", False),  # Monday: Sunday has no night
    ],
)
def test_hours_may_go_over_midnight(moment: str, open_then: bool) -> None:
    nights = {"hours": (Hours(WEEKDAYS, 22 * 60, 2 * 60),)}
    assert (fails(nights, now=shop_time(moment)) == ()) is open_then


@pytest.mark.parametrize("hours", [Hours(EVERY_DAY, 0, 0), Hours(EVERY_DAY, 0, 24 * 60), Hours(EVERY_DAY, 480, 480)])
@settings(max_examples=50, deadline=None)
@given(minute=st.integers(0, 7 * 24 * 60 - 1))
def test_round_the_clock_is_always_open(hours: Hours, minute: int) -> None:
    assert fails({"hours": (hours,)}, now=shop_time("2027-02-01 00:00") + timedelta(minutes=minute)) == ()


def test_hours_are_those_of_the_clock_on_the_wall_when_it_is_set_back() -> None:
    first_half_past_one = shop_time("2026-11-01 01:30", NEW_YORK)
    second = first_half_past_one.replace(fold=1)
    assert first_half_past_one.utcoffset() != second.utcoffset()
    for now in (first_half_past_one, second):
        assert fails({"hours": (Hours(EVERY_DAY, 60, 120),)}, now=now) == ()
        assert fails({"hours": (Hours(EVERY_DAY, 120, 180),)}, now=now) == ("hours",)


def test_hours_since_the_last_message_are_real_hours_when_the_clock_is_set_back() -> None:
    before = shop_time("2026-10-31 12:00", NEW_YORK)
    after = shop_time("2026-11-01 12:00", NEW_YORK)
    assert fails({"first_message_in": 25}, now=after, last_message_at=before) == ()


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2027-02-04 23:59:59", False),
        ("2027-02-05 00:00", True),
        ("2027-02-12 23:59:59", True),
        ("2027-02-13 00:00", False),
    ],
)
def test_dates_include_both_ends_in_the_shops_zone(moment: str, on: bool) -> None:
    festival = {"dates": (Dates(date(2027, 2, 5), date(2027, 2, 12)),)}
    assert (fails(festival, now=shop_time(moment)) == ()) is on


def test_dates_may_have_one_end_and_there_may_be_several() -> None:
    either = {"dates": (Dates(last=date(2027, 1, 1)), Dates(first=date(2027, 3, 1)))}
    days = ("2026-05-05", "2027-01-01", "2027-01-02", "2027-03-01", "2030-01-01")
    assert [fails(either, now=shop_time(day)) == () for day in days] == [True, True, False, True, True]


def test_a_contact_keeps_its_place_in_a_test() -> None:
    assert [place_in("新文案", contact) for contact in ("lin", "wang", "zhou")] == [21, 8, 42]


def test_the_places_in_a_test_are_spread_evenly_and_differently_in_another() -> None:
    contacts = [f"contact-{n}" for n in range(20_000)]
    spread = Counter(place_in("一", contact) for contact in contacts)
    assert set(spread) == set(range(100))
    assert max(spread.values()) < 2 * min(spread.values())
    assert 100 < sum(place_in("一", contact) == place_in("二", contact) for contact in contacts) < 300


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 100), st.uuids().map(str))
def test_shares_that_meet_leave_nobody_out_and_take_nobody_twice(border: int, contact: str) -> None:
    shares = (Share("新文案", 0, border), Share("新文案", border, 100))
    assert sorted(fails({"share": share}, contact=contact) for share in shares) == [(), ("share",)]


def until_rule(say: Any) -> ScriptIndex:
    facts = {
        "春节时间": Fact(text="10 点", until=date(2027, 2, 12)),
        "早鸟": Fact(text="八折", until=date(2027, 2, 1)),
        "时间": Fact(text="8 点", until=date(2027, 2, 1), otherwise="9 点"),
        "店名": Fact(text="回头"),
    }
    when = text_rule("问", How.EXACT, "几点").when
    return ScriptIndex(Script(rules=(Rule(name="问", when=when, say=say),), facts=facts), NORMALISE)


@pytest.mark.parametrize(
    ("say", "last_day"),
    [
        (Text("{春节时间}开门，{店名}"), date(2027, 2, 12)),
        (Text("{春节时间}开门，{早鸟}"), date(2027, 2, 1)),
        (InTurn((Text("{春节时间}"), Text("{早鸟}"))), date(2027, 2, 1)),
        (Text("{时间}开门"), None),
        (Text("开门"), None),
    ],
)
def test_a_rule_falls_silent_when_what_it_tells_has_ended_and_nothing_comes_instead(
    say: Any, last_day: date | None
) -> None:
    compiled = until_rule(say)
    (match,) = compiled.candidates(a_text("几点"))
    assert match.until == last_day
    if last_day is not None:
        last = shop_time(f"{last_day} 23:59")
        assert first(compiled, a_text("几点"), now=last) is not None
        assert first(compiled, a_text("几点"), now=last + timedelta(minutes=1)) is None
        assert failed(match, known(now=last + timedelta(minutes=1))) == ("facts",)


def test_a_place_that_is_too_far_is_named() -> None:
    compiled = index(rule("近", nears=(Near(within=500),)))
    (match,) = compiled._nears
    assert failed(match, known(distances={"riverside": 500.5})) == ("location",)


@pytest.mark.parametrize("store", ["", "riverside"])
def test_a_place_exactly_that_far_is_near_enough(store: str) -> None:
    (match,) = index(rule("近", nears=(Near(within=500, store=store),)))._nears
    assert failed(match, known(distances={"riverside": 500.0})) == ()


@pytest.mark.parametrize(
    ("parts", "asks"),
    [
        ({"fallback": True}, set()),
        ({"only_if": {"hours": (Hours(EVERY_DAY, 0, 60),), "share": Share("新", 0, 5), "sources": ("a",)}}, set()),
        ({"only_if": {"tags": ("会员",), "points": 3}}, {Ask.TAGS, Ask.POINTS}),
        ({"only_if": {"without_tags": ("会员",), "tiers": ("金卡",)}}, {Ask.TAGS, Ask.TIER}),
        ({"only_if": {"moods": ("negative",), "has_coupon": False}}, {Ask.MOOD, Ask.HAS_COUPON}),
        ({"follows": (WhenFollow(has_coupon=False),)}, {Ask.HAS_COUPON}),
        ({"nears": (Near(within=1),)}, {Ask.DISTANCES}),
    ],
)
def test_a_script_asks_only_for_what_its_rules_weigh(parts: dict[str, Any], asks: set[Ask]) -> None:
    assert index(rule("一", **parts), rule("二", fallback=True)).asks == asks


def test_nothing_is_looked_up_where_no_condition_stands_before_the_answer() -> None:
    compiled = index(text_rule("价", How.EXACT, "价"), text_rule("会员价", How.EXACT, "价", only_if={"points": 3}))

    def know() -> Any:
        raise AssertionError("nobody was to be asked")

    assert choose(compiled.candidates(a_text("价")), know) is not None


def test_what_is_known_is_looked_up_once_however_many_rules_have_conditions() -> None:
    asking = [text_rule(f"{least}", How.EXACT, "价", only_if={"points": least}) for least in (30, 20, 10)]
    looked_up: list[int] = []

    def know() -> Any:
        looked_up.append(1)
        return known(points=15)

    chosen = choose(index(*asking).candidates(a_text("价")), know)
    assert chosen is not None
    assert (chosen.rule.name, looked_up) == ("10", [1])
