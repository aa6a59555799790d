"""Publishing: the next number, live at once, and never anything that cannot be used."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from records.database import reading, writing
from records.message import Kind
from replies.index import Trigger
from replies.reply import Text
from replies.script import ScriptError
from replies.versions import (
    Published,
    ScriptLibrary,
    ScriptVersion,
    UnknownAccount,
    UnknownVersion,
    history,
    load,
    load_source,
    publish,
    published_version,
)
from tests.factories import NOON, make_account


def script(answer: str) -> str:
    return f"# 我们的脚本\nrules:\n  - name: 时间\n    when: {{text: {{contains: 几点}}}}\n    say: {answer}\n"


def said(published: Published, text: str = "几点开门") -> str | None:
    match = published.index.match(Trigger(kind=Kind.TEXT, text=text))
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
        publish(connection, "main", script("九点"), "春节", NOON + timedelta(days=1))
    with reading(sqlite_engine) as connection:
        assert load_source(connection, "main", 1) == script("八点")
        assert load(connection, "main", 1).rules[0].say == Text("八点")
        assert history(connection, "main") == [
            ScriptVersion(2, "春节", NOON + timedelta(days=1)),
            ScriptVersion(1, "第一份", NOON),
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


def test_old_versions_do_not_pile_up_in_memory(sqlite_engine: Engine) -> None:
    library = ScriptLibrary()
    with writing(sqlite_engine) as connection:
        make_account(connection)
        for n in range(40):
            publish(connection, "main", script(f"{n} 点"), "", NOON)
            assert said(library.current(connection, "main")) == f"{n} 点"
    assert len(library._compiled) <= 16
