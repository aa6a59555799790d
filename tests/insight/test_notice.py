"""Every text gets one mood, and a contact carries the mood of the latest."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import delete, update

from insight.judge import ATTEMPTS
from insight.notice import UNSCORABLE
from records.database import writing
from records.tables import contacts, identities, outbox, touchpoints
from tests.factories import NOON
from tests.insight.conftest import BrokenModel, NoModel, Shop

UNDECIDED = "桂花开在我们楼下的院子里"


class Recorder:
    """A scorer that answers one score for every text and remembers what it was asked."""

    def __init__(self, score: float | None) -> None:
        self.asked: list[str] = []
        self._score = score

    def score(self, texts: Sequence[str]) -> list[float | None]:
        self.asked += texts
        return [self._score for _ in texts]


def test_a_text_gets_a_mood_and_the_contact_carries_it(shop: Shop) -> None:
    lin = shop.write("太慢了，我要投诉")
    assert shop.notice(NoModel()) == 1
    assert shop.moods() == ["negative"]
    assert shop.carried(lin).feeling == "negative"
    assert shop.carried(lin).words == "太慢 要投诉"
    assert shop.carried(lin).at == NOON
    assert shop.announced() == [lin]
    assert shop.states() == ["sent"]


def test_nothing_waits_nothing_is_done(shop: Shop) -> None:
    assert shop.notice(NoModel()) == 0


def test_the_model_is_asked_only_for_what_the_lexicon_cannot_tell(small_shop: Shop) -> None:
    small_shop.write("好喝", "o-lin")
    small_shop.write(UNDECIDED, "o-wang")
    model = Recorder(0.99)
    assert small_shop.notice(model) == 2
    assert model.asked == [UNDECIDED]
    assert small_shop.moods() == ["positive", "positive"]


def test_a_batch_is_no_larger_than_asked_for(small_shop: Shop) -> None:
    for minute in range(5):
        small_shop.write("好喝", minute=minute)
    assert [small_shop.notice(NoModel(), limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_whatever_the_order_of_delivery_the_contact_ends_in_the_same_mood(shop: Shop) -> None:
    texts = [("好喝", 1), ("太慢了", 3), ("谢谢", 3), ("退款", 2)]
    ends = set()
    for number, order in enumerate(list(permutations(texts))[::3]):
        for text, minute in order:
            contact = shop.write(text, f"o-{number}", minute)
            if number % 2:
                shop.notice(NoModel())
        shop.notice(NoModel())
        carried = shop.carried(contact)
        ends.add((carried.feeling, carried.words, carried.at))
    assert ends == {("negative", "太慢", NOON + timedelta(minutes=3))}


def test_an_older_text_changes_nothing_on_the_contact_but_has_its_own_mood(shop: Shop) -> None:
    lin = shop.write("好喝", minute=5)
    shop.notice(NoModel())
    shop.write("难喝", minute=1)
    shop.notice(NoModel())
    assert shop.carried(lin).feeling == "positive"
    assert shop.moods() == ["negative", "positive"]
    assert shop.announced() == [lin]


def test_noticing_the_same_again_doubles_nothing(shop: Shop) -> None:
    lin = shop.write("难喝")
    shop.notice(NoModel())
    with writing(shop.engine) as connection:
        connection.execute(update(outbox).where(outbox.c.topic == "text_received").values(state="waiting"))
    assert shop.notice(NoModel()) == 1
    assert shop.moods() == ["negative"]
    assert shop.announced() == [lin]


def test_the_same_mood_again_is_not_announced_but_its_time_is_kept(shop: Shop) -> None:
    lin = shop.write("难喝", minute=1)
    shop.notice(NoModel())
    shop.write("难喝", minute=2)
    shop.notice(NoModel())
    assert shop.announced() == [lin]
    assert shop.carried(lin).at == NOON + timedelta(minutes=2)


def test_several_texts_in_one_batch_are_announced_once(shop: Shop) -> None:
    lin = shop.write("难喝", minute=1)
    shop.write("好喝", minute=2)
    shop.notice(NoModel())
    assert shop.announced() == [lin]
    assert shop.carried(lin).feeling == "positive"


def test_watchers_that_race_notice_every_text_once(shop: Shop) -> None:
    everyone = {shop.write("难喝", f"o-{number}") for number in range(40)}

    def work(worker: str) -> None:
        while shop.notice(NoModel(), worker=worker, limit=4):
            pass

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shop.moods()) == 40
    assert sorted(shop.announced()) == sorted(everyone)
    assert set(shop.states()) == {"sent"}


def test_a_text_that_the_model_cannot_take_waits_longer_each_time_and_ends_dead_with_a_reason(shop: Shop) -> None:
    shop.write(UNDECIDED)
    now, waits = NOON, []
    while shop.states() == ["waiting"]:
        if shop.notice(Recorder(None), now=now):
            waits.append(now - NOON)
        now += timedelta(seconds=10)
    assert [tuple(row) for row in shop.rows()] == [("dead", ATTEMPTS, UNSCORABLE)]
    assert [wait.total_seconds() for wait in waits] == [0, 10, 70, 430, 2590]
    assert shop.moods() == []


def test_while_the_model_is_down_the_lexicon_goes_on_and_the_rest_waits_with_the_reason(shop: Shop) -> None:
    shop.write("难喝", "o-lin")
    shop.write(UNDECIDED, "o-wang")
    shop.notice(BrokenModel())
    assert shop.moods() == ["negative"]
    waiting = shop.rows()[1]
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert "before it was ready" in (waiting.reason or "")
    shop.notice(Recorder(0.5), now=NOON + timedelta(minutes=1))
    assert shop.moods() == ["negative", "neutral"]


def test_a_watcher_that_died_with_its_claim_loses_nothing(shop: Shop) -> None:
    lin = shop.write(UNDECIDED)

    class Dies:
        def score(self, texts: Sequence[str]) -> list[float | None]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.notice(Dies())
    assert shop.notice(Recorder(0.01), worker="w2") == 0
    assert shop.notice(Recorder(0.01), worker="w2", now=NOON + timedelta(minutes=5)) == 1
    assert shop.carried(lin).feeling == "negative"


def test_a_text_that_is_gone_is_done(small_shop: Shop) -> None:
    small_shop.write("难喝")
    with writing(small_shop.engine) as connection:
        connection.execute(delete(touchpoints))
    assert small_shop.notice(NoModel()) == 1
    assert small_shop.states() == ["sent"]
    assert small_shop.moods() == []


def test_somebody_forgotten_while_the_model_thinks_stays_forgotten(small_shop: Shop) -> None:
    small_shop.write(UNDECIDED)

    class Forgets(Recorder):
        def score(self, texts: Sequence[str]) -> list[float | None]:
            with writing(small_shop.engine) as connection:
                for table in (outbox, touchpoints, identities, contacts):
                    connection.execute(delete(table))
            return super().score(texts)

    assert small_shop.notice(Forgets(0.01)) == 1
    assert small_shop.moods() == []
