"""``huitou staff``, ``token`` and ``account``: who may come in, and by which door."""

from pathlib import Path

import pytest

from app.channels.wechat.account import MalformedAccount
from app.passwords import password_matches
from records.database import open_engine, reading
from records.staff import find_active
from records.tokens import integrator_of
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.app.conftest import ACCOUNT


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return command_of_a_shop(sqlite_url, tmp_path, monkeypatch)


def test_staff_come_are_listed_and_get_a_new_password(command: Command, sqlite_url: str) -> None:
    told = done(command("staff", "add", "Wang", "--name", "小王", "--store", "station"))
    first = told.split(" signs in with ")[1].strip()
    done(command("staff", "add", "boss", "--role", "owner"))
    assert done(command("staff", "list")) == "wang  cashier  小王  station\nboss  owner  boss\n"
    second = done(command("staff", "password", "WANG")).split(" signs in with ")[1].strip()
    engine = open_engine(sqlite_url)
    with reading(engine) as connection:
        found = find_active(connection, "wang")
    engine.dispose()
    assert found is not None
    assert [password_matches(found[1], password) for password in (first, second)] == [False, True]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["wang"], "a cashier works in a store"),
        (["wang", "--store", "moon"], "there is no store 'moon'"),
        (["wang", "--role", "king"], "there is no role 'king'"),
        (["wang", "--role", "owner", "--account", "nobody"], "there is no account 'nobody'"),
        (["", "--role", "owner"], "a user name has 1 to"),
        (["  ", "--role", "owner"], "a user name has 1 to"),
        (["a\x1b[31m", "--role", "owner"], "a user name has 1 to"),
        (["x" * 65, "--role", "owner"], "a user name has 1 to"),
        (["taken", "--role", "owner"], "the name 'taken' is taken"),
    ],
)
def test_who_cannot_be_let_in_is_refused_and_nobody_is(command: Command, words: list[str], mend: str) -> None:
    done(command("staff", "add", "taken", "--role", "owner"))
    assert mend in refused(command("staff", "add", *words))
    assert done(command("staff", "list")) == "taken  owner  taken\n"


def test_a_password_for_nobody_is_refused(command: Command) -> None:
    assert "`huitou staff list` shows who may" in refused(command("staff", "password", "ghost"))


def test_a_token_is_shown_once_listed_and_revoked(command: Command, sqlite_url: str) -> None:
    token = done(command("token", "add", "till")).strip()
    listed = done(command("token", "list"))
    assert token not in listed
    token_id, name = listed.split()
    assert name == "till"
    engine = open_engine(sqlite_url)
    with reading(engine) as connection:
        assert integrator_of(connection, token) is not None
    assert done(command("token", "revoke", token_id)) == "Revoked.\n"
    with reading(engine) as connection:
        assert integrator_of(connection, token) is None
    engine.dispose()
    assert done(command("token", "list")) == ""
    assert "`huitou token list` shows them" in refused(command("token", "revoke", token_id))


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["add", " "], "a token needs a name"),
        (["add", "till", "--account", "nobody"], "there is no account 'nobody'"),
        (["list", "--account", "nobody"], "there is no account 'nobody'"),
        (["revoke", "x"], "no live token"),
    ],
)
def test_a_token_that_cannot_be_is_refused(command: Command, words: list[str], mend: str) -> None:
    assert mend in refused(command("token", *words))


def test_an_account_asks_for_what_was_not_given_and_never_shows_it(command: Command) -> None:
    told = done(command("account", "add", "bakery", given=f"wx1\nbakers token\n{ACCOUNT.aes_keys[0]}\nsecret\n"))
    assert "answers at /wechat/bakery" in told
    assert [secret for secret in ("bakers token", ACCOUNT.aes_keys[0], "secret\n") if secret in told] == []
    done(command("account", "add-store", "oven", "烤炉店", "--account", "bakery"))
    assert done(command("account", "list")) == "bakery  oven 烤炉店\nmain  riverside 滨江店, station 车站店\n"


@pytest.mark.parametrize("name", ["Bakery", "a/b", "../x", "", "面包", "a" * 33, "-", "a b"])
def test_an_account_needs_a_short_name(command: Command, name: str) -> None:
    words = ["--app-id", "wx", "--token", "t", "--aes-key", "", "--app-secret", ""]
    assert "is no short name" in refused(command("account", "add", *words, "--", name))


def test_the_main_account_is_not_added(command: Command) -> None:
    words = ["--app-id", "wx", "--token", "t", "--aes-key", "", "--app-secret", ""]
    assert "HUITOU_WECHAT_" in refused(command("account", "add", "main", *words))


def test_an_account_without_an_app_id_is_refused(command: Command) -> None:
    words = ["--app-id", " ", "--token", "t", "--aes-key", "", "--app-secret", ""]
    assert "needs its AppID" in refused(command("account", "add", "bakery", *words))


@pytest.mark.parametrize(
    ("token", "key", "mend"),
    [("", ACCOUNT.aes_keys[0], "is empty"), ("bakers token", "short", "43 letters and")],
)
def test_keys_that_cannot_be_are_refused_before_anything_is_kept(
    command: Command, token: str, key: str, mend: str
) -> None:
    words = ["--app-id", "wx", "--token", token, "--aes-key", key, "--app-secret", ""]
    result = command("account", "add", "bakery", *words)
    assert isinstance(result.exception, MalformedAccount)
    assert mend in str(result.exception)
    assert "bakers token" not in str(result.exception)
    assert "bakery" not in done(command("account", "list"))


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["riverside", "又一家"], "there is a store 'riverside' already"),
        (["New Store", "新店"], "is no short name"),
        (["new", " "], "a store needs a name"),
        (["new", "新店", "--account", "nobody"], "there is no account 'nobody'"),
    ],
)
def test_a_store_that_cannot_be_is_refused(command: Command, words: list[str], mend: str) -> None:
    assert mend in refused(command("account", "add-store", *words))
