"""``huitou``: every verb does what it says, and says what to do when it cannot."""

import json
import os
import pty
import select
import subprocess
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from app.cli import VERBS, cli
from records.contacts import find_or_make
from records.database import open_engine, writing
from records.touchpoints import Touchpoint, remember
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.app.server import THIS_TREE, Server
from tests.app.standing import HUITOU, huitou, serving_demo
from tests.factories import NOON

pytestmark = pytest.mark.xdist_group("cli")
"""Run by one process, because the server is started once for all of them."""

SUBVERBS = {
    "account": ("add", "list", "add-store", "place-store"),
    "staff": ("add", "list", "password"),
    "token": ("add", "list", "revoke"),
    "scripts": (
        "list",
        "show",
        "export",
        "check",
        "try",
        "replay",
        "publish",
        "rollback",
        "diff",
        "log",
        "unanswered",
        "answer",
        "stats",
        "draft",
    ),
    "sync": ("run", "status", "retry"),
    "contacts": ("list", "show", "quarantine"),
    "cases": ("list", "close"),
    "notices": ("list", "read"),
    "media": ("add", "list", "remove"),
}


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return command_of_a_shop(sqlite_url, tmp_path, monkeypatch)


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
    stores = "riverside 滨江店 (31.2397,121.4998), station 车站店 (31.2495,121.4558)"
    assert huitou(folder, "account", "list").stdout == f"main  {stores}\n"
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
        env={**THIS_TREE, "LANG": "C.UTF-8"},
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
