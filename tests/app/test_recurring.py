"""What recurs begins at once, outlives its failures, and ends when it is asked to."""

from queue import SimpleQueue

import pytest

from app.recurring import Recurring


def test_it_goes_on_after_a_failure_and_says_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    times: SimpleQueue[int] = SimpleQueue()

    def fail() -> None:
        times.put(1)
        raise OSError("the database is away")

    recurring = Recurring("new scripts", 0.01, fail)
    recurring.start()
    assert [times.get(timeout=5) for _ in range(3)] == [1, 1, 1]
    recurring.stop()
    told = capsys.readouterr().out
    assert "background work failed" in told
    assert "OSError" in told
    assert "new scripts" in told


def test_it_works_at_the_start_and_ends_in_the_middle_of_its_rest() -> None:
    times: SimpleQueue[int] = SimpleQueue()
    recurring = Recurring("housekeeping", 3_600, lambda: times.put(1))
    recurring.start()
    assert times.get(timeout=5) == 1
    recurring.stop()
    assert times.empty()
