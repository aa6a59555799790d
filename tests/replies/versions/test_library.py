"""The live version in memory: switched as a whole, without holding up whoever asks meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import Engine, update

from records.database import reading, writing
from records.message import Kind
from records.tables import script_versions
from replies.answers.reply import Text
from replies.matching.match import Trigger
from replies.versions import library as module
from replies.versions.library import Published, ScriptLibrary
from replies.versions.publishing import publish, roll_back
from tests.app.standing import wait_for
from tests.factories import NOON, make_account
from tests.replies.first import first
from tests.replies.versions.conftest import script

WORDS = ("几点", "在哪", "电话")


def whole(answer: str) -> str:
    """A script whose every rule gives the same answer."""
    rules = (f"  - {{name: {word}, when: {{text: {{contains: {word}}}}}, say: {answer}}}\n" for word in WORDS)
    return "rules:\n" + "".join(rules)


def said(published: Published, asked: str = "几点开门") -> str | None:
    match = first(published.index, Trigger(kind=Kind.TEXT, text=asked))
    if match is None:
        return None
    assert isinstance(match.rule.say, Text)
    return match.rule.say.text


def now_live(engine: Engine, library: ScriptLibrary, account_id: str = "main") -> Published:
    with reading(engine) as connection:
        return library.current(connection, account_id)


def republish(engine: Engine, answer: str, at: int = 1) -> int:
    with writing(engine) as connection:
        return publish(connection, "main", whole(answer), "", NOON + timedelta(seconds=at))


@pytest.fixture
def library(shop: Engine) -> ScriptLibrary:
    """Has answered from version 1."""
    library = ScriptLibrary()
    assert said(now_live(shop, library)) == "八点"
    return library


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_while_a_version_is_compiled_the_whole_one_before_it_answers(shop: Engine, library: ScriptLibrary) -> None:
    with library._one_at_a_time:
        republish(shop, "九点")
        kept = [now_live(shop, library) for _ in range(3)]
        assert [(each.version, said(each)) for each in kept] == [(1, "八点")] * 3
        # A process that ends waits for none of these.
        assert [each.daemon for each in threading.enumerate() if each.name == "script-library"] == [True]
    wait_for(lambda: now_live(shop, library).version == 2, lambda: "not live")
    assert said(now_live(shop, library)) == "九点"


def test_a_small_script_switches_with_the_first_message(shop: Engine, library: ScriptLibrary) -> None:
    for number in range(2, 20):
        republish(shop, f"{number} 点", number)
        assert said(now_live(shop, library)) == f"{number} 点"


def test_turns_together_wait_for_a_version_no_longer_than_one_alone(
    shop: Engine, library: ScriptLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    with library._one_at_a_time:
        republish(shop, "九点")
        begun = monotonic()
        assert {now_live(shop, library).version for _ in range(30)} == {1}
    assert monotonic() - begun < 5 * 0.3


def test_the_first_version_of_all_is_waited_for(shop: Engine) -> None:
    library = ScriptLibrary()
    library._one_at_a_time.acquire()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(now_live, shop, library)
        wait_for(lambda: bool(library._begun), lambda: "not asked")
        assert not asked.done()
        library._one_at_a_time.release()
        assert said(asked.result()) == "八点"


@pytest.mark.usefixtures("impatient")
def test_a_publication_that_was_taken_back_answers_nobody_even_for_a_moment(
    shop: Engine, library: ScriptLibrary
) -> None:
    connection = shop.connect()
    publish(connection, "main", whole("九点"), "", NOON + timedelta(seconds=1))
    wait_for(lambda: library.current(connection, "main").version == 2, lambda: "not compiled")
    connection.rollback()
    connection.close()
    republish(shop, "十点", 2)
    assert said(now_live(shop, library)) == "十点"


@pytest.mark.usefixtures("impatient")
def test_an_older_version_that_is_compiled_last_does_not_come_over_a_newer_one(
    shop: Engine, library: ScriptLibrary
) -> None:
    with library._one_at_a_time:
        for number in range(2, 8):
            republish(shop, f"{number} 点", number)
            assert now_live(shop, library).version == 1
    wait_for(lambda: now_live(shop, library).version == 7, lambda: "not live")
    wait_for(lambda: not [each for each in threading.enumerate() if each.name == "script-library"], lambda: "busy")
    assert library._compiled["main"].published.version == 7


def test_messages_during_publications_are_each_answered_by_one_whole_version(shop: Engine) -> None:
    library = ScriptLibrary()
    republish(shop, "1 点")
    seen: list[tuple[int | None, set[str | None]]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            published = now_live(shop, library)
            seen.append((published.version, {said(published, f"请问{word}") for word in WORDS}))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for number in range(2, 30):
        republish(shop, f"{number} 点", number)
        assert said(now_live(shop, library)) == f"{number} 点"
    stop.set()
    for thread in asking:
        thread.join()
    assert {(version, frozenset(answers)) for version, answers in seen} <= {
        (number + 1, frozenset({f"{number} 点"})) for number in range(1, 30)
    }
    assert len(seen) > 29


def look(shop: Engine, library: ScriptLibrary) -> None:
    """As every process does twice a second."""
    with reading(shop) as connection:
        library.refresh(connection)


def test_a_new_version_is_compiled_although_nobody_asks(shop: Engine, library: ScriptLibrary) -> None:
    republish(shop, "九点")
    look(shop, library)
    wait_for(lambda: library._compiled["main"].published.version == 2, lambda: "not compiled", seconds=2)
    with writing(shop) as connection:
        roll_back(connection, "main", 1, "店长", NOON + timedelta(seconds=2))
    look(shop, library)
    wait_for(lambda: library._compiled["main"].published.version == 3, lambda: "not compiled", seconds=2)
    assert said(now_live(shop, library)) == "八点"


def test_a_process_that_starts_has_every_account_ready_for_the_first_customer(shop: Engine) -> None:
    with writing(shop) as connection:
        make_account(connection, "bakery")
        make_account(connection, "silent")
        publish(connection, "bakery", script("六点"), "", NOON)
    library = ScriptLibrary()
    look(shop, library)
    wait_for(lambda: library._compiled.keys() == {"main", "bakery"}, lambda: "not compiled", seconds=2)


def test_a_version_that_cannot_be_read_answers_nothing_and_says_why(
    shop: Engine, library: ScriptLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    republish(shop, "九点")
    with writing(shop) as connection:
        broken = update(script_versions).where(script_versions.c.version == 2)
        connection.execute(broken.values(source="rules: 7", checked="{"))
    published = now_live(shop, library)
    assert (published.version, said(published)) == (2, None)
    assert "script unreadable" in capsys.readouterr().out
    republish(shop, "十点", 3)
    assert said(now_live(shop, library)) == "十点"


def test_each_account_has_its_own(shop: Engine, library: ScriptLibrary) -> None:
    with writing(shop) as connection:
        make_account(connection, "bakery")
        publish(connection, "bakery", script("六点"), "", NOON)
    assert said(now_live(shop, library, "bakery")) == "六点"
    assert said(now_live(shop, library)) == "八点"
    assert now_live(shop, library, "nobody").version is None
