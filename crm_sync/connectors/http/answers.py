"""What a CRM's HTTP answer means for a contact. Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater, Unavailable

LONGEST_WORDS = 300
LATER = frozenset({408, 425, 429})
ABOUT_US = frozenset({401, 403, 404, 405, 407})
"""These refuse the caller or the address, whoever the contact is: no contact is condemned for them."""


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer. ``retry_after`` is the header as it came."""

    status: int
    body: bytes
    retry_after: str | None = None


def result_of(answer: Answer, now: datetime) -> RowResult:
    """2xx is sent; 408, 425, 429 and 5xx try later; any other 4xx is hopeless, in the CRM's own words.

    Raises ``Unavailable`` for an answer that is about us and not about the contact, and for a 2xx whose body is not
    JSON: that is some page in between, not the CRM.
    """
    status = answer.status
    if 200 <= status < 300:
        if answer.body.strip():
            _json(answer)
        return Sent()
    if status in LATER or status >= 500:
        return TryLater(said(answer), wait_asked(answer.retry_after, now))
    if status in ABOUT_US:
        raise Unavailable(f"check address and authentication: {said(answer)}")
    if status < 400:
        raise Unavailable(f"the CRM answers from another address: {said(answer)}")
    return Hopeless(said(answer))


def results_of(answer: Answer, number: int, now: datetime) -> list[RowResult] | None:
    """The results of a batch, or None when the CRM refused it as a whole for the sake of some contact in it.

    A list of objects with a ``status`` each, in the order of the batch, speaks for every contact separately.
    Raises ``Unavailable`` as ``result_of`` does.
    """
    if rows := _rows(answer, number):
        return [result_of(Answer(row["status"], msgspec.json.encode(row)), now) for row in rows]
    result = result_of(answer, now)
    return None if isinstance(result, Hopeless) and number > 1 else [result] * number


def wait_asked(header: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as a date (RFC 9110 10.2.3); None for anything else."""
    value = (header or "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta())


def said(answer: Answer) -> str:
    """The status and the CRM's own words, on one line, cut to 300 characters."""
    try:
        words = _message(msgspec.json.decode(answer.body))
    except (msgspec.DecodeError, UnicodeDecodeError):
        words = answer.body.decode(errors="replace")
    return f"{answer.status} {' '.join(words.split())}".strip()[:LONGEST_WORDS]


def _message(body: Any) -> str:
    """The sentence in an error body, or all of it when it has none that we know."""
    if isinstance(body, dict):
        for name in ("message", "msg", "errmsg", "detail", "error"):
            if isinstance(body.get(name), str):
                return str(body[name])
    return msgspec.json.encode(body).decode()


def _rows(answer: Answer, number: int) -> list[dict[str, Any]] | None:
    if not 200 <= answer.status < 300 or not answer.body.strip():
        return None
    rows = _json(answer)
    whole = isinstance(rows, list) and len(rows) == number
    return rows if whole and all(isinstance(row, dict) and type(row.get("status")) is int for row in rows) else None


def _json(answer: Answer) -> Any:
    try:
        return msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = f"what answered is not the CRM's interface, check the address: {said(answer)}"
        raise Unavailable(reason[:LONGEST_WORDS]) from error
