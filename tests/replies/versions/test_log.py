"""Who did what to the scripts, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from records.database import writing
from replies.versions.drafts import new_draft, save_draft, text_before_save
from replies.versions.log import Deed, log_of, record, text_before
from replies.versions.refusals import UnknownSave
from tests.factories import NOON, make_account
from tests.replies.versions.conftest import script


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def save(connection: Connection, draft_id: str, revision: int, answer: str, by: str, at: float) -> None:
    save_draft(connection, "main", draft_id, revision, script(answer), by, NOON + minutes(at), f"改成{answer}")


def told(connection: Connection, deed: Deed = Deed.DRAFT_SAVED) -> list[tuple[str, str]]:
    return [(entry.actor, entry.detail) for entry in log_of(connection, "main") if entry.deed is deed]


def test_the_log_tells_who_did_what_to_what_when(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = new_draft(connection, "main", "春节", "小林", NOON + minutes(1))
        made, published = log_of(connection, "main")
    assert (made.at, made.actor, made.deed, made.subject) == (
        NOON + minutes(1),
        "小林",
        Deed.DRAFT_MADE,
        draft.head.id,
    )
    assert (published.at, published.actor, published.deed, published.subject, published.detail) == (
        NOON,
        "店长",
        Deed.PUBLISHED,
        "1",
        "第一份",
    )


def test_saves_of_one_person_in_ten_minutes_are_one_deed(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = new_draft(connection, "main", "春节", "小林", NOON).head.id
        save(connection, draft, 1, "九点", "小林", 0)
        save(connection, draft, 2, "十点", "小林", 5)
        save(connection, draft, 3, "十一点", "小林", 9.9)
        assert told(connection) == [("小林", "改成十一点")]
        save(connection, draft, 4, "十二点", "小林", 10)
        assert told(connection) == [("小林", "改成十二点"), ("小林", "改成十一点")]


def test_the_saves_of_two_people_stay_apart(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        draft = new_draft(connection, "main", "春节", "小林", NOON).head.id
        save(connection, draft, 1, "九点", "小林", 0)
        save(connection, draft, 2, "十点", "店长", 1)
        save(connection, draft, 3, "十一点", "小林", 2)
        assert told(connection) == [("小林", "改成十一点"), ("店长", "改成十点"), ("小林", "改成九点")]


def test_the_saves_of_two_drafts_stay_apart(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        first, second = (new_draft(connection, "main", name, "小林", NOON).head.id for name in ("甲", "乙"))
        save(connection, first, 1, "九点", "小林", 0)
        save(connection, second, 1, "十点", "小林", 1)
        save(connection, first, 2, "十一点", "小林", 2)
        assert told(connection) == [("小林", "改成十点"), ("小林", "改成十一点")]


def test_the_text_before_somebody_sat_down_can_be_had_back(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = new_draft(connection, "main", "春节", "小林", NOON).head.id
        save(connection, draft, 1, "九点", "小林", 0)
        save(connection, draft, 2, "十点", "小林", 5)
        (entry, *_) = log_of(connection, "main")
        assert text_before(connection, "main", entry.id) == script("八点")
        assert text_before_save(connection, "main", draft, "小林", NOON + minutes(6)) == script("八点")
        assert text_before_save(connection, "main", draft, "小林", NOON + minutes(60)) == script("十点")
        assert text_before_save(connection, "main", draft, "店长", NOON + minutes(6)) == script("十点")
        make_account(connection, "bakery")
        for account, number in (("bakery", entry.id), ("main", entry.id - 1), ("main", 999)):
            with pytest.raises(UnknownSave, match="不是存草稿"):
                text_before(connection, account, number)


def test_the_log_comes_in_pages_newest_first(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        for number in range(5):
            record(connection, "main", "小林", Deed.PUBLISHED, f"{number}", "", NOON)
        newest = log_of(connection, "main", limit=2)
        assert [entry.subject for entry in newest] == ["4", "3"]
        assert [entry.subject for entry in log_of(connection, "main", newest[-1].id, 2)] == ["2", "1"]
