"""What cannot be served is refused at the start: a sentence that says how to mend it, no traceback, no secret."""

import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlalchemy import text

from app.cli import main
from app.preflight import NotReady, open_address
from app.sandbox import sandbox_account, secret_key
from app.settings import Settings
from app.vault import Vault, WrongSecretKey
from records.database import open_engine, writing
from tests.app.conftest import ACCOUNT
from tests.app.server import environment
from tests.app.standing import huitou

KEY = ACCOUNT.aes_keys[0]
NEW_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRETS = (ACCOUNT.token, KEY, "sesame")


def serve(folder: Path, url: str, **settings: str) -> CompletedProcess[str]:
    """What becomes of ``huitou serve`` that must not come up."""
    return huitou(folder, "serve", **environment(url, ACCOUNT, folder) | settings)


def refusal(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    """The sentence with which ``huitou serve`` ends, in this process: another one for each would take long."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["huitou", "serve"])
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: pytest.fail("it was served"))
    with pytest.raises(SystemExit) as end:
        main()
    assert isinstance(end.value.code, str)
    return end.value.code


def assert_refused(refused: CompletedProcess[str], *mend: str) -> None:
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("huitou: ")
    assert "Traceback" not in refused.stderr
    assert [secret for secret in SECRETS if secret in refused.stderr] == []
    assert [words for words in mend if words not in refused.stderr] == []


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ({"HUITOU_WECHAT_TOKEN": ""}, ["HUITOU_WECHAT_TOKEN is empty"]),
        ({"HUITOU_WECHAT_TOKEN": "  "}, ["HUITOU_WECHAT_TOKEN is empty"]),
        ({"HUITOU_SECRET_KEY": ""}, ["HUITOU_SECRET_KEY is empty", "openssl rand"]),
        ({"HUITOU_WECHAT_APP_ID": ""}, ["HUITOU_WECHAT_APP_ID is empty"]),
        ({"HUITOU_WECHAT_AES_KEY": KEY[:-1]}, ["AES key", "43 letters and digits"]),
        ({"HUITOU_WECHAT_AES_KEY": KEY + "A"}, ["AES key", "43 letters and digits"]),
        ({"HUITOU_WECHAT_AES_KEY": KEY[:-1] + "="}, ["AES key", "43 letters and digits"]),
        ({"HUITOU_WECHAT_AES_KEY": KEY[:-1] + "é"}, ["AES key", "43 letters and digits"]),
        ({"HUITOU_WECHAT_AES_KEY_PREVIOUS": NEW_KEY[1:]}, ["AES key", "43 letters and digits"]),
        ({"HUITOU_WECHAT_AES_KEY": ""}, ["in safe mode without an AES key", "plain mode"]),
        ({"HUITOU_WECHAT_AES_KEY": "", "HUITOU_WECHAT_MODE": "compatible"}, ["in compatible mode without an AES key"]),
        ({"HUITOU_WECHAT_MODE": "secret"}, ["HUITOU_WECHAT_MODE"]),
        ({"HUITOU_TIMEZONE": "Mars/Olympus"}, ["HUITOU_TIMEZONE", "Mars/Olympus", "Asia/Shanghai"]),
        ({"HUITOU_TIMEZONE": "../../etc/passwd"}, ["HUITOU_TIMEZONE", "Asia/Shanghai"]),
        ({"HUITOU_TIMEZONE": ""}, ["HUITOU_TIMEZONE", "Asia/Shanghai"]),
        ({"HUITOU_SANDBOX": "true"}, ["HUITOU_SANDBOX is on", "unset one of them"]),
        ({"HUITOU_SANDBOX": "perhaps"}, ["HUITOU_SANDBOX"]),
        ({"HUITOU_CRM_EVERY_SECONDS": "0"}, ["HUITOU_CRM_EVERY_SECONDS"]),
        ({"HUITOU_CRM_HTTP_HEADERS": '{"Authorization": "sesame"'}, ["HUITOU_CRM_HTTP_HEADERS", "not JSON"]),
        ({"HUITOU_CRM_HTTP_HEADERS": '["sesame"]'}, ["HUITOU_CRM_HTTP_HEADERS"]),
        ({"HUITOU_DATABASE_URL": "sesame"}, ["HUITOU_DATABASE_URL", "sqlite:///var/huitou.db"]),
        ({"HUITOU_DATABASE_URL": ""}, ["HUITOU_DATABASE_URL"]),
        ({"HUITOU_DATABASE_URL": "postgres://huitou:sesame@db/huitou"}, ["HUITOU_DATABASE_URL", "postgresql://"]),
        ({"HUITOU_DATABASE_URL": "mysql://huitou:sesame@db/huitou"}, ["HUITOU_DATABASE_URL", "postgresql://"]),
        ({"HUITOU_DATABASE_URL": "postgresql://huitou:sesame@db:port/huitou"}, ["HUITOU_DATABASE_URL"]),
        ({"HUITOU_DATABASE_URL": "sqlite:////proc/nowhere/huitou.db"}, ["HUITOU_DATABASE_URL"]),
        (
            {"HUITOU_DATABASE_URL": "postgresql://huitou:sesame@127.0.0.1:1/huitou?password=sesame"},
            ["cannot be used", "127.0.0.1:1", "Check HUITOU_DATABASE_URL"],
        ),
    ],
)
def test_settings_that_cannot_work(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path, settings: dict[str, str], mend: list[str]
) -> None:
    told = refusal(monkeypatch, **environment(sqlite_url, ACCOUNT, tmp_path) | settings)
    assert told.startswith("huitou: ")
    assert [words for words in mend if words not in told] == []
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_refusal_is_one_sentence_on_standard_error_and_an_exit_code(sqlite_url: str, tmp_path: Path) -> None:
    refused = serve(tmp_path, sqlite_url, HUITOU_WECHAT_TOKEN="", HUITOU_SECRET_KEY="sesame")
    assert_refused(refused, "HUITOU_WECHAT_TOKEN is empty")
    assert refused.stderr.count("\n") == 1


def test_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert_refused(serve(tmp_path, url), "is at level none", "Run `huitou migrate`")
    settings = environment(url, ACCOUNT, tmp_path)
    assert huitou(tmp_path, "migrate", **settings).returncode == 0
    assert huitou(tmp_path, "account", "list", **settings).stdout == "main  no stores yet\n"


def test_a_database_of_a_newer_huitou(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert_refused(serve(tmp_path, sqlite_url), "9999", "newer")
    assert_refused(huitou(tmp_path, "migrate", **environment(sqlite_url, ACCOUNT, tmp_path)), "newer")


def test_a_database_that_cannot_be_reached_is_not_migrated_either(tmp_path: Path) -> None:
    url = "postgresql://huitou:sesame@127.0.0.1:1/huitou"
    assert_refused(huitou(tmp_path, "migrate", HUITOU_DATABASE_URL=url), "cannot be used", "HUITOU_DATABASE_URL")
    assert_refused(huitou(tmp_path, "token", "list", HUITOU_DATABASE_URL=url), "cannot be used", "HUITOU_DATABASE_URL")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("shopping list " * 100)
    assert_refused(serve(tmp_path, f"sqlite:///{tmp_path / 'notes.db'}"), "file is not a database")


def test_another_secret_key_than_the_one_that_sealed_the_accounts(sqlite_url: str, tmp_path: Path) -> None:
    right = environment(sqlite_url, ACCOUNT, tmp_path)
    words = ["account", "add", "bakery", "--app-id", "wx1", "--token", "sesame", "--aes-key", NEW_KEY]
    assert huitou(tmp_path, *words, "--app-secret", "sesame", **right).returncode == 0
    mend = ["HUITOU_SECRET_KEY is not the one", "Set the former one again"]
    assert_refused(serve(tmp_path, sqlite_url, HUITOU_SECRET_KEY="another text"), *mend)
    changed = huitou(tmp_path, *words, "--app-secret", "sesame", **right | {"HUITOU_SECRET_KEY": "another text"})
    assert_refused(changed, *mend)


def test_a_port_that_cannot_be_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    refused = huitou(tmp_path, "serve", "--port", "99999", **environment(sqlite_url, ACCOUNT, tmp_path))
    assert refused.returncode == 2
    assert "65535" in refused.stderr


@pytest.mark.parametrize("name", ["app_id", "app_secret", "token", "aes_key", "aes_key_previous"])
def test_anything_of_a_real_account_shuts_the_sandbox(name: str) -> None:
    settings = Settings(_env_file=None, **{f"wechat_{name}": "x"})  # type: ignore[call-arg, arg-type]
    assert settings.has_wechat
    assert not settings.is_sandbox


def test_without_any_account_the_sandbox_is_on_unless_it_is_refused() -> None:
    assert Settings(_env_file=None).is_sandbox  # type: ignore[call-arg]
    assert not Settings(_env_file=None, sandbox=False).is_sandbox  # type: ignore[call-arg]


def test_settings_never_show_their_secrets() -> None:
    settings = Settings(_env_file=None, secret_key="sesame", crm_http_headers={"A": "sesame"})  # type: ignore[call-arg, arg-type]
    assert "sesame" not in f"{settings} {settings!r} {settings.model_dump()}"


def test_the_sandbox_keeps_its_own_key_beside_its_database_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=str(tmp_path / "var"))  # type: ignore[call-arg]
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    assert sandbox_account(settings) == sandbox_account(settings)
    file = tmp_path / "var" / "secret_key"
    assert (file.stat().st_mode & 0o777, list(file.parent.iterdir())) == (0o600, [file])
    file.write_text("\n")
    with pytest.raises(NotReady, match="is empty"):
        secret_key(settings)


def test_a_folder_where_no_key_can_be_kept_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, no folder")
    with pytest.raises(NotReady, match="HUITOU_DATA_DIR"):
        secret_key(Settings(_env_file=None, data_dir=str(tmp_path / "var")))  # type: ignore[call-arg]


def test_a_folder_for_the_database_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, no folder")
    with pytest.raises(NotReady, match="cannot be made"):
        open_address(f"sqlite:///{tmp_path}/var/deep/huitou.db")


def test_what_one_key_sealed_no_other_key_opens() -> None:
    sealed = Vault("one").seal("秘密")
    assert "秘密" not in sealed
    assert Vault("one").open(sealed) == "秘密"
    for broken in (sealed[:-1], "", "x", "秘"):
        with pytest.raises(WrongSecretKey):
            Vault("one").open(broken)
    with pytest.raises(WrongSecretKey, match="HUITOU_SECRET_KEY"):
        Vault("two").open(sealed)
