"""``huitou``: every verb does what it says, and says what to do when it cannot."""

import json
import os
import pty
import select
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from app.cli import VERBS, cli
from app.staff import find_active, password_matches
from records.contacts import find_or_make
from records.database import open_engine, reading, writing
from records.tokens import integrator_of
from records.touchpoints import Touchpoint, remember
from tests.app.conftest import ACCOUNT
from tests.app.server import Server, environment, open_shop
from tests.app.standing import HUITOU, huitou, serving_demo
from tests.factories import NOON

Command = Callable[..., Result]
SUBVERBS = {
    "account": ("add", "list", "add-store"),
    "staff": ("add", "list", "password"),
    "token": ("add", "list", "revoke"),
    "scripts": ("list", "show", "export", "check", "publish"),
    "sync": ("run", "status", "retry"),
    "contacts": ("list", "show", "quarantine"),
}


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """``huitou`` for an open shop, in this process."""
    open_shop(sqlite_url)
    monkeypatch.chdir(tmp_path)
    for name, value in environment(sqlite_url, ACCOUNT, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words: str, given: str = "") -> Result:
        return CliRunner().invoke(cli, words, input=given)

    return run


def done(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(result: Result) -> str:
    """What a command says that does nothing: not one word on standard output, and no traceback."""
    assert result.exit_code in (1, 2), result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize(
    "words", [(), *((verb,) for verb in VERBS), *((verb, sub) for verb, subs in SUBVERBS.items() for sub in subs)]
)
def test_every_verb_explains_itself(command: Command, words: tuple[str, ...]) -> None:
    told = done(command(*words, "--help"))
    assert "Usage: " in told
    for option in ("--account", "--port", "--server"):
        assert option not in told or len(next(line for line in told.splitlines() if option in line)) > len(option) + 12


def test_no_verb_at_all_shows_them_all(command: Command) -> None:
    told = command().output
    assert [verb for verb in VERBS if verb not in told] == []


def test_an_unknown_verb_is_refused(command: Command) -> None:
    assert "No such command 'dance'" in refused(command("dance"))


# staff


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


# token


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


# account


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
    sqlite_url: str, tmp_path: Path, token: str, key: str, mend: str
) -> None:
    settings = environment(sqlite_url, ACCOUNT, tmp_path)
    words = ["--app-id", "wx", "--token", token, "--aes-key", key, "--app-secret", ""]
    failed = huitou(tmp_path, "account", "add", "bakery", *words, **settings)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("huitou: ")
    assert mend in failed.stderr
    assert "bakers token" not in failed.stderr
    assert huitou(tmp_path, "account", "list", **settings).stdout == ""


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


# contacts


@pytest.fixture
def known(command: Command, sqlite_url: str) -> str:
    """The id of a contact who wrote something nasty."""
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        contact = find_or_make(connection, [("main", "o-lin")], NOON)["main", "o-lin"]
        said = Touchpoint(
            key="k1",
            account_id="main",
            contact_id=contact.id,
            direction="in",
            kind="text",
            body="<xml/>",
            text="\x1b[2J\x9b好\u202e",
            subject="",
            occurred_at=NOON,
            recorded_at=NOON,
        )
        odd = replace(said, key="k2", contact_id=None, kind="quarantined", body="\x1b]0;x\x07")
        remember(connection, [said, odd])
    engine.dispose()
    return contact.id


def test_contacts_are_listed_as_json_a_line_each_and_one_page_follows_another(command: Command, known: str) -> None:
    (line,) = done(command("contacts", "list", "--limit", "1")).splitlines()
    assert json.loads(line)["identities"][0]["openid"] == "o-lin"
    assert done(command("contacts", "list", "--after", known)) == ""
    assert done(command("contacts", "list", "--mood", "negative")) == ""


