"""What people said, for tests that learn from it."""

from datetime import datetime

from records.conversations import Heard
from records.message import Kind
from tests.factories import NOON


def heard(
    text: str,
    *,
    at: datetime = NOON,
    contact: str = "lin",
    rule: str | None = None,
    matched_by: str | None = None,
    kind: Kind = Kind.TEXT,
    subject: str = "",
) -> Heard:
    return Heard(f"{at}/{contact}", contact, kind, text, subject, at, rule, matched_by, 1)
