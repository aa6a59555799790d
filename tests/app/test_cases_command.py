"""``huitou cases`` and ``huitou notices``: what scripts leave for the shop, seen and put away in the terminal."""

from pathlib import Path

import pytest

from records import cases, notices
from records.database import open_engine, writing
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.factories import NOON, make_account, make_contact


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A shop where 小林 waits for a table and wrote something nasty; the bakery has a case of its own."""
    command = command_of_a_shop(sqlite_url, tmp_path, monkeypatch)
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        lin = make_contact(connection)
        make_account(connection, "bakery")
        for account, rule, subject in (
            ("main", "订位", "订 4 位"),
            ("main", "投诉", "\x1b[2J凉了\n真的"),
            ("bakery", "订位", "?"),
        ):
            cases.open_case(connection, account, lin.id, subject, rule, "k1", NOON)
            notices.leave(connection, account, lin.id, f"看看：{subject}", rule, NOON)
    engine.dispose()
    return command


def ids(listed: str) -> list[str]:
    return [line.split()[0] for line in listed.splitlines()]


def test_open_cases_are_listed_newest_first_each_in_a_line(command: Command) -> None:
    complaint, table = done(command("cases", "list")).splitlines()
    assert complaint.endswith(r"投诉: \u001b[2J凉了 真的")
    assert table.endswith("订位: 订 4 位")
    assert "2026-01-01 12:00" in table


def test_cases_come_page_by_page(command: Command) -> None:
    newest, oldest = ids(done(command("cases", "list")))
    assert ids(done(command("cases", "list", "--limit", "1"))) == [newest]
    assert ids(done(command("cases", "list", "--before", newest))) == [oldest]


def test_a_closed_case_is_out_of_the_way_and_says_how_it_ended(command: Command) -> None:
    complaint, table = ids(done(command("cases", "list")))
    said = done(command("cases", "close", table, "--outcome", "坐下了", "--by", "wang"))
    assert said.endswith("wang: 坐下了\n")
    assert ids(done(command("cases", "list"))) == [complaint]
    every = done(command("cases", "list", "--all")).splitlines()
    assert ids("\n".join(every)) == [complaint, table]
    assert every[1].endswith("wang: 坐下了]")


def test_a_case_is_closed_once_and_in_some_words(command: Command) -> None:
    complaint, _ = ids(done(command("cases", "list")))
    assert "in a few words" in refused(command("cases", "close", complaint, "--outcome", " "))
    done(command("cases", "close", complaint, "--outcome", "道歉了", "--by", "wang"))
    assert "closed already" in refused(command("cases", "close", complaint, "--outcome", "又一次"))
    assert "wang: 道歉了" in done(command("cases", "list", "--all"))


def test_a_case_of_another_account_is_none(command: Command) -> None:
    (theirs,) = ids(done(command("cases", "list", "--account", "bakery")))
    assert "no case of that id" in refused(command("cases", "close", theirs, "--outcome", "x"))
    assert "no account" in refused(command("cases", "list", "--account", "nowhere"))


def test_unread_notices_are_listed_newest_first_and_put_away(command: Command) -> None:
    complaint, table = ids(done(command("notices", "list")))
    assert r"投诉: 看看：\u001b[2J凉了 真的" in done(command("notices", "list", "--limit", "1"))
    done(command("notices", "read", complaint, "--by", "wang"))
    assert ids(done(command("notices", "list"))) == [table]
    done(command("notices", "read", complaint, table, "--by", "li"))
    assert done(command("notices", "list")) == ""
    who = [line.rsplit("  ", 1)[1] for line in done(command("notices", "list", "--all")).splitlines()]
    assert who == ["[wang]", "[li]"]
    assert ids(done(command("notices", "list", "--all", "--before", complaint))) == [table]


def test_where_one_notice_is_unknown_none_is_put_away(command: Command) -> None:
    (theirs,) = ids(done(command("notices", "list", "--account", "bakery")))
    complaint, table = ids(done(command("notices", "list")))
    assert f"no notice {theirs}" in refused(command("notices", "read", complaint, theirs))
    assert ids(done(command("notices", "list"))) == [complaint, table]
