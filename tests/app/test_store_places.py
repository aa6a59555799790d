"""Where the shop's stores stand, as whoever keeps the shop tells it."""

from pathlib import Path

import pytest

from records.accounts import find_store
from records.database import open_engine, reading
from records.message import Place
from tests.app.commands import Command, command_of_a_shop, done, refused


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return command_of_a_shop(sqlite_url, tmp_path, monkeypatch)


def place_of(database_url: str, store_id: str) -> Place | None:
    engine = open_engine(database_url)
    with reading(engine) as connection:
        store = find_store(connection, "main", store_id)
    engine.dispose()
    assert store is not None
    return store.place


def test_a_store_is_opened_at_its_place(command: Command, sqlite_url: str) -> None:
    assert done(command("account", "add-store", "bund", "外滩店", "--at", "31.24,121.49")) == "外滩店 is open.\n"
    assert place_of(sqlite_url, "bund") == Place(31.24, 121.49, "外滩店")
    assert place_of(sqlite_url, "riverside") is None


def test_a_store_is_placed_later_and_placed_again(command: Command, sqlite_url: str) -> None:
    done(command("account", "place-store", "riverside", "31.2304,121.4737"))
    said = done(command("account", "place-store", "riverside", "-33.86,151.2"))
    assert said == "riverside stands at -33.86,151.2.\n"
    assert place_of(sqlite_url, "riverside") == Place(-33.86, 151.2, "滨江店")
    assert done(command("account", "list")) == "main  riverside 滨江店 (-33.86,151.2), station 车站店\n"


def test_swapped_degrees_are_refused_and_nothing_is_opened(command: Command) -> None:
    said = refused(command("account", "add-store", "bund", "外滩店", "--at", "121.49,31.24"))
    assert "swapped: did you mean 31.24,121.49?" in said
    assert "bund" not in done(command("account", "list"))
    assert "swapped" in refused(command("account", "place-store", "riverside", "121.49,31.24"))


def test_a_store_of_nobody_cannot_be_placed(command: Command) -> None:
    assert "no store 'nowhere'" in refused(command("account", "place-store", "nowhere", "31.24,121.49"))
    assert "no account 'other'" in refused(
        command("account", "place-store", "riverside", "31.24,121.49", "--account", "other")
    )
