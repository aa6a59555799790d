"""The directory tells everything that is known of a contact, to the account that knows them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, update

from records.contacts import Contact, add_tag, find_or_make
from records.database import writing
from records.directory import KnownIdentity, KnownMood, find, page
from records.tables import contacts, identities
from tests.factories import NOON, make_account


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A shop that knows seven people, and a bakery that knows one."""
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        find_or_make(connection, [("main", f"o-{number}") for number in range(7)], NOON)
        find_or_make(connection, [("bakery", "o-baker")], NOON)
        yield connection


def openids(connection: Connection, **query: object) -> list[str]:
    return [known.identities[0].openid for known in page(connection, "main", **query)]  # type: ignore[arg-type]


def known_as(connection: Connection, openid: str) -> Contact:
    return find_or_make(connection, [("main", openid)], NOON)["main", openid]


def test_pages_follow_one_another_without_gap_or_double(connection: Connection) -> None:
    seen: list[str] = []
    after = ""
    while people := page(connection, "main", after, 2):
        seen += [known.identities[0].openid for known in people]
        after = people[-1].id
    assert seen == [f"o-{number}" for number in range(7)]


def test_who_comes_later_stands_behind_those_who_came_before(connection: Connection) -> None:
    last = page(connection, "main", limit=7)[-1].id
    find_or_make(connection, [("main", "o-a-late-one")], NOON)
    assert openids(connection, after=last) == ["o-a-late-one"]


def test_a_mood_leaves_out_everybody_else(connection: Connection) -> None:
    angry = known_as(connection, "o-4")
    felt = {"mood": "negative", "mood_score": 0.1, "mood_words": "太差", "mood_at": NOON}
    connection.execute(update(contacts).where(contacts.c.id == angry.id).values(felt))
    (known,) = page(connection, "main", mood="negative")
    assert (known.id, known.mood) == (angry.id, KnownMood("negative", 0.1, "太差", NOON))
    assert page(connection, "main", mood="positive") == []
    assert page(connection, "main", after=angry.id, mood="negative") == []
    assert page(connection, "bakery", mood="negative") == []


def test_another_account_knows_them_not(connection: Connection) -> None:
    assert [known.identities[0].openid for known in page(connection, "bakery")] == ["o-baker"]
    assert find(connection, "bakery", known_as(connection, "o-1").id) is None
    assert page(connection, "nobody") == []


def test_tags_are_told_in_order_and_each_once(connection: Connection) -> None:
    contact = known_as(connection, "o-1")
    assert [add_tag(connection, contact.id, tag, NOON) for tag in ("b", "a", "b")] == [True, True, False]
    known = find(connection, "main", contact.id)
    assert known is not None
    assert known.tags == ("a", "b")


def test_somebody_on_two_accounts_is_one_contact_with_two_identities(connection: Connection) -> None:
    contact = known_as(connection, "o-1")
    there = {"account_id": "bakery", "openid": "o-x", "contact_id": contact.id, "following": True, "created_at": NOON}
    connection.execute(insert(identities).values(there))
    known = find(connection, "bakery", contact.id)
    assert known is not None
    assert known.identities == (
        KnownIdentity("bakery", "o-x", None, True, None),
        KnownIdentity("main", "o-1", None, False, None),
    )
    assert len([each for each in page(connection, "main") if each.id == contact.id]) == 1


@pytest.mark.parametrize("contact_id", ["", "nobody", "0" * 32])
def test_nobody_has_an_id_that_was_never_given(connection: Connection, contact_id: str) -> None:
    assert find(connection, "main", contact_id) is None
