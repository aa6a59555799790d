"""What a CRM answers is understood, however it is put."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater, Unavailable
from crm_sync.connectors.answers import LONGEST_WORDS, Answer, result_of, results_of, said, wait_asked
from tests.factories import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (Answer(200, b'{"ok": true}'), Sent()),
        (Answer(201, b""), Sent()),
        (Answer(204, b""), Sent()),
        (Answer(429, b"", "60"), TryLater("429", MINUTE)),
        (Answer(503, b"", None), TryLater("503")),
        (Answer(425, b"too early"), TryLater("425 too early")),
        (Answer(422, '{"message": "手机号\\n格式不对"}'.encode()), Hopeless("422 手机号 格式不对")),
        (Answer(409, b'{"errors": ["\\u91cd\\u590d"]}'), Hopeless('409 {"errors":["重复"]}')),
        (Answer(400, b"\xff\xfe"), Hopeless("400 ��")),
    ],
)
def test_a_status_means_one_thing(answer: Answer, result: RowResult) -> None:
    assert result_of(answer, NOON) == result


@pytest.mark.parametrize("answer", [Answer(200, b"<html>"), Answer(200, b"ok"), Answer(401, b""), Answer(302, b"")])
def test_an_answer_that_is_not_about_the_contact_is_no_result(answer: Answer) -> None:
    with pytest.raises(Unavailable):
        result_of(answer, NOON)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", 2 * MINUTE),
        (" 0 ", timedelta()),
        (format_datetime(NOON + MINUTE, usegmt=True), MINUTE),
        (format_datetime(NOON - MINUTE, usegmt=True), timedelta()),
        ("Thu, 01 Jan 2026 12:01:00 +0800", MINUTE),
        ("Thu, 01 Jan 2026 04:01:00 -0000", MINUTE),
        ("soon", None),
        ("-5", None),
        ("１２", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, wait: timedelta | None) -> None:
    assert wait_asked(header, NOON) == wait


@settings(deadline=None)
@given(st.text())
def test_no_retry_after_whatever_breaks_anything(header: str) -> None:
    assert wait_asked(header, NOON) is None or wait_asked(header, NOON) >= timedelta()  # type: ignore[operator]


@settings(deadline=None)
@given(status=st.integers(200, 599), body=st.binary(max_size=1000))
def test_the_crms_words_are_one_short_line(status: int, body: bytes) -> None:
    words = said(Answer(status, body))
    assert len(words) <= LONGEST_WORDS
    assert "\n" not in words


def test_a_batch_is_told_row_by_row_or_as_a_whole() -> None:
    each = Answer(207, b'[{"status": 200}, {"status": 422, "message": "no"}, {"status": 429}]')
    assert results_of(each, 3, NOON) == [Sent(), Hopeless("422 no"), TryLater('429 {"status":429}')]
    assert results_of(Answer(200, b"[]"), 2, NOON) == [Sent(), Sent()]
    assert results_of(Answer(500, b""), 2, NOON) == [TryLater("500"), TryLater("500")]
    assert results_of(Answer(422, b"no"), 2, NOON) is None
    assert results_of(Answer(422, b"no"), 1, NOON) == [Hopeless("422 no")]
