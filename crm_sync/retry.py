"""When a failed delivery is tried again. Pure: a decision as data, no clock, no dice."""

from datetime import datetime, timedelta

import msgspec


class Policy(msgspec.Struct, frozen=True):
    """How patient we are: as set, about a week of hourly tries, so that a CRM may be down over a holiday.

    ``longest_asked`` bounds what a CRM may ask for, so that one absurd answer does not stop the sync for ever.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    tries: int = 175
    longest_asked: timedelta = timedelta(days=1)


class WaitUntil(msgspec.Struct, frozen=True):
    """Try again at ``moment`` or later."""

    moment: datetime


class GiveUp(msgspec.Struct, frozen=True):
    """It failed ``tries`` times; staff must look at it."""

    tries: int


RetryDecision = WaitUntil | GiveUp


def decide(policy: Policy, earlier: int, now: datetime, asked: timedelta | None, jitter: float) -> RetryDecision:
    """What to do after a failure that followed ``earlier`` other ones.

    A wait that the CRM asked for is kept exactly, and never makes us give up. Our own wait doubles each time up to
    the longest one, and is shortened by up to a half by ``jitter`` (0 to 1), so that not all come back at once.
    """
    if asked is not None:
        return WaitUntil(now + bounded(policy, asked))
    if earlier + 1 >= policy.tries:
        return GiveUp(earlier + 1)
    # Twenty doublings are more than any policy's longest wait, and far from what a timedelta can hold.
    wait = min(policy.longest, policy.first * 2 ** min(earlier, 20))
    return WaitUntil(now + wait * (1 - jitter / 2))


def bounded(policy: Policy, asked: timedelta) -> timedelta:
    """The wait that a CRM asked for, neither negative nor absurd."""
    return min(max(asked, timedelta()), policy.longest_asked)
