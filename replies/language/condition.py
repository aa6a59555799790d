"""What must be so besides for a rule to answer, as frozen data. Days, hours and dates are those of the shop's zone."""

from datetime import date

from replies.language.part import Part


class Hours(Part, frozen=True):
    """On these weekdays (0 is Monday) from ``opens`` until before ``closes``, in minutes of the day.

    Where ``closes`` is not after ``opens``, it is that of the next day.
    """

    days: tuple[int, ...]
    opens: int
    closes: int


class Dates(Part, frozen=True):
    """From ``first`` to ``last``, both included; None is no bound."""

    first: date | None = None
    last: date | None = None


class Share(Part, frozen=True):
    """The contacts whose place in ``test``, a percentage that never changes, is from ``first`` to below ``last``."""

    test: str
    first: int
    last: int


class OnlyIf(Part, frozen=True, kw_only=True):
    """Each of these that is set must hold; of several values in one, any.

    ``sources`` are scenes (whole, or a prefix that ends in ``*``) that the contact first came from. ``points`` is a
    least number. ``first_message_in`` asks, in hours, that the person has not written for so long. ``moods`` are those
    of the contact's last judged text.
    """

    hours: tuple[Hours, ...] = ()
    dates: tuple[Dates, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    points: int | None = None
    has_coupon: bool | None = None
    first_message_in: int | None = None
    moods: tuple[str, ...] = ()
    share: Share | None = None


ALWAYS = OnlyIf()
"""Asks nothing."""
