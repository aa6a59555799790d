"""``huitou media``: which media there are, and which may go."""

from pathlib import Path

import pytest

from records.database import open_engine, writing
from replies.versions.publishing import publish
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.factories import NOON

SHOWS_THE_MENU = """
rules:
  - {name: 菜单, when: {text: {exact: 菜单}}, say: {picture: menu-2026}}
  - {name: 价目表, when: {text: {exact: 价目表}}, do: [{points: 1}], say: 好的, otherwise: {picture: menu-2026}}
  - {name: 店歌, when: {text: {exact: 店歌}}, say: {music: {thumb: cover-1}}}
"""


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    command = command_of_a_shop(sqlite_url, tmp_path, monkeypatch)
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        publish(connection, "main", SHOWS_THE_MENU, "for tests", NOON)
    engine.dispose()
    return command


def add(command: Command, media_id: str, kind: str = "picture", name: str = "菜单") -> str:
    return done(command("media", "add", media_id, "--kind", kind, "--name", name))


def test_media_are_listed_and_what_is_known_of_them_is_corrected(command: Command) -> None:
    add(command, "menu-2026")
    add(command, "cover-1", "picture", "封面")
    add(command, "cover-1", "thumb", "店歌封面")
    assert done(command("media", "list")) == "cover-1  thumb  店歌封面\nmenu-2026  picture  菜单\n"


def test_what_nobody_is_shown_is_removed_and_can_come_back(command: Command) -> None:
    add(command, "old")
    done(command("media", "remove", "old"))
    assert done(command("media", "list")) == ""
    assert "no such piece" in refused(command("media", "remove", "old"))
    add(command, "old")
    assert done(command("media", "list")) == "old  picture  菜单\n"


def test_what_the_live_script_shows_stays_and_its_rules_are_named(command: Command) -> None:
    add(command, "menu-2026")
    add(command, "cover-1", "thumb", "封面")
    assert "shows it in 菜单、价目表;" in refused(command("media", "remove", "menu-2026"))
    assert "shows it in 店歌;" in refused(command("media", "remove", "cover-1"))
    assert "menu-2026" in done(command("media", "list"))
    done(command("media", "remove", "menu-2026", "--anyway"))
    assert "menu-2026" not in done(command("media", "list"))


@pytest.mark.parametrize(
    ("media_id", "kind", "said"),
    [
        ("a b", "picture", "no id"),
        ("a/b", "picture", "no id"),
        ("x" * 129, "picture", "no id"),
        ("a", "film", "no kind"),
    ],
)
def test_what_is_no_media_is_refused(command: Command, media_id: str, kind: str, said: str) -> None:
    assert said in refused(command("media", "add", media_id, "--kind", kind, "--name", "x"))
    assert done(command("media", "list")) == ""
