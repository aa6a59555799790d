"""Logs hold no token, no openid, no phone and nothing that anybody said, above all when something fails."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.channels.wechat.phone import Phone
from app.logs import redact, set_up_logs, traceback_without_values
from records.clock import utc_now
from records.database import open_engine, writing
from replies.answers.reply import Text
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import standing_server, token_for

pytestmark = pytest.mark.xdist_group("logs")
"""Run by one process, because the server is started once for all of them."""

OPENID = "o-very-private-openid-4711"
SAID = "我的手机是13812345678\nDETAIL: 第二行也是秘密\n\nThe above exception 秘密"
SECRETS = [OPENID, "13812345678", "秘密", ACCOUNT.token, ACCOUNT.aes_keys[0], "a long random text", "ht_"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with standing_server(request.param, request, tmp_path_factory.mktemp("logs"), ACCOUNT) as server:
        yield server


@contextmanager
def broken(shop: Server, breaks: str, mends: str) -> Iterator[None]:
    """The database after a statement, mended after the block by another."""
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        connection.execute(text(breaks))
    yield
    with writing(engine) as connection:
        connection.execute(text(mends))
    engine.dispose()


def assert_discreet(log: str) -> None:
    assert [secret for secret in SECRETS if secret in log] == []


@pytest.mark.parametrize("shop", ["sqlite", "postgresql"], indirect=True)
def test_a_missing_table_is_logged_without_what_was_said_and_the_message_is_received_once_it_is_back(
    shop: Server,
) -> None:
    guest = Phone(ACCOUNT, OPENID, "gh_0a1b2c3d4e5f")
    message = guest.text(SAID)
    with broken(shop, "ALTER TABLE touchpoints RENAME TO gone", "ALTER TABLE gone RENAME TO touchpoints"):
        for _ in range(3):
            answer = shop.push(guest.seal(message, utc_now()))
            assert answer.status_code == 503
            assert answer.text.endswith(".\n")
    assert shop.tell(guest, message) == Text("没听懂，您可以问营业时间。")
    assert "turn failed" in shop.log
    assert "touchpoints" in shop.log
    assert_discreet(shop.log)


@pytest.mark.parametrize("shop", ["postgresql"], indirect=True)
def test_a_row_that_postgresql_quotes_is_not_logged(shop: Server) -> None:
    guest = Phone(ACCOUNT, OPENID, "gh_0a1b2c3d4e5f")
    narrow = "ALTER TABLE touchpoints ADD CONSTRAINT nothing_new CHECK (id < 0) NOT VALID"
    with broken(shop, narrow, "ALTER TABLE touchpoints DROP CONSTRAINT nothing_new"):
        assert shop.push(guest.seal(guest.text(SAID), utc_now())).status_code == 503
    assert "nothing_new" in shop.log
    assert_discreet(shop.log)


def test_a_failing_api_call_is_logged_without_the_token(shop: Server) -> None:
    till = token_for(shop.database_url)
    with broken(shop, "ALTER TABLE contacts RENAME TO gone", "ALTER TABLE gone RENAME TO contacts"):
        answer = shop.wire.get("/api/v1/contacts?after=abc", headers=till)
        assert (answer.status_code, answer.json()["title"]) == (503, "database-away")
        assert "contacts" not in answer.text
    assert shop.wire.get("/api/v1/contacts?after=abc", headers=till).status_code == 200
    assert "database failed" in shop.log
    assert_discreet(shop.log)


def test_what_is_forged_or_mistyped_is_not_logged_either(shop: Server, lin: Phone) -> None:
    push = lin.seal(lin.text(SAID), utc_now())
    shop.wire.post("/wechat/main", params=push.query | {"openid": OPENID, "msg_signature": "0" * 40}, content=push.body)
    shop.wire.post(f"/wechat/{OPENID}", content=SAID.encode())
    shop.wire.get(f"/api/v1/contacts/{OPENID}", headers={"Authorization": "Bearer ht_secret"})
    shop.wire.get(f"/{OPENID}?phone=13812345678")
    shop.wire.post("/store/sign-in", data={"username": "o-very-private-openid-4711", "password": "13812345678"})
    assert_discreet(shop.log)


def test_every_line_is_a_json_object(shop: Server) -> None:
    lines = [json.loads(line) for line in shop.log.splitlines()]
    assert lines
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)


def test_private_names_are_never_told_at_any_depth() -> None:
    event = {"event": "x", "openid": OPENID, "extra": {"token": "t", "count": 3, "deep": {"phone": "138"}}, "ok": 1}
    assert redact(None, "info", event) == {
        "event": "x",
        "openid": "…",
        "extra": {"token": "…", "count": 3, "deep": {"phone": "…"}},
        "ok": 1,
    }


def test_words_of_the_database_are_cut_where_they_quote_a_row_on_any_number_of_lines() -> None:
    said = "could not: duplicate key\nDETAIL: Key (openid)=(o-lin)\n second line o-lin"
    assert redact(None, "info", {"event": said})["event"] == "could not: duplicate key\nDETAIL: …"
    said = "bad json CONTEXT: JSON data, line 1: o-lin\no-lin"
    assert redact(None, "info", {"event": said})["event"] == "bad json CONTEXT: …"


def test_the_password_in_an_address_is_not_told() -> None:
    said = "postgresql://huitou:sesame@db:5432/huitou is away"
    assert redact(None, "info", {"event": said})["event"] == "postgresql://huitou:…@db:5432/huitou is away"


def test_a_traceback_tells_the_way_and_the_first_lines_but_no_value() -> None:
    try:
        try:
            int("o-lin")
        except ValueError as error:
            raise OperationalError(
                "SELECT 'o-lin'", {"openid": "o-lin"}, Exception("table gone\nKey: o-lin")
            ) from error
    except DBAPIError as error:
        told = traceback_without_values((type(error), error, error.__traceback__))
    assert "o-lin" not in "\n".join(line for line in told.splitlines() if not line.startswith("    "))
    assert "ValueError: invalid literal for int() with base 10: …" in told
    assert "OperationalError: (builtins.Exception) table gone" in told
    assert "test_logs.py" in told


def test_errors_side_by_side_are_all_told() -> None:
    group = ExceptionGroup("two", [ValueError("one thing"), OSError("another")])
    told = traceback_without_values((type(group), group, None))
    assert "ValueError: one thing" in told
    assert "OSError: another" in told


def test_what_libraries_log_goes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    quoted = "bad\nDETAIL: o-lin"
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        set_up_logs()
        try:
            raise ValueError(quoted)
        except ValueError:
            logging.getLogger("some.library").exception("job failed: %s", quoted)
    finally:
        root.handlers, root.level = handlers, level
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "job failed: bad\nDETAIL: …"
    assert line["exception"].endswith("ValueError: bad")
