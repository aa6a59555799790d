"""Whatever a connector does, every contact of the batch has a result, and the run knows whether to go on."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest

from crm_sync.batch import Outcome, attempt
from crm_sync.connector import Hopeless, Outgoing, RowResult, Sent, TryLater, Unavailable

MINUTE = timedelta(minutes=1)
LIN, WANG, ZHOU = Outgoing("lin", {}), Outgoing("wang", {}), Outgoing("zhou", {})


class Scripted(msgspec.Struct):
    """A connector that answers as it was told to."""

    answer: Sequence[RowResult] | Exception
    name: str = "scripted"
    batch_size: int = 100

    def upsert(self, _batch: Sequence[Outgoing], /) -> Sequence[RowResult]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self) -> None: ...


def test_every_contact_has_its_own_result() -> None:
    outcome = attempt(Scripted([Sent(), Hopeless("no"), TryLater("busy")]), [LIN, WANG, ZHOU])
    assert outcome == Outcome({"lin": Sent(), "wang": Hopeless("no"), "zhou": TryLater("busy")})
    assert not outcome.fruitless
    assert outcome.last_reason == "busy"


def test_where_some_ask_for_a_wait_the_longest_one_ends_the_run() -> None:
    results = [TryLater("short", MINUTE), TryLater("long", 3 * MINUTE), TryLater("middle", 2 * MINUTE), TryLater("any")]
    outcome = attempt(Scripted(results), [LIN, WANG, ZHOU, Outgoing("wu", {})])
    assert (outcome.trouble, outcome.asked) == ("long", 3 * MINUTE)
    assert (outcome.fruitless, outcome.last_reason) == (True, "any")


def test_a_crm_that_cannot_be_reached_is_asked_again_for_everybody() -> None:
    outcome = attempt(Scripted(Unavailable("check the address", MINUTE)), [LIN, WANG])
    later = TryLater("check the address", MINUTE)
    assert outcome == Outcome({"lin": later, "wang": later}, "check the address", MINUTE)


@pytest.mark.parametrize(
    ("answer", "why"),
    [(KeyError("+8613800138000"), "KeyError"), ([Sent()], "ValueError"), ([Sent()] * 3, "ValueError")],
)
def test_a_faulty_connector_delays_its_batch_and_tells_nothing_of_a_person(
    answer: Sequence[RowResult] | Exception, why: str
) -> None:
    outcome = attempt(Scripted(answer), [LIN, WANG])
    later = TryLater(f"the connector failed: {why}")
    assert outcome == Outcome({"lin": later, "wang": later})


def test_a_batch_of_nobody_is_not_sent_and_not_fruitless() -> None:
    outcome = attempt(Scripted(KeyError("never asked")), [])
    assert outcome == Outcome({})
    assert (outcome.fruitless, outcome.last_reason) == (False, "")
