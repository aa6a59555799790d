"""The watcher notices soon, by itself, and outlives what goes wrong."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text as sql
from structlog.testing import capture_logs

from insight import watch
from insight.watch import MoodWatcher
from records.database import writing
from tests.factories import NOON
from tests.insight.conftest import Shop


def watcher_of(shop: Shop, name: str = "w1") -> MoodWatcher:
    return MoodWatcher(shop.engine, shop.lexicon, lambda: NOON, name)


@pytest.fixture
def watcher(small_shop: Shop) -> Iterator[MoodWatcher]:
    watcher = watcher_of(small_shop)
    watcher.start()
    yield watcher
    watcher.stop()


def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    gives_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < gives_up
        time.sleep(0.01)


def test_more_than_a_batch_that_waits_is_noticed_without_another_pause(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "POLL_SECONDS", 3600.0)
    for minute in range(watch.BATCH + 10):
        small_shop.write("好喝", minute=minute)
    watcher = watcher_of(small_shop)
    watcher.start()
    until(lambda: len(small_shop.moods()) == watch.BATCH + 10)
    watcher.stop()


def test_a_text_is_noticed_within_seconds(small_shop: Shop, watcher: MoodWatcher) -> None:
    small_shop.write("好喝")
    until(lambda: small_shop.moods() == ["positive"])


def test_a_shop_whose_texts_the_lexicon_decides_never_starts_the_process(
    small_shop: Shop, watcher: MoodWatcher
) -> None:
    for text in ("好喝", "退款", "几点关门", "😡", "123", ""):
        small_shop.write(text)
    until(lambda: len(small_shop.moods()) == 6)
    assert watcher._scorer.pid is None


def test_a_failure_is_logged_without_what_was_written_and_the_watcher_lives_on(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.02)
    small_shop.write("我的手机是13800138000，难喝")
    with writing(small_shop.engine) as connection:
        connection.execute(sql("ALTER TABLE moods RENAME TO hidden"))
    watcher = watcher_of(small_shop)
    with capture_logs() as logs:
        watcher.start()
        until(lambda: bool(logs))
    assert logs[0]["error"] == "OperationalError"
    assert "13800138000" not in str(logs)
    with writing(small_shop.engine) as connection:
        connection.execute(sql("ALTER TABLE hidden RENAME TO moods"))
        connection.execute(sql("UPDATE outbox SET state = 'waiting'"))
    until(lambda: small_shop.moods() == ["negative"])
    watcher.stop()


def test_stopping_is_quick_and_safe_before_the_start(small_shop: Shop) -> None:
    watcher_of(small_shop).stop()
    watcher = watcher_of(small_shop)
    watcher.start()
    began = time.monotonic()
    watcher.stop()
    assert time.monotonic() - began < 0.5
