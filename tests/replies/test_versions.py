"""Publishing: the next number, live at once, and never anything that cannot be used."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from records.database import reading, writing
from records.message import Kind
from records.tables import script_versions
from replies.answers.reply import Text
from replies.language.rule import How, Phrase
from replies.language.source import ScriptError
from replies.matching.match import Trigger
from replies.versions.library import Published, ScriptLibrary
from replies.versions.publishing import (
    ScriptVersion,
    history,
    load,
    load_source,
    publish,
    published_version,
)
from replies.versions.refusals import UnknownAccount, UnknownVersion
from tests.factories import NOON, make_account
from tests.replies.first import first


def script(answer: str) -> str:
    return f"# 我们的脚本\nrules:\n  - name: 时间\n    when: {{text: {{contains: 几点}}}}\n    say: {answer}\n"


def said(published: Published, text: str = "几点开门") -> str | None:
    match = first(published.index, Trigger(kind=Kind.TEXT, text=text))
    if match is None:
        return None
    assert isinstance(match.rule.say, Text)
    return match.rule.say.text


def test_each_publication_is_the_next_version_and_live(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        assert published_version(connection, "main") is None
        assert publish(connection, "main", script("八点"), "第一份", NOON) == 1
        assert publish(connection, "main", script("九点"), "春节", NOON + timedelta(days=1)) == 2
        assert published_version(connection, "main") == 2


def test_every_version_is_kept_as_it_was_written(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "第一份", NOON)
        publish(connection, "main", script("九点"), "春节", NOON + timedelta(days=1), "店长")
    with reading(sqlite_engine) as connection:
        assert load_source(connection, "main", 1) == script("八点")
        assert load(connection, "main", 1).rules[0].say == Text("八点")
        assert history(connection, "main") == [
            ScriptVersion(2, "春节", NOON + timedelta(days=1), "店长"),
            ScriptVersion(1, "第一份", NOON, ""),
        ]


def test_a_script_that_cannot_be_used_leaves_the_live_one_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "第一份", NOON)
        with pytest.raises(ScriptError, match="规则「时间」"):
            publish(connection, "main", script("{x.__class__}"), "坏的", NOON)
    with reading(engine) as connection:
        assert published_version(connection, "main") == 1
        assert [each.version for each in history(connection, "main")] == [1]


def test_an_unknown_account_or_version_is_refused_in_a_sentence(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        with pytest.raises(UnknownAccount, match="没有叫「other」的账号"):
            publish(connection, "other", script("八点"), "", NOON)
        with pytest.raises(UnknownVersion, match="没有第 9 版脚本"):
            load_source(connection, "main", 9)


def test_accounts_count_their_versions_apart(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        make_account(connection, "second")
        assert publish(connection, "main", script("八点"), "", NOON) == 1
        assert publish(connection, "second", script("十点"), "", NOON) == 1
        library = ScriptLibrary()
        assert said(library.current(connection, "main")) == "八点"
        assert said(library.current(connection, "second")) == "十点"


def test_those_who_publish_at_once_get_a_number_each(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
    numbers: list[int] = []

    def publish_one(n: int) -> None:
        with writing(engine) as connection:
            numbers.append(publish(connection, "main", script(f"{n} 点"), f"{n}", NOON))

    threads = [threading.Thread(target=publish_one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 9))
    with reading(engine) as connection:
        assert published_version(connection, "main") == 8


def test_an_account_that_never_published_says_nothing(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        published = ScriptLibrary().current(connection, "main")
        assert published.version is None
        assert said(published) is None


def test_the_next_message_is_answered_by_the_new_version(engine: Engine) -> None:
    library = ScriptLibrary()
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "", NOON)
    with reading(engine) as connection:
        assert said(library.current(connection, "main")) == "八点"
    with writing(engine) as connection:
        publish(connection, "main", script("九点"), "", NOON)
    with reading(engine) as connection:
        now_live = library.current(connection, "main")
        assert (now_live.version, said(now_live)) == (2, "九点")


def test_a_publication_that_is_not_committed_reaches_nobody(engine: Engine) -> None:
    library = ScriptLibrary()
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "", NOON)
    connection = engine.connect()
    publish(connection, "main", script("九点"), "", NOON)
    assert said(library.current(connection, "main")) == "九点"
    connection.rollback()
    connection.close()
    with writing(engine) as connection:
        assert said(library.current(connection, "main")) == "八点"
        assert publish(connection, "main", script("十点"), "", NOON + timedelta(seconds=1)) == 2
        assert said(library.current(connection, "main")) == "十点"


def test_a_version_is_compiled_once_and_shared_between_threads(sqlite_engine: Engine) -> None:
    library = ScriptLibrary()
    with writing(sqlite_engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "", NOON)
    seen: list[Published] = []

    def ask() -> None:
        with reading(sqlite_engine) as connection:
            seen.append(library.current(connection, "main"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len({id(each.index) for each in seen}) == 1


CHECKED_BEFORE_PHRASES = (
    '{"rules":[{"name":"时间","when":{"follows":[],"scans":[],"menus":[],'
    '"text":{"exact":[],"contains":["几点"],"patterns":[]},"kinds":[],"fallback":false},'
    '"say":{"type":"text","text":"八点"},"do":[],"otherwise":null}],"facts":{}}'
)


def test_a_version_whose_texts_were_kept_in_three_lists_still_answers_them(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "", NOON)
        connection.execute(update(script_versions).values(checked=CHECKED_BEFORE_PHRASES))
        assert load(connection, "main", 1).rules[0].when.text.phrases == (Phrase(How.CONTAINS, "几点"),)
        assert said(ScriptLibrary().current(connection, "main")) == "八点"


EVERY_PART = """
rules:
  - name: 写的
    when: {text: {contains: 几点}, follow: bag}
    say: 八点
    do: [{tag: 问过}, {coupon: welcome}, {points: 5}]
"""


def form_that_counts(engine: Engine, part: str = "", otherwise: str = "") -> str:
    """查的 if a version is loaded as it was checked, 写的 if read again; ``part`` was checked as ``otherwise``."""
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", EVERY_PART, "", NOON)
        checked = connection.execute(select(script_versions.c.checked)).scalar_one()
        assert part in checked
        changed = checked.replace(part, otherwise, 1).replace("写的", "查的")
        connection.execute(update(script_versions).values(checked=changed))
        return load(connection, "main", 1).rules[0].name


def test_a_version_is_loaded_as_it_was_checked(sqlite_engine: Engine) -> None:
    assert form_that_counts(sqlite_engine) == "查的"


@pytest.mark.parametrize(
    "part",
    [
        '{"rules":',
        '{"name":',
        '"when":{',
        '"text":{',
        '{"how":',
        '{"scene":',
        '{"type":"tag",',
        '{"type":"coupon",',
        '{"type":"points",',
    ],
)
def test_a_version_with_more_in_its_checked_form_than_we_know_is_read_again(sqlite_engine: Engine, part: str) -> None:
    assert form_that_counts(sqlite_engine, part, part.replace("{", '{"unheard_of":1,')) == "写的"


def test_old_versions_do_not_pile_up_in_memory(sqlite_engine: Engine) -> None:
    library = ScriptLibrary()
    with writing(sqlite_engine) as connection:
        make_account(connection)
        for n in range(40):
            publish(connection, "main", script(f"{n} 点"), "", NOON)
            assert said(library.current(connection, "main")) == f"{n} 点"
    assert len(library._compiled) <= 16
