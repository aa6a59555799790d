"""Judging a batch of texts by the lexicon, and what to do with those that could not be judged. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from insight.keep import Noticed
from insight.lexicon import Lexicon
from insight.mood import Mood, without_model
from records.outbox import Claimed

ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=10)
DELAY_GROWTH = 6
"""Ten seconds, a minute, six, thirty-six: longer than a restart, shorter than a day in the shop."""


class Written(msgspec.Struct, frozen=True):
    """What somebody wrote, prepared, with the row that asks for its mood."""

    row: Claimed
    key: str
    text: str
    occurred_at: datetime

    def noticed(self, mood: Mood) -> Noticed:
        """The mood of it, ready to be kept."""
        return Noticed(self.row, self.key, self.occurred_at, mood)


class Judgement(msgspec.Struct, frozen=True):
    """What the lexicon makes of a batch: the moods it tells, the texts for the model, the rows whose text is gone."""

    noticed: tuple[Noticed, ...]
    for_model: tuple[Written, ...]
    gone: tuple[int, ...]

    @property
    def done(self) -> list[int]:
        """The rows that need nothing more. A text that is gone was forgotten on purpose."""
        return [*self.gone, *(one.row.id for one in self.noticed)]


def judge(rows: Sequence[Claimed], texts: Sequence[Written], lexicon: Lexicon) -> Judgement:
    """The judgement of the rows, of which ``texts`` are those that are still there."""
    moods = [(written, without_model(written.text, lexicon)) for written in texts]
    found = {written.row.id for written in texts}
    return Judgement(
        noticed=tuple(written.noticed(mood) for written, mood in moods if mood),
        for_model=tuple(written for written, mood in moods if mood is None),
        gone=tuple(row.id for row in rows if row.id not in found),
    )


def retry_at(earlier: int, now: datetime) -> datetime | None:
    """When a text that has failed after ``earlier`` other failures is tried again; None: never."""
    return None if earlier + 1 >= ATTEMPTS else now + FIRST_DELAY * DELAY_GROWTH**earlier
