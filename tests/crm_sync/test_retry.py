"""When to try again is decided by the numbers alone."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_sync.retry import GiveUp, Policy, WaitUntil, decide
from tests.factories import NOON

POLICY = Policy()
SECOND = timedelta(seconds=1)


def test_the_wait_doubles_up_to_the_longest_one() -> None:
    waits = [decide(POLICY, earlier, NOON, None, 0) for earlier in (0, 1, 2, 6, 7, 100)]
    assert waits == [WaitUntil(NOON + seconds * SECOND) for seconds in (30, 60, 120, 1920, 3600, 3600)]


def test_after_about_a_week_it_is_given_up() -> None:
    waits = [decide(POLICY, earlier, NOON, None, 0) for earlier in range(POLICY.tries)]
    assert waits[-1] == GiveUp(POLICY.tries)
    assert timedelta(days=6.5) < sum_of(waits[:-1]) < timedelta(days=7.5)


def sum_of(waits: list[WaitUntil | GiveUp]) -> timedelta:
    return sum((wait.moment - NOON for wait in waits if isinstance(wait, WaitUntil)), timedelta())


def test_the_whole_of_the_jitter_takes_half_the_wait_and_half_of_it_a_quarter() -> None:
    assert decide(POLICY, 2, NOON, None, 1) == WaitUntil(NOON + 60 * SECOND)
    assert decide(POLICY, 2, NOON, None, 0.5) == WaitUntil(NOON + 90 * SECOND)


@settings(deadline=None)
@given(earlier=st.integers(0, 10**6), jitter=st.floats(0, 1))
def test_jitter_shortens_a_wait_by_a_half_at_most(earlier: int, jitter: float) -> None:
    patient = Policy(tries=10**7)
    longest = decide(patient, earlier, NOON, None, 0)
    decision = decide(patient, earlier, NOON, None, jitter)
    assert isinstance(longest, WaitUntil)
    assert isinstance(decision, WaitUntil)
    assert (longest.moment - NOON) / 2 <= decision.moment - NOON <= longest.moment - NOON


@settings(deadline=None)
@given(earlier=st.integers(0, 10**6), asked=st.timedeltas(timedelta(), POLICY.longest_asked), jitter=st.floats(0, 1))
def test_a_wait_that_was_asked_for_is_kept_exactly_and_is_no_reason_to_give_up(
    earlier: int, asked: timedelta, jitter: float
) -> None:
    assert decide(POLICY, earlier, NOON, asked, jitter) == WaitUntil(NOON + asked)


def test_an_absurd_wait_is_bounded_by_a_day_and_a_negative_one_by_now() -> None:
    assert decide(POLICY, 0, NOON, timedelta(days=999), 0) == WaitUntil(NOON + timedelta(days=1))
    assert decide(POLICY, 0, NOON, timedelta(days=-1), 0) == WaitUntil(NOON)
