"""Which of several replies a person gets: one for the day, or the next each time."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, insert

from handlers.variant import variant
from records.contacts import Contact
from records.database import reading, writing
from records.tables import touchpoints
from records.touchpoints import remember
from replies.answers.reply import InTurn, OneOf, Reply, Say, Silence, Text
from tests.factories import NOON, make_account, make_contact, make_touch
from tests.handlers.situations import of

TWO = (Text("您好"), Text("欢迎"))
DAY = timedelta(days=1)
LOCAL_MIDNIGHT = NOON + timedelta(hours=12)


def said(engine: Engine, say: Say, contact_id: str, at: datetime = NOON, rule: str = "问好") -> Reply:
    situation = of(Contact(contact_id, "main", f"o-{contact_id}"), at=at)
    with reading(engine) as connection:
        return variant(connection, say, rule, situation)


def answered(engine: Engine, contact_id: str, rule: str, *, direction: str = "in", key: str) -> None:
    with writing(engine) as connection:
        remember(connection, [make_touch(key, contact_id=contact_id, rule=rule, direction=direction)])


def test_one_of_several_is_the_same_all_day_by_the_shops_clock(sqlite_engine: Engine) -> None:
    for number in range(50):
        of_the_day = {
            said(sqlite_engine, OneOf(TWO), f"c{number}", at)
            for at in (LOCAL_MIDNIGHT - DAY, NOON, LOCAL_MIDNIGHT - timedelta(microseconds=1))
        }
        assert len(of_the_day) == 1


def test_contacts_and_days_differ_as_by_chance(sqlite_engine: Engine) -> None:
    people = [f"c{number}" for number in range(400)]
    today, tomorrow = ([said(sqlite_engine, OneOf(TWO), who, at) for who in people] for at in (NOON, LOCAL_MIDNIGHT))
    changed = sum(before != after for before, after in zip(today, tomorrow, strict=True))
    assert 150 < today.count(TWO[0]) < 250
    assert 150 < changed < 250


def test_of_two_rules_one_does_not_tell_what_the_other_says(sqlite_engine: Engine) -> None:
    people = [f"c{number}" for number in range(400)]
    greeted, thanked = (
        [said(sqlite_engine, OneOf(TWO), who, rule=rule) for who in people] for rule in ("问好", "道谢")
    )
    assert 150 < sum(one == other for one, other in zip(greeted, thanked, strict=True)) < 250


def test_in_turn_each_reply_comes_after_the_other_and_then_from_the_start(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        lin, wang = make_contact(connection), make_contact(connection, "o-wang")
    three = InTurn((*TWO, Silence()))
    heard: list[Reply] = []
    for number in range(4):
        heard.append(said(engine, three, lin.id))
        answered(engine, lin.id, "问好", key=f"k{number}")
        # Silence leaves no outward touch, and a reply one more: neither counts twice.
        if heard[-1] != Silence():
            answered(engine, lin.id, "问好", direction="out", key=f"k{number}-answer")
    assert heard == [*TWO, Silence(), TWO[0]]
    answered(engine, lin.id, "再见", key="k-other")
    assert said(engine, three, lin.id) == TWO[1]
    assert said(engine, three, wang.id) == TWO[0]


def test_on_another_account_the_turn_begins_anew(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        lin = make_contact(connection)
        elsewhere = {"key": "k1", "account_id": "bakery", "contact_id": lin.id, "direction": "in", "kind": "text"}
        moments = {"occurred_at": NOON, "recorded_at": NOON}
        connection.execute(
            insert(touchpoints), elsewhere | moments | {"text": "", "subject": "", "body": "", "rule": "问好"}
        )
    assert said(sqlite_engine, InTurn(TWO), lin.id) == TWO[0]


def test_a_single_reply_is_itself(sqlite_engine: Engine) -> None:
    assert said(sqlite_engine, TWO[0], "c1") == TWO[0]
