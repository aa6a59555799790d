"""Drafts: begun, saved by several people, discarded and brought back, published."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine

from records.database import reading, writing
from replies.language.source import MAX_BYTES
from replies.versions.drafts import (
    Draft,
    discard_draft,
    drafts_of,
    load_draft,
    new_draft,
    publish_draft,
    rename,
    restore_draft,
    save_draft,
)
from replies.versions.log import Deed, log_of
from replies.versions.publishing import prepare, publish, published_version
from replies.versions.refusals import DraftChanged, PublishedMeanwhile, UnknownDraft, UnusableDraft
from tests.factories import NOON, make_account
from tests.replies.versions.conftest import script

LATER = NOON + timedelta(minutes=5)


def begun(connection: Connection) -> Draft:
    return new_draft(connection, "main", "春节", "小林", NOON)


def test_a_draft_begins_as_a_copy_of_the_live_version(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
    assert (draft.source, draft.head.based_on, draft.head.revision) == (script("八点"), 1, 1)
    with reading(shop) as connection:
        assert load_draft(connection, "main", draft.head.id) == draft
        assert drafts_of(connection, "main") == [draft.head]


def test_a_shop_that_never_published_begins_with_nothing(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        assert (begun(connection).source, begun(connection).head.based_on) == ("", None)


def test_there_may_be_any_number_and_each_may_be_wrong(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        made = [new_draft(connection, "main", f"第 {n} 份", "小林", NOON, f"rules: [{{{n}") for n in range(5)]
        save_draft(connection, "main", made[2].head.id, 1, "rules:\n\t- x", "小林", LATER)
        assert [head.name for head in drafts_of(connection, "main")] == [
            "第 2 份",
            "第 4 份",
            "第 3 份",
            "第 1 份",
            "第 0 份",
        ]
        assert load_draft(connection, "main", made[2].head.id).source == "rules:\n\t- x"


def test_every_save_is_the_next_revision(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        assert save_draft(connection, "main", draft.head.id, 1, script("九点"), "店长", LATER) == 2
        head = load_draft(connection, "main", draft.head.id).head
    assert (head.revision, head.updated_by, head.updated_at, head.created_at) == (2, "店长", LATER, NOON)


def test_a_save_over_what_another_saved_loses_nothing_of_either(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        save_draft(connection, "main", draft.head.id, 1, script("九点"), "店长", NOON)
    with (
        pytest.raises(DraftChanged, match="店长在 5 分钟前改过这份草稿，现在是第 2 稿") as refusal,
        writing(shop) as connection,
    ):
        save_draft(connection, "main", draft.head.id, 1, script("十点"), "小林", LATER)
    assert (refusal.value.revision, refusal.value.source) == (2, script("九点"))
    with reading(shop) as connection:
        assert load_draft(connection, "main", draft.head.id).source == script("九点")


def test_a_save_that_is_sent_again_is_no_second_one(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        draft = begun(connection)
        assert save_draft(connection, "main", draft.head.id, 1, script("九点"), "小林", NOON) == 2
        assert save_draft(connection, "main", draft.head.id, 1, script("九点"), "小林", LATER) == 2
        with pytest.raises(DraftChanged):
            save_draft(connection, "main", draft.head.id, 1, script("九点"), "店长", LATER)


def test_of_those_who_save_at_once_one_is_kept_and_the_rest_are_told(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
    start = Barrier(6)

    def save(number: int) -> int | DraftChanged:
        start.wait()
        try:
            with writing(shop) as connection:
                return save_draft(connection, "main", draft.head.id, 1, script(f"{number} 点"), f"{number}", NOON)
        except DraftChanged as refusal:
            return refusal

    with ThreadPoolExecutor(6) as threads:
        came_of_it = list(threads.map(save, range(6)))
    assert [each for each in came_of_it if isinstance(each, int)] == [2]
    winner = came_of_it.index(2)
    with reading(shop) as connection:
        assert load_draft(connection, "main", draft.head.id).source == script(f"{winner} 点")


def test_a_draft_that_was_discarded_comes_back_whole(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        discard_draft(connection, "main", draft.head.id, "小林", LATER)
    with writing(shop) as connection:
        assert drafts_of(connection, "main") == []
        for touch in (
            lambda: load_draft(connection, "main", draft.head.id),
            lambda: save_draft(connection, "main", draft.head.id, 1, "", "小林", LATER),
            lambda: rename(connection, "main", draft.head.id, "x", "小林", LATER),
            lambda: discard_draft(connection, "main", draft.head.id, "小林", LATER),
            lambda: publish_draft(connection, "main", draft, prepare(draft.source), "", "小林", LATER),
        ):
            with pytest.raises(UnknownDraft, match="draft restore"), connection.begin_nested():
                touch()
        assert restore_draft(connection, "main", draft.head.id, "店长", LATER) == draft.head
        assert load_draft(connection, "main", draft.head.id) == draft
        assert restore_draft(connection, "main", draft.head.id, "店长", LATER) == draft.head
        deeds = [(entry.deed, entry.actor, entry.detail) for entry in log_of(connection, "main")]
    assert deeds[:3] == [
        (Deed.DRAFT_RESTORED, "店长", "春节"),
        (Deed.DRAFT_DISCARDED, "小林", "春节"),
        (Deed.DRAFT_MADE, "小林", "春节"),
    ]


def test_another_account_has_no_such_draft(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        make_account(connection, "bakery")
        draft = begun(connection)
        assert drafts_of(connection, "bakery") == []
        for touch in (
            lambda: load_draft(connection, "bakery", draft.head.id),
            lambda: save_draft(connection, "bakery", draft.head.id, 1, "", "小林", NOON),
            lambda: rename(connection, "bakery", draft.head.id, "x", "小林", NOON),
            lambda: discard_draft(connection, "bakery", draft.head.id, "小林", NOON),
            lambda: restore_draft(connection, "bakery", draft.head.id, "小林", NOON),
        ):
            with pytest.raises(UnknownDraft):
                touch()


def test_a_name_is_changed_and_both_are_told(sqlite_shop: Engine) -> None:
    with writing(sqlite_shop) as connection:
        draft = begun(connection)
        rename(connection, "main", draft.head.id, " 元宵 ", "店长", LATER)
        assert load_draft(connection, "main", draft.head.id).head.name == "元宵"
        assert log_of(connection, "main")[0].detail == "「春节」改叫「元宵」"


@pytest.mark.parametrize("name", ["", "  ", "春\n节", "x" * 61, "\x1b[2J", "\x00"])
def test_a_name_that_says_nothing_is_refused(sqlite_shop: Engine, name: str) -> None:
    with writing(sqlite_shop) as connection, pytest.raises(UnusableDraft, match="最多 60 个字"):
        new_draft(connection, "main", name, "小林", NOON)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("字" * (MAX_BYTES // 3 + 1), "草稿有 4.0 MB，最多 4 MB"),
        ("rules: \x00", "控制字符"),
        ("rules: \ud800", "控制字符"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(shop: Engine, source: str, told: str) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        with pytest.raises(UnusableDraft, match=told):
            new_draft(connection, "main", "春节", "小林", NOON, source)
        with pytest.raises(UnusableDraft, match=told):
            save_draft(connection, "main", draft.head.id, 1, source, "小林", NOON)
        assert load_draft(connection, "main", draft.head.id) == draft


def test_a_draft_of_the_largest_size_is_kept(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = new_draft(connection, "main", "大", "小林", NOON, "#" * MAX_BYTES)
        assert len(load_draft(connection, "main", draft.head.id).source) == MAX_BYTES


def test_a_published_draft_stays_and_goes_on_from_what_it_became(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        save_draft(connection, "main", draft.head.id, 1, script("九点"), "小林", NOON)
        draft = load_draft(connection, "main", draft.head.id)
        assert publish_draft(connection, "main", draft, prepare(draft.source), "春节", "小林", LATER) == 2
        again = load_draft(connection, "main", draft.head.id)
        assert (again.head.based_on, again.head.revision, again.source) == (2, 2, script("九点"))
        assert publish_draft(connection, "main", again, prepare(again.source), "还是春节", "小林", LATER) == 3


def test_a_draft_that_was_saved_meanwhile_is_not_published_as_it_was(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        save_draft(connection, "main", draft.head.id, 1, script("九点"), "店长", NOON)
    with pytest.raises(DraftChanged), writing(shop) as connection:
        publish_draft(connection, "main", draft, prepare(draft.source), "", "小林", LATER)
    with reading(shop) as connection:
        assert published_version(connection, "main") == 1


def test_a_draft_behind_the_live_version_says_so_until_it_took_that_in(shop: Engine) -> None:
    with writing(shop) as connection:
        draft = begun(connection)
        publish(connection, "main", script("十点"), "", NOON, "店长")
    with pytest.raises(PublishedMeanwhile), writing(shop) as connection:
        publish_draft(connection, "main", draft, prepare(draft.source), "", "小林", LATER)
    with writing(shop) as connection:
        assert publish_draft(connection, "main", draft, prepare(draft.source), "", "小林", LATER, based_on=2) == 3
        assert load_draft(connection, "main", draft.head.id).head.based_on == 3
