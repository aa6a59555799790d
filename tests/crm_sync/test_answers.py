"""What a CRM answers is understood, however it is put."""

from datetime import timedelta
from email.utils import format_datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater, Unavailable
from crm_sync.connectors.http.answers import LONGEST_WORDS, Answer, result_of, results_of, said, wait_asked
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
        (Answer(499, b""), Hopeless("499")),
        (Answer(500, b"{}"), TryLater("500 {}")),
        (Answer(299, b" \n"), Sent()),
    ],
)
def test_a_status_means_one_thing(answer: Answer, result: RowResult) -> None:
    assert result_of(answer, NOON) == result


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(200, b"<html>"), "what answered is not the CRM's interface, check the address: 200 <html>"),
        (Answer(200, b"ok"), "what answered is not the CRM's interface, check the address: 200 ok"),
        (Answer(401, b""), "check address and authentication: 401"),
        (Answer(302, b""), "the CRM answers from another address: 302"),
        (Answer(300, b"{}"), "the CRM answers from another address: 300 {}"),
        (Answer(199, b""), "the CRM answers from another address: 199"),
    ],
)
def test_an_answer_that_is_not_about_the_contact_is_no_result_and_says_where_to_look(answer: Answer, why: str) -> None:
    with pytest.raises(Unavailable) as unavailable:
        result_of(answer, NOON)
    assert unavailable.value.reason == why


@pytest.mark.parametrize("name", ["message", "msg", "errmsg", "detail", "error"])
def test_the_crms_own_sentence_is_found_under_any_usual_name(name: str) -> None:
    body = {"code": 7, "error": {"of": "no use"}, name: "没有 手机号"}
    assert said(Answer(422, msgspec.json.encode(body))) == "422 没有 手机号"


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
        ("9" * 8, timedelta(seconds=99_999_999)),
        ("9" * 30, timedelta(seconds=100_000_000)),
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


@pytest.mark.parametrize(
    "body", [b"[{}, {}]", b'[{"status": "200"}, {"status": 200}]', b'[{"status": 422}]', b'{"0": 1, "1": 2}', b"[1, 2]"]
)
def test_what_is_no_result_for_every_row_speaks_for_the_whole_batch(body: bytes) -> None:
    assert results_of(Answer(200, body), 2, NOON) == [Sent(), Sent()]


def test_rows_of_a_batch_that_was_refused_speak_for_nobody() -> None:
    rows = b'[{"status": 200}, {"status": 200}]'
    assert results_of(Answer(422, rows), 2, NOON) is None
    with pytest.raises(Unavailable):
        results_of(Answer(300, rows), 2, NOON)
    assert results_of(Answer(500, rows), 2, NOON) == [TryLater(f"500 {rows.decode().replace(' ', '')}")] * 2


def test_a_batch_is_told_row_by_row_or_as_a_whole() -> None:
    each = Answer(207, b'[{"status": 200}, {"status": 422, "message": "no"}, {"status": 429}]')
    assert results_of(each, 3, NOON) == [Sent(), Hopeless("422 no"), TryLater('429 {"status":429}')]
    assert results_of(Answer(200, b'[{"status": 200}, {"status": 422}]'), 2, NOON) == [
        Sent(),
        Hopeless('422 {"status":422}'),
    ]
    assert results_of(Answer(200, b"[]"), 2, NOON) == [Sent(), Sent()]
    in_a_minute = format_datetime(NOON + MINUTE, usegmt=True)
    assert results_of(Answer(429, b"", in_a_minute), 2, NOON) == [TryLater("429", MINUTE)] * 2
    assert results_of(Answer(500, b""), 2, NOON) == [TryLater("500"), TryLater("500")]
    assert results_of(Answer(422, b"no"), 2, NOON) is None
    assert results_of(Answer(422, b"no"), 1, NOON) == [Hopeless("422 no")]
