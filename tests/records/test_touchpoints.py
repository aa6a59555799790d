"""What was said is read back page by page; what nobody could read lies apart, in quarantine."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from records.database import writing
from records.quarantine import count_quarantined, quarantined_after, quarantined_before
from records.touchpoints import (
    ANSWER,
    KnownTouchpoint,
    Touchpoint,
    first_answers,
    latest_of_contact,
    of_contact,
    remember,
)
from tests.factories import make_account, make_contact, make_touch


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A shop and a bakery."""
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        yield connection


@pytest.fixture
def lin(connection: Connection) -> str:
    """The id of somebody who said five things to the shop, with a stranger's word and an odd push between them."""
    lin, wang = make_contact(connection).id, make_contact(connection, "o-wang").id
    said = [make_touch(f"k{number}", contact_id=lin, text=f"{number}") for number in range(5)]
    stranger = make_touch("stranger", contact_id=wang, text="not mine")
    elsewhere = make_touch("elsewhere", contact_id=lin, account_id="bakery", text="to the bakery")
    remember(connection, [*said[:3], stranger, elsewhere, make_touch("odd", "quarantined"), *said[3:]])
    return lin


def answer_to(asked: Touchpoint) -> Touchpoint:
    told = {"direction": "out", "body": "{}", "answers": asked.key, "rule": "问候", "script_version": 3}
    return replace(asked, key=asked.key + ANSWER, **told)


def quarantine(connection: Connection, count: int, account_id: str = "main") -> None:
    """So many odd pushes, 0, 1, 2 …, each with another touch behind it."""
    for number in range(count):
        odd = make_touch(f"{account_id} odd {number}", "quarantined", account_id=account_id, text=f"{number}")
        remember(connection, [odd, make_touch(f"{account_id} fine {number}", account_id=account_id)])


def texts(found: list[KnownTouchpoint]) -> list[str]:
    return [known.text for known in found]


def test_the_first_answer_of_what_was_remembered_is_known_and_of_nothing_else(connection: Connection) -> None:
    answered, unanswered = make_touch("a"), make_touch("b")
    remember(connection, [answered, answer_to(answered), unanswered])
    assert first_answers(connection, ["a", "b", "never"]) == {"a": "{}", "b": None}
    assert first_answers(connection, []) == {}


def test_what_is_there_already_is_not_remembered_again(connection: Connection) -> None:
    remember(connection, [make_touch("a")])
    with pytest.raises(IntegrityError), connection.begin_nested():
        remember(connection, [make_touch("b"), make_touch("a")])
    assert first_answers(connection, ["a", "b"]) == {"a": None}


def test_an_answer_comes_back_with_the_rule_and_the_version_that_gave_it(connection: Connection) -> None:
    lin = make_contact(connection).id
    asked = make_touch("z", contact_id=lin)
    remember(connection, [asked, answer_to(asked)])
    question, answer = of_contact(connection, "main", lin)
    assert (question.key, question.rule, question.script_version) == ("z", None, None)
    assert (answer.key, answer.contact_id, answer.rule, answer.script_version) == ("z" + ANSWER, lin, "问候", 3)
    assert (answer.occurred_at, answer.recorded_at) == (asked.occurred_at, asked.recorded_at)


def test_a_page_holds_fifty_touches_unless_told_otherwise(connection: Connection) -> None:
    lin = make_contact(connection).id
    remember(connection, [make_touch(f"{number:02}", contact_id=lin) for number in range(60)])
    assert len(of_contact(connection, "main", lin)) == 50


def test_a_contact_s_touches_follow_one_another_page_by_page(connection: Connection, lin: str) -> None:
    first = of_contact(connection, "main", lin, limit=2)
    second = of_contact(connection, "main", lin, after=first[-1].id, limit=9)
    assert (texts(first), texts(second)) == (["0", "1"], ["2", "3", "4"])
    assert of_contact(connection, "main", lin, after=second[-1].id) == []


def test_the_latest_touches_are_told_in_the_order_in_which_they_happened(connection: Connection, lin: str) -> None:
    assert texts(latest_of_contact(connection, "main", lin, 3)) == ["2", "3", "4"]
    assert texts(latest_of_contact(connection, "bakery", lin, 3)) == ["to the bakery"]
    assert latest_of_contact(connection, "main", "nobody", 3) == []


def test_the_quarantine_can_be_walked_from_either_end(connection: Connection) -> None:
    quarantine(connection, 5)
    oldest = quarantined_after(connection, "main", 0, 2)
    assert texts(oldest) == ["0", "1"]
    assert texts(quarantined_after(connection, "main", oldest[-1].id, 9)) == ["2", "3", "4"]
    newest = quarantined_before(connection, "main", None, 2)
    assert texts(newest) == ["4", "3"]
    assert texts(quarantined_before(connection, "main", newest[-1].id, 9)) == ["2", "1", "0"]


def test_every_account_has_a_quarantine_of_its_own(connection: Connection) -> None:
    quarantine(connection, 2)
    quarantine(connection, 3, "bakery")
    assert [count_quarantined(connection, account) for account in ("main", "bakery", "nobody")] == [2, 3, 0]
    assert len(quarantined_after(connection, "bakery", 0, 9)) == 3
    assert len(quarantined_before(connection, "main", None, 9)) == 2
