"""Further accounts: sealed in SQL, served within seconds, and no trouble to one another."""

import asyncio
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, text

from app.accounts import MAIN, Credentials, Doors, further_accounts, main_account, open_account, seal_account
from app.channels.wechat.account import MalformedAccount, Mode
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.phone import Phone
from app.settings import Settings
from app.vault import Vault, WrongSecretKey
from records.accounts import ensure_account, set_credentials
from records.clock import utc_now
from records.database import open_engine, reading, writing
from replies.answers.reply import Text
from replies.versions.publishing import publish
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import huitou, settings_of
from tests.factories import NOON
from tests.handlers.conftest import SCRIPT

VAULT = Vault("a long random text")
OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
BAKERY = replace(ACCOUNT, id="bakery", app_id="wxbakery", token="bakers token", aes_keys=(OLD_KEY,))
NEW_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"


def keep(engine: Engine, name: str, sealed: str) -> None:
    with writing(engine) as connection:
        ensure_account(connection, name, "wechat", NOON)
        set_credentials(connection, name, sealed)


def find(doors: Doors, name: str) -> WeChatDoor | None:
    return asyncio.run(doors.find(name))


def add(server: Server, aes_key: str, app_secret: str = "bakers secret") -> None:
    words = ["account", "add", "bakery", "--app-id", "wxbakery", "--token", "bakers token", "--app-secret", app_secret]
    done = huitou(server.folder, *words, "--aes-key", aes_key, **settings_of(server, ACCOUNT))
    assert (done.returncode, done.stdout) == (0, "The account bakery answers at /wechat/bakery within five seconds.\n")


def send(server: Server, guest: Phone, said: str) -> httpx.Response:
    push = guest.seal(guest.text(said), utc_now())
    return server.wire.post("/wechat/bakery", params=push.query, content=push.body)


def answered_within(server: Server, guest: Phone, seconds: float) -> bytes:
    until = monotonic() + seconds
    while (answer := send(server, guest, "营业时间")).status_code != 200:
        assert monotonic() < until, answer.text
        sleep(0.05)
    return answer.content


def test_a_second_account_answers_within_seconds_to_its_new_and_its_former_key_and_stays_sealed(
    lite: Server,
) -> None:
    former = Phone(BAKERY, "o-baker", "gh_bakery")
    renewed = Phone(replace(BAKERY, aes_keys=(NEW_KEY,)), "o-baker", "gh_bakery")
    assert send(lite, former, "营业时间").status_code == 404
    add(lite, OLD_KEY)
    add(lite, NEW_KEY)
    engine = open_engine(lite.database_url)
    with writing(engine) as connection:
        publish(connection, "bakery", SCRIPT, "for tests", NOON)
    engine.dispose()
    assert renewed.read(answered_within(lite, renewed, 7)) == Text("我们早八点到晚十点营业。")
    # A push that was under way when the key changed.
    assert former.read(send(lite, former, "营业时间").content) == Text("我们早八点到晚十点营业。")
    assert_sealed(lite.folder, "bakers token", "bakers secret", OLD_KEY, NEW_KEY)


def assert_sealed(folder: Path, *secrets: str) -> None:
    kept = b"".join(file.read_bytes() for file in folder.glob("huitou.db*"))
    assert b"bakery" in kept
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_an_account_that_cannot_be_opened_does_not_shut_the_doors_of_the_others(sqlite_engine: Engine) -> None:
    keep(sqlite_engine, "lost", seal_account(BAKERY, "", Vault("another key")))
    keep(sqlite_engine, "broken", VAULT.seal('{"app_id": "wx", "token": "", "aes_keys": [], "mode": "plain"}'))
    keep(sqlite_engine, "bakery", seal_account(BAKERY, "", VAULT))
    doors = Doors(ACCOUNT, sqlite_engine, VAULT)
    assert [find(doors, name) is not None for name in ("bakery", MAIN)] == [True, True]
    assert [find(doors, name) for name in ("lost", "broken", "nobody", "")] == [None] * 4


def test_the_doors_stay_open_while_the_database_is_away(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.accounts.FRESH_SECONDS", 0.0)
    keep(sqlite_engine, "bakery", seal_account(BAKERY, "", VAULT))
    doors = Doors(ACCOUNT, sqlite_engine, VAULT)
    before = find(doors, "bakery")
    assert before is not None
    with writing(sqlite_engine) as connection:
        connection.execute(text("ALTER TABLE accounts RENAME TO gone"))
    assert find(doors, "bakery") is before


def test_at_the_start_an_account_that_cannot_be_opened_is_refused(engine: Engine) -> None:
    keep(engine, "bakery", seal_account(BAKERY, "", VAULT))
    with reading(engine) as connection:
        assert further_accounts(connection, VAULT) == [BAKERY]
        with pytest.raises(WrongSecretKey):
            further_accounts(connection, Vault("another key"))
    keep(engine, "bakery", VAULT.seal('{"app_id": "wx", "token": ""}'))
    with reading(engine) as connection, pytest.raises(MalformedAccount, match="'bakery' is empty"):
        further_accounts(connection, VAULT)


def test_a_sealed_account_comes_back_as_it_was() -> None:
    assert open_account("bakery", seal_account(BAKERY, "secret", VAULT), VAULT) == BAKERY


def test_credentials_never_show_their_secrets() -> None:
    kept = Credentials("wxbakery", "bakers token", (NEW_KEY,), Mode.SAFE, "bakers secret")
    shown = f"{kept} {kept!r} {[kept]} {kept.__rich_repr__()}"
    assert "wxbakery" in shown
    assert [secret for secret in ("bakers token", NEW_KEY, "bakers secret") if secret in shown] == []


@pytest.mark.parametrize(
    ("given", "mode", "keys"),
    [
        ({}, Mode.PLAIN, ()),
        ({"wechat_aes_key": NEW_KEY}, Mode.SAFE, (NEW_KEY,)),
        ({"wechat_aes_key": NEW_KEY, "wechat_mode": "compatible"}, Mode.COMPATIBLE, (NEW_KEY,)),
        ({"wechat_aes_key": NEW_KEY, "wechat_mode": "plain"}, Mode.PLAIN, (NEW_KEY,)),
        (
            {"wechat_aes_key": NEW_KEY, "wechat_aes_key_previous": ACCOUNT.aes_keys[0]},
            Mode.SAFE,
            (NEW_KEY, ACCOUNT.aes_keys[0]),
        ),
    ],
)
def test_the_main_account_is_as_the_settings_say(given: dict[str, str], mode: Mode, keys: tuple[str, ...]) -> None:
    settings = Settings(_env_file=None, wechat_app_id="wx1", wechat_token="token", **given)  # type: ignore[call-arg, arg-type]
    account = main_account(settings)
    assert (account.id, account.app_id, account.mode, account.aes_keys) == (MAIN, "wx1", mode, keys)
