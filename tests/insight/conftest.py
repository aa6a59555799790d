"""One lexicon and one real scoring process for all tests of moods, and people who write."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import Engine, Row, select

from insight.lexicon import Lexicon, shop_lexicon
from insight.notice import Scorer, notice_batch
from insight.worker import ScoringUnavailable, ScoringWorker
from records import outbox
from records.database import reading, writing
from records.outbox import Announcement, Topic
from records.tables import contacts, moods
from records.tables import outbox as outbox_rows
from records.touchpoints import Touchpoint, remember
from tests.factories import NOON, make_account, make_contact


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return shop_lexicon()


@pytest.fixture(scope="session")
def scorer() -> Iterator[ScoringWorker]:
    """The real model in its real process, started by the first test that needs it."""
    worker = ScoringWorker()
    yield worker
    worker.stop()


class NoModel:
    """A scorer for tests in which nobody may ask the model."""

    def score(self, texts: Sequence[str]) -> list[float | None]:
        raise AssertionError(f"the model was asked about {len(texts)} texts")


class BrokenModel:
    """A scorer whose process never starts."""

    def score(self, texts: Sequence[str]) -> list[float | None]:
        raise ScoringUnavailable("the scoring process ended with 1 before it was ready")


class Carried(msgspec.Struct, frozen=True):
    """The mood that a contact carries."""

    feeling: str | None
    words: str | None
    at: datetime | None


class Shop:
    """A shop with people who write to it, on one database."""

    def __init__(self, engine: Engine, lexicon: Lexicon) -> None:
        self.engine = engine
        self.lexicon = lexicon
        with writing(engine) as connection:
            make_account(connection)

    def write(self, text: str, openid: str = "o-lin", minute: int = 0) -> str:
        """Somebody writes ``minute`` minutes after noon; the contact's id."""
        at = NOON + timedelta(minutes=minute)
        key = hashlib.md5(f"{openid} {minute} {text}".encode()).hexdigest()
        with writing(self.engine) as connection:
            contact = make_contact(connection, openid)
            remember(connection, [_touch(key, contact.id, text, at)])
            outbox.announce(connection, [Announcement(Topic.TEXT_RECEIVED, contact.id, key)], NOON)
        return contact.id

    def notice(self, scorer: Scorer, *, worker: str = "w1", now: datetime = NOON, limit: int = 64) -> int:
        return notice_batch(self.engine, scorer, self.lexicon, worker, now, limit)

    def carried(self, contact_id: str) -> Carried:
        query = select(contacts.c.mood, contacts.c.mood_words, contacts.c.mood_at).where(contacts.c.id == contact_id)
        with reading(self.engine) as connection:
            return Carried(*connection.execute(query).one())

    def moods(self) -> list[str]:
        with reading(self.engine) as connection:
            return sorted(connection.execute(select(moods.c.mood)).scalars())

    def announced(self) -> list[str]:
        """The contacts announced as changed, in order."""
        query = select(outbox_rows.c.contact_id).where(outbox_rows.c.topic == "contact_changed").order_by("id")
        with reading(self.engine) as connection:
            return list(connection.execute(query).scalars())

    def rows(self) -> list[Row[str, int, str | None]]:
        """State, attempts and reason of each text's row, in order."""
        query = select(outbox_rows.c.state, outbox_rows.c.attempts, outbox_rows.c.reason)
        with reading(self.engine) as connection:
            return list(connection.execute(query.where(outbox_rows.c.topic == "text_received").order_by("id")))

    def states(self) -> list[str]:
        return [row.state for row in self.rows()]


def _touch(key: str, contact_id: str, text: str, at: datetime) -> Touchpoint:
    return Touchpoint(
        key=key,
        account_id="main",
        contact_id=contact_id,
        direction="in",
        kind="text",
        occurred_at=at,
        recorded_at=at,
        text=text,
        subject="",
        body="<xml/>",
    )


@pytest.fixture
def shop(engine: Engine, lexicon: Lexicon) -> Shop:
    """A shop on SQLite and on PostgreSQL."""
    return Shop(engine, lexicon)


@pytest.fixture
def small_shop(sqlite_engine: Engine, lexicon: Lexicon) -> Shop:
    """A shop where the kind of database does not matter."""
    return Shop(sqlite_engine, lexicon)
