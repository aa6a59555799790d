"""The CSV file: whole at every moment, harmless in a spreadsheet, one row per contact."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update

from crm_sync.connector import Json, Outgoing, Sent, Unavailable
from crm_sync.connectors.csv_file import KEY, STARTS_A_FORMULA, CsvFile, cell
from crm_sync.delivery import Report, deliver
from crm_sync.mapping import SPREADSHEET
from crm_sync.settlement import Counts
from records.contacts import add_tag
from records.database import writing
from records.tables import contacts
from tests.crm_sync.shop import StoppedClock, change, open_shop, rows, syncing
from tests.factories import NOON

NAMES = ["小林🌊👩‍👩‍👧", '王,"五"', "第一行\n第二行", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1"]


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def person(key: str, name: Json) -> Outgoing:
    return Outgoing(key, {"昵称": name})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "crm" / "contacts.csv"


def test_followers_arrive_in_a_file_that_a_spreadsheet_opens(engine: Engine, clock: StoppedClock, file: Path) -> None:
    ids = open_shop(engine, 3)
    with writing(engine) as connection:
        connection.execute(update(contacts).where(contacts.c.id == ids[0]).values(nickname="小林🌊", mood="negative"))
        add_tag(connection, ids[0], "会员", NOON)
        add_tag(connection, ids[0], "爱喝拿铁", NOON)
    connector = CsvFile(file, [field.theirs for field in SPREADSHEET])
    assert deliver(syncing(engine, connector, clock, fields=SPREADSHEET)) == Report(Counts(sent=3))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    found = read(file)
    assert [row[KEY] for row in found] == ids
    assert (found[0]["昵称"], found[0]["情绪"], found[0]["标签"]) == ("小林🌊", "negative", "会员、爱喝拿铁")
    assert (found[0]["全部身份"], found[0]["正在关注"], found[0]["手机"]) == ("main:o-0000", "否", "")


def test_sending_the_same_again_leaves_the_file_as_it_is(
    sqlite_engine: Engine, clock: StoppedClock, file: Path
) -> None:
    ids = open_shop(sqlite_engine, len(NAMES))
    with writing(sqlite_engine) as connection:
        for contact_id, name in zip(ids, NAMES, strict=True):
            connection.execute(update(contacts).where(contacts.c.id == contact_id).values(nickname=name))
    connector = CsvFile(file, [field.theirs for field in SPREADSHEET])
    sync = syncing(sqlite_engine, connector, clock, fields=SPREADSHEET)
    deliver(sync)
    before = file.read_bytes()
    change(sqlite_engine, *ids[::2])
    assert deliver(sync) == Report(Counts(sent=5))
    assert file.read_bytes() == before
    assert [row["昵称"].removeprefix("'") for row in read(file)] == NAMES


@pytest.mark.parametrize("name", NAMES[3:])
def test_what_a_spreadsheet_would_calculate_is_marked_as_text(name: str) -> None:
    assert cell(name) == f"'{name}"


@settings(deadline=None)
@given(st.text())
def test_no_text_whatever_becomes_a_formula(text: str) -> None:
    assert not cell(text).lstrip(" ").startswith(STARTS_A_FORMULA)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.text(st.characters(exclude_categories=["Cs"]))), max_size=4)))
def test_after_any_batches_the_file_holds_the_last_of_each_contact(
    tmp_path: Path, batches: list[list[tuple[int, str]]]
) -> None:
    file = tmp_path / "contacts.csv"
    file.unlink(missing_ok=True)
    connector, expected = CsvFile(file, ["昵称"]), dict[str, str]()
    for batch in batches:
        latest = {f"id-{number}": name for number, name in batch}
        assert connector.upsert([person(*one) for one in latest.items()]) == [Sent()] * len(latest)
        expected |= {key: cell(name) for key, name in latest.items()}
    assert {row[KEY]: row["昵称"] for row in read(file)} == expected if batches else not file.exists()


def test_a_new_column_appears_and_what_was_known_stays(file: Path) -> None:
    CsvFile(file, ["昵称"]).upsert([person("a", "小林"), person("b", "小王")])
    CsvFile(file, ["手机", "昵称"]).upsert([Outgoing("b", {"昵称": "小王", "手机": "138"})])
    assert read(file) == [{KEY: "a", "手机": "", "昵称": "小林"}, {KEY: "b", "手机": "138", "昵称": "小王"}]


def test_a_file_that_is_not_ours_is_left_alone_and_nothing_is_lost(
    sqlite_engine: Engine, clock: StoppedClock, file: Path
) -> None:
    (lin,) = open_shop(sqlite_engine, 1)
    file.parent.mkdir(parents=True)
    connector = CsvFile(file, ["昵称"])
    for theirs in ("姓名,电话\n张三,1\n".encode(), "编号,昵称\n1,张三\n".encode("gbk")):
        file.write_bytes(theirs)
        report = deliver(syncing(sqlite_engine, connector, clock))
        assert report is not None
        assert str(file) in (report.error or "")
        assert file.read_bytes() == theirs
        assert rows(sqlite_engine)[lin][0][0] == "waiting"
        clock.pass_by(NOON.resolution * 3_600_000_000)
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_and_no_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connector = CsvFile(file, ["昵称"])
    connector.upsert([person("a", "小林")])
    before = file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No space left"):
        connector.upsert([person("b", "小王")])
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_runner_that_slept_does_not_put_an_old_file_over_a_newer_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = CsvFile(file, ["昵称"])
    connector.upsert([person("a", "小林")])
    awake = os.fsync

    def meanwhile(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", awake)
        CsvFile(file, ["昵称"]).upsert([person("b", "小王")])
        awake(descriptor)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(Unavailable, match="somebody else"):
        connector.upsert([person("c", "小张")])
    assert [row[KEY] for row in read(file)] == ["a", "b"]


def test_what_a_killed_runner_left_is_cleared_up(file: Path) -> None:
    file.parent.mkdir(parents=True)
    (file.parent / ".contacts-halfway").write_text("小林")
    CsvFile(file, ["昵称"]).upsert([person("a", "小林")])
    assert list(file.parent.iterdir()) == [file]


def test_the_file_is_for_its_owner_alone(file: Path) -> None:
    CsvFile(file, ["昵称"]).upsert([person("a", "小林")])
    assert file.stat().st_mode & 0o077 == 0
