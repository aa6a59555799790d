"""What the lexicon leaves to the model, and how long a text that could not be judged waits."""

from datetime import timedelta

from insight.judge import ATTEMPTS, Written, judge, retry_at
from insight.lexicon import shop_lexicon
from insight.mood import Feeling
from records.outbox import Claimed
from tests.factories import NOON


def written(number: int, text: str) -> Written:
    return Written(Claimed(number, "c1", f"k{number}", 0), f"k{number}", text, NOON)


def test_each_row_is_judged_left_to_the_model_or_done_because_its_text_is_gone() -> None:
    clear, unclear = written(1, "太难喝了"), written(2, "昨天下午路过你们那里")
    forgotten = Claimed(3, "c1", "k3", 0)
    judgement = judge([clear.row, unclear.row, forgotten], [clear, unclear], shop_lexicon())
    assert [(one.row.id, one.mood.feeling) for one in judgement.noticed] == [(1, Feeling.NEGATIVE)]
    assert judgement.for_model == (unclear,)
    assert sorted(judgement.done) == [1, 3]


def test_a_text_waits_longer_each_time_and_is_given_up_at_last() -> None:
    waits = [retry_at(earlier, NOON) for earlier in range(ATTEMPTS)]
    assert waits == [*(NOON + timedelta(seconds=seconds) for seconds in (10, 60, 360, 2_160)), None]
