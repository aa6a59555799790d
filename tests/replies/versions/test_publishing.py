"""Publishing over what others published, and going back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select, update

from records.contacts import find_or_make
from records.database import reading, writing
from records.tables import script_versions
from replies.language.source import ScriptError
from replies.versions.log import Deed, log_of
from replies.versions.publishing import (
    history,
    load,
    load_source,
    prepare,
    publish,
    publish_prepared,
    published_version,
    roll_back,
)
from replies.versions.refusals import AlreadyLive, PublishedMeanwhile, UnknownAccount, UnknownVersion
from tests.factories import NOON
from tests.replies.versions.conftest import script

LATER = NOON + timedelta(hours=3)


def test_a_source_is_read_before_anything_is_written() -> None:
    prepared = prepare(script("九点"))
    assert prepared.source == script("九点")
    assert prepared.script.rules[0].name == "时间"
    with pytest.raises(ScriptError, match="时间"):
        prepare(script("{x.__class__}"))


def test_who_published_is_kept(shop: Engine) -> None:
    with writing(shop) as connection:
        publish_prepared(connection, "main", prepare(script("九点")), "春节", "小林", LATER, based_on=1)
    with reading(shop) as connection:
        assert [(each.version, each.published_by, each.note) for each in history(connection, "main")] == [
            (2, "小林", "春节"),
            (1, "店长", "第一份"),
        ]


def test_history_comes_in_pages_newest_first(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        for hour in range(4):
            publish(connection, "main", script(f"{hour} 点"), "", NOON)
        assert [each.version for each in history(connection, "main", limit=2)] == [5, 4]
        assert [each.version for each in history(connection, "main", before=4, limit=2)] == [3, 2]
        assert history(connection, "main", before=1) == []


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=-5), "刚刚"),
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=7), "在 7 分钟前"),
        (timedelta(hours=5), "在 5 小时前"),
        (timedelta(days=3), "在 3 天前"),
    ],
)
def test_what_was_published_meanwhile_is_not_taken_back_unseen(shop: Engine, passed: timedelta, told: str) -> None:
    with writing(shop) as connection:
        publish(connection, "main", script("九点"), "春节", NOON, "小林")
    with pytest.raises(PublishedMeanwhile) as refusal, writing(shop) as connection:
        publish_prepared(connection, "main", prepare(script("十点")), "", "店长", NOON + passed, based_on=1)
    assert str(refusal.value).startswith(f"您是从第 1 版开始改的，小林{told}又发布了第 2 版，所以这次没有发布。")
    assert "huitou scripts diff 1 2" in str(refusal.value)
    with writing(shop) as connection:
        assert published_version(connection, "main") == 2
        assert publish_prepared(connection, "main", prepare(script("十点")), "", "店长", NOON, based_on=2) == 3


def test_a_base_that_never_was_is_unknown(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        with pytest.raises(UnknownAccount, match="没有叫「other」的账号"):
            publish_prepared(connection, "other", prepare(script("十点")), "", "店长", NOON, based_on=1)
        with pytest.raises(PublishedMeanwhile):
            publish_prepared(connection, "main", prepare(script("十点")), "", "店长", NOON, based_on=9)


def test_of_those_who_publish_at_once_over_one_version_one_succeeds(shop: Engine) -> None:
    prepared = prepare(script("九点"))
    start = Barrier(6)

    def one(number: int) -> int | PublishedMeanwhile:
        start.wait()
        try:
            with writing(shop) as connection:
                return publish_prepared(connection, "main", prepared, "", f"店员 {number}", NOON, based_on=1)
        except PublishedMeanwhile as refusal:
            return refusal

    with ThreadPoolExecutor(6) as threads:
        came_of_it = list(threads.map(one, range(6)))
    assert [each for each in came_of_it if isinstance(each, int)] == [2]
    with reading(shop) as connection:
        assert [each.version for each in history(connection, "main")] == [2, 1]


def test_a_turn_passes_by_somebody_who_publishes(postgresql_shop: Engine) -> None:
    with writing(postgresql_shop) as publishing:
        publish(publishing, "main", script("九点"), "", NOON)
        with writing(postgresql_shop) as turn:
            assert find_or_make(turn, [("main", "o-lin")], NOON)


def test_going_back_lets_the_older_version_answer_again_as_a_new_one(shop: Engine) -> None:
    with writing(shop) as connection:
        publish(connection, "main", script("九点"), "春节", NOON)
        assert roll_back(connection, "main", 1, "小林", LATER) == 3
    with reading(shop) as connection:
        assert published_version(connection, "main") == 3
        assert load_source(connection, "main", 3) == script("八点")
        assert load(connection, "main", 3) == load(connection, "main", 1)
        newest = history(connection, "main")[0]
        assert (newest.note, newest.published_by, newest.created_at) == ("回到第 1 版", "小林", LATER)
        entry = log_of(connection, "main")[0]
        assert (entry.deed, entry.actor, entry.subject, entry.detail) == (Deed.ROLLED_BACK, "小林", "3", "回到第 1 版")


def test_an_older_form_is_read_again_when_it_comes_back(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        connection.execute(update(script_versions).values(checked='{"rules":"of another time"}'))
        publish(connection, "main", script("九点"), "", NOON)
        roll_back(connection, "main", 1, "店长", NOON)
        checked = connection.execute(select(script_versions.c.checked).where(script_versions.c.version == 3))
        assert "of another time" not in checked.scalar_one()


def test_one_that_can_no_longer_be_read_does_not_come_back(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        connection.execute(update(script_versions).values(checked="{", source="rules: 7"))
        publish(connection, "main", script("九点"), "", NOON)
        with pytest.raises(ScriptError):
            roll_back(connection, "main", 1, "店长", NOON)
        assert published_version(connection, "main") == 2


def test_there_is_no_way_back_to_where_one_is_or_to_what_never_was(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        with pytest.raises(AlreadyLive, match="第 1 版就是现在用的这一版"):
            roll_back(connection, "main", 1, "店长", NOON)
        with pytest.raises(UnknownVersion, match="没有第 9 版脚本"):
            roll_back(connection, "main", 9, "店长", NOON)
        with pytest.raises(UnknownAccount):
            roll_back(connection, "other", 1, "店长", NOON)
        assert [each.version for each in history(connection, "main")] == [1]
