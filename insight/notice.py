"""Noticing moods: what customers wrote, taken from the outbox, judged, and kept with their contact."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine, select

from insight.judge import Written, judge, retry_at
from insight.keep import keep_moods
from insight.lexicon import Lexicon, prepare
from insight.mood import from_model
from insight.worker import ScoringUnavailable
from records import outbox
from records.database import reading, writing
from records.outbox import Claimed, Topic
from records.tables import touchpoints

CLAIM_LASTS = timedelta(minutes=3)
"""Longer than a batch takes, also when the scoring process has to be started for it."""
UNSCORABLE = "情绪模型无法处理这条文字"


class Scorer(Protocol):
    """Whoever runs the model; see ``insight.worker.ScoringWorker``."""

    def score(self, texts: Sequence[str], /) -> list[float | None]:
        """A score for each prepared text, None for a hopeless one. Raises ``ScoringUnavailable``."""


def notice_batch(engine: Engine, scorer: Scorer, lexicon: Lexicon, worker: str, now: datetime, limit: int) -> int:
    """Give up to ``limit`` waiting texts their mood; how many rows were handled, 0 when none was due.

    ``worker`` names the claim and differs between processes. The lexicon's verdicts are kept before the model is
    asked for the rest, and no transaction is open while it thinks. Doing a row twice changes nothing.
    """
    rows, texts = _claim(engine, worker, now, limit)
    if not rows:
        return 0
    judgement = judge(rows, texts, lexicon)
    with writing(engine) as connection:
        keep_moods(connection, judgement.noticed, now)
        outbox.settle_sent(connection, judgement.done, worker, now)
    _ask_model(engine, scorer, judgement.for_model, worker, now)
    return len(rows)


def _claim(engine: Engine, worker: str, now: datetime, limit: int) -> tuple[list[Claimed], list[Written]]:
    with reading(engine) as connection:
        if not outbox.is_due(connection, Topic.TEXT_RECEIVED, now):
            return [], []
    with writing(engine) as connection:
        rows = outbox.claim(connection, Topic.TEXT_RECEIVED, worker, limit, now, CLAIM_LASTS)
    with reading(engine) as connection:
        return rows, _read(connection, rows)


def _read(connection: Connection, rows: Sequence[Claimed]) -> list[Written]:
    """The texts of the rows, prepared, in the rows' order, without those that are no more."""
    query = select(touchpoints.c.key, touchpoints.c.text, touchpoints.c.occurred_at).where(
        touchpoints.c.key.in_([row.subject for row in rows if row.subject])
    )
    found = {touch.key: touch for touch in connection.execute(query)}
    known = [(row, found[row.subject]) for row in rows if row.subject in found]
    return [Written(row, touch.key, prepare(touch.text), touch.occurred_at) for row, touch in known]


def _ask_model(engine: Engine, scorer: Scorer, texts: Sequence[Written], worker: str, now: datetime) -> None:
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
        keep_moods(connection, [text.noticed(from_model(score)) for text, score in scored], now)
        outbox.settle_sent(connection, [text.row.id for text, _ in scored], worker, now)
        _postpone(connection, failed, worker, now, UNSCORABLE)


def _postpone(connection: Connection, rows: Sequence[Claimed], worker: str, now: datetime, reason: str) -> None:
    """Let the rows wait, longer each time; those that were tried often enough are dead with the reason."""
    for earlier in sorted({row.attempts for row in rows}):
        ids = [row.id for row in rows if row.attempts == earlier]
        moment = retry_at(earlier, now)
        if moment is None:
            outbox.settle_dead(connection, ids, worker, now, reason)
        else:
            outbox.settle_retry(connection, ids, worker, moment, reason)
