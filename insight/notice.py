"""Noticing moods: what customers wrote, taken from the outbox, judged, and kept with their contact."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine, bindparam, select

from insight.keep import Noticed, keep
from insight.lexicon import Lexicon, prepare
from insight.mood import Mood, from_model, without_model
from insight.worker import ScoringUnavailable
from records import outbox
from records.database import reading, writing
from records.outbox import Claimed, Topic
from records.tables import outbox as outbox_rows
from records.tables import touchpoints
from records.tables.outbox import OPEN

CLAIM = timedelta(minutes=3)
"""Longer than a batch takes, also when the scoring process has to be started for it."""
ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=10)
DELAY_GROWTH = 6
"""Ten seconds, a minute, six, thirty-six: longer than a restart, shorter than a day in the shop."""
UNSCORABLE = "情绪模型无法处理这条文字"

_OPEN_TEXT = (
    select(outbox_rows.c.id)
    .where(outbox_rows.c.topic == Topic.TEXT_RECEIVED.value, OPEN, outbox_rows.c.not_before <= bindparam("now"))
    .limit(1)
)
"""In the index's own words: SQLite uses a partial index for nothing less."""


class Scorer(Protocol):
    """Whoever runs the model; see ``insight.worker.ScoringWorker``."""

    def score(self, texts: Sequence[str], /) -> list[float | None]:
        """A score for each prepared text, None for a hopeless one. Raises ``ScoringUnavailable``."""


class _Text(msgspec.Struct, frozen=True):
    """What somebody wrote, with the row that asks for its mood."""

    row: Claimed
    key: str
    text: str
    occurred_at: datetime

    def noticed(self, mood: Mood) -> Noticed:
        return Noticed(self.row, self.key, self.occurred_at, mood)


def notice_batch(engine: Engine, scorer: Scorer, lexicon: Lexicon, worker: str, now: datetime, limit: int) -> int:
    """Give up to ``limit`` waiting texts their mood; how many rows were handled, 0 when none was due.

    ``worker`` names the claim and differs between processes. The lexicon's verdicts are kept before the model is
    asked for the rest, and no transaction is open while it thinks. Doing a row twice changes nothing.
    """
    rows, texts = _claim(engine, worker, now, limit)
    if not rows:
        return 0
    judged = [(text, without_model(text.text, lexicon)) for text in texts]
    decided = [text.noticed(mood) for text, mood in judged if mood]
    found = {text.row.id for text in texts}
    # A touchpoint that is gone was forgotten on purpose: its row is done.
    gone = [row.id for row in rows if row.id not in found]
    with writing(engine) as connection:
        keep(connection, decided, now)
        outbox.settle_sent(connection, gone + [noticed.row.id for noticed in decided], worker, now)
    _ask_model(engine, scorer, [text for text, mood in judged if mood is None], worker, now)
    return len(rows)


def _claim(engine: Engine, worker: str, now: datetime, limit: int) -> tuple[list[Claimed], list[_Text]]:
    with reading(engine) as connection:
        # Looking first costs nobody the writer's lock while there is nothing to do.
        if connection.execute(_OPEN_TEXT, {"now": now}).first() is None:
            return [], []
    with writing(engine) as connection:
        rows = outbox.claim(connection, Topic.TEXT_RECEIVED, worker, limit, now, CLAIM)
    with reading(engine) as connection:
        return rows, _read(connection, rows)


def _read(connection: Connection, rows: Sequence[Claimed]) -> list[_Text]:
    """The texts of the rows, prepared, in the rows' order, without those that are no more."""
    query = select(touchpoints.c.key, touchpoints.c.text, touchpoints.c.occurred_at).where(
        touchpoints.c.key.in_([row.subject for row in rows if row.subject])
    )
    found = {touch.key: touch for touch in connection.execute(query)}
    known = [(row, found[row.subject]) for row in rows if row.subject in found]
    return [_Text(row, touch.key, prepare(touch.text), touch.occurred_at) for row, touch in known]


def _ask_model(engine: Engine, scorer: Scorer, texts: Sequence[_Text], worker: str, now: datetime) -> None:
    if not texts:
        return
    try:
        scores = scorer.score([text.text for text in texts])
    except ScoringUnavailable as unavailable:
        with writing(engine) as connection:
            _postpone(connection, [text.row for text in texts], worker, now, str(unavailable))
        return
    scored = [(text, score) for text, score in zip(texts, scores, strict=True) if score is not None]
    failed = [text.row for text, score in zip(texts, scores, strict=True) if score is None]
    with writing(engine) as connection:
        keep(connection, [text.noticed(from_model(score)) for text, score in scored], now)
        outbox.settle_sent(connection, [text.row.id for text, _ in scored], worker, now)
        _postpone(connection, failed, worker, now, UNSCORABLE)


def _postpone(connection: Connection, rows: Sequence[Claimed], worker: str, now: datetime, reason: str) -> None:
    """Let the rows wait, longer each time; those that were tried often enough are dead with the reason."""
    for attempts in sorted({row.attempts for row in rows}):
        ids = [row.id for row in rows if row.attempts == attempts]
        if attempts + 1 >= ATTEMPTS:
            outbox.settle_dead(connection, ids, worker, now, reason)
        else:
            delay = FIRST_DELAY * DELAY_GROWTH**attempts
            outbox.settle_retry(connection, ids, worker, now + delay, reason)
