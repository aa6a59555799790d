"""Contacts are made once and change only as told."""

import msgspec
from sqlalchemy import Engine

from records import contacts
from records.database import reading, writing
from tests.factories import NOON, make_account, make_contact


def test_the_same_identity_always_finds_the_same_contact(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        made = contacts.find_or_make(connection, [("main", "o-lin"), ("main", "o-wang")], NOON)
    with writing(engine) as connection:
        found = contacts.find_or_make(connection, [("main", "o-wang"), ("main", "o-lin"), ("main", "o-lin")], NOON)
    assert found == made
    assert found["main", "o-lin"].id != found["main", "o-wang"].id


def test_looking_somebody_up_makes_and_locks_nobody(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        made = make_contact(connection)
    with reading(engine) as connection:
        assert contacts.find(connection, ("main", "o-lin")) == made
        assert contacts.find(connection, ("bakery", "o-lin")) is None
        assert contacts.find(connection, ("main", "o-wang")) is None


def test_what_changed_is_saved_and_read_back_with_its_time_zone(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        (before,) = contacts.find_or_make(connection, [("main", "o-lin")], NOON).values()
        after = msgspec.structs.replace(before, following=True, follow_changed_at=NOON, last_touch_at=NOON)
        contacts.save(connection, [(before, after)])
    with reading(engine) as connection:
        (found,) = contacts.find_or_make(connection, [("main", "o-lin")], NOON).values()
    assert found == after