def test_a_contact_is_shown_with_what_was_said_and_no_terminal_obeys_it(command: Command, known: str) -> None:
    told = done(command("contacts", "show", known))
    assert "← text  \\u001b[2J\\u009b好\\u202e" in told
    assert done(command("contacts", "show", known, "--after", "99")).count("←") == 0
    assert "\x1b" not in told + done(command("contacts", "quarantine"))


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["list", "--mood", "angry"], "'angry' is not one of"),
        (["list", "--limit", "0"], "greater than or equal to 1"),
        (["list", "--limit", "-1"], "greater than or equal to 1"),
        (["list", "--account", "nobody"], "there is no account 'nobody'"),
        (["show", "nobody"], "no contact of that id"),
        (["show", "x", "--account", "nobody"], "no contact of that id"),
        (["quarantine", "--after", str(2**63)], "less than or equal to"),
        (["quarantine", "--account", "nobody"], "there is no account 'nobody'"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(command: Command, words: list[str], mend: str) -> None:
    assert mend in refused(command("contacts", *words))


# demo and chat


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompletedProcess[str]]:
    """A folder with a demo shop, and what was said when it was opened."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, huitou(folder, "demo", PORT="4711")


def test_a_demo_shop_is_opened_once_and_its_passwords_are_shown_once(demo: tuple[Path, CompletedProcess[str]]) -> None:
    folder, first = demo
    again = huitou(folder, "demo", PORT="4711")
    for said in (first, again):
        assert (said.returncode, said.stderr) == (0, "")
        assert [path for path in ("/sandbox", "/store", "/console") if f"127.0.0.1:4711{path}" not in said.stdout] == []
    assert first.stdout.count("sign in as") == 2
    assert "sign in as" not in again.stdout
    assert huitou(folder, "staff", "list").stdout.count("\n") == 2
    assert huitou(folder, "account", "list").stdout == "main  riverside 滨江店, station 车站店\n"
    assert huitou(folder, "scripts", "list").stdout.count("\n") == 1


def test_a_chat_at_a_terminal(demo: tuple[Path, CompletedProcess[str]]) -> None:
    folder, _ = demo
    with serving_demo(folder) as address:
        lines = "/follow table-3\n/scan\n营业时间\n/unfollow\n/picture\n/location\n/quit\n"
        said = huitou(folder, "chat", "--server", address, given=lines)
        assert (said.returncode, said.stderr) == (0, "")
        assert said.stdout.count("/follow [scene]") == 2
        assert [words for words in ("券码", "8:00", "[no answer]") if words not in said.stdout] == []
        assert "8:00" in at_a_terminal(folder, address, "营业时间")


def at_a_terminal(folder: Path, address: str, line: str) -> str:
    """What a person sees who types a line and ends the chat with Ctrl-D."""
    ours, theirs = pty.openpty()
    chat = subprocess.Popen(
        [HUITOU, "chat", "--server", address],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = read_until(ours, "> ")
    os.write(ours, f"{line}\n".encode())
    seen += read_until(ours, "> ")
    os.write(ours, b"\x04")
    assert chat.wait(10) == 0
    os.close(ours)
    return seen


def read_until(terminal: int, prompt: str) -> str:
    seen = b""
    while not seen.endswith(prompt.encode()):
        assert select.select([terminal], [], [], 10)[0], seen.decode()
        seen += os.read(terminal, 4_096)
    return seen.decode()


def test_a_chat_with_nobody_says_so(demo: tuple[Path, CompletedProcess[str]]) -> None:
    folder, _ = demo
    said = huitou(folder, "chat", "--server", "http://127.0.0.1:1", given="你好\n")
    assert said.returncode == 0
    assert "Is `make run` running?" in said.stdout


def test_a_chat_with_a_real_account_is_refused(command: Command) -> None:
    result = command("chat")
    assert "Use your phone" in str(result.exception)


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert "is no address" in refused(CliRunner().invoke(cli, ["chat", "--server", "http://[::1"]))


def test_a_demo_beside_a_real_account_only_prepares_the_database(command: Command) -> None:
    assert "no demo shop" in done(command("demo"))
    assert done(command("staff", "list")) == ""


def test_a_database_at_the_right_level_is_left_as_it_is(command: Command) -> None:
    assert done(command("migrate")) == done(command("migrate"))


def test_the_sandbox_is_gone_as_soon_as_a_real_account_is_set(lite: Server) -> None:
    assert [lite.wire.get(f"/sandbox{path}").status_code for path in ("", "/chat")] == [404, 404]
    assert lite.wire.post("/sandbox/send", data={"customer": "lin", "action": "follow"}).status_code == 404
