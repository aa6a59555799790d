"""Cases and media when several hands reach for them at once, or for what is not there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from records import cases, media
from records.cases import Case, ClosedAlready, UnknownCase
from records.database import reading, writing
from records.media import BadMedia
from tests.factories import NOON, make_account, make_contact
from tests.loyalty.racing import race

MANY = 8


@pytest.fixture
def lin(engine: Engine) -> str:
    with writing(engine) as connection:
        make_account(connection)
        return make_contact(connection).id


def opening(lin: str, subject: str) -> Callable[[Connection], None]:
    return lambda connection: cases.open_case(connection, "main", lin, subject, "订位", subject, NOON)


def listed(engine: Engine) -> list[Case]:
    with reading(engine) as connection:
        return cases.newest_first(connection, "main")


def test_many_who_open_the_same_case_at_once_open_one(engine: Engine, lin: str) -> None:
    race(engine, [opening(lin, f"订 {number} 位") for number in range(MANY)])
    (case,) = listed(engine)
    # Subject and message are of the same turn, whichever came last.
    assert case.subject == case.touchpoint_key


def test_of_many_who_close_a_case_at_once_one_does_and_the_rest_hear_who_did(engine: Engine, lin: str) -> None:
    with writing(engine) as connection:
        opening(lin, "订 4 位")(connection)
    (case,) = listed(engine)

    def closing(who: str) -> Callable[[Connection], str]:
        def close(connection: Connection) -> str:
            try:
                return cases.close(connection, "main", case.id, "坐下了", who, NOON).closed_by or ""
            except ClosedAlready as error:
                return f"after {error.case.closed_by}"

        return close

    heard = race(engine, [closing(f"w{number}") for number in range(MANY)])
    (closed,) = listed(engine)
    assert sorted(map(str, heard)) == sorted([str(closed.closed_by), *[f"after {closed.closed_by}"] * (MANY - 1)])


def test_a_case_that_nobody_opened_cannot_be_closed(engine: Engine, lin: str) -> None:
    with writing(engine) as connection, pytest.raises(UnknownCase):
        cases.close(connection, "main", "0" * 32, "x", "wang", NOON)


def test_what_is_known_of_media_is_their_kind_by_id(engine: Engine, lin: str) -> None:
    with writing(engine) as connection:
        media.register(connection, "main", "menu", "picture", "菜单", NOON)
        media.register(connection, "main", "song", "voice", " 店歌 ", NOON)
        media.register(connection, "main", "old", "video", "旧片", NOON)
        assert media.remove(connection, "main", "old", NOON + timedelta(days=1))
        assert not media.remove(connection, "main", "old", NOON + timedelta(days=1))
        assert media.known_kinds(connection, "main") == {"menu": "picture", "song": "voice"}
        assert [each.name for each in media.media_of(connection, "main")] == ["菜单", "店歌"]
        with pytest.raises(BadMedia, match="no kind"):
            media.register(connection, "main", "menu", "film", "菜单", NOON)
