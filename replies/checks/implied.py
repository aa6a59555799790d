"""Whether one condition asks no more than another."""

from collections.abc import Collection

from replies.language.condition import Dates, OnlyIf, Share


def implies(strict: OnlyIf, loose: OnlyIf) -> bool:
    """Whether ``loose`` surely holds whenever ``strict`` does. False where that is not plain to see.

    ``has_coupon`` is left out: whoever asks weighs its two cases.
    """
    return (
        _any_of(strict.hours, loose.hours)
        and _dates(strict.dates, loose.dates)
        and _any_of(strict.tags, loose.tags)
        and set(loose.without_tags) <= set(strict.without_tags)
        and _any_of(strict.tiers, loose.tiers)
        and _any_of(strict.sources, loose.sources)
        and _at_least(strict.points, loose.points)
        and _at_least(strict.first_message_in, loose.first_message_in)
        and _any_of(strict.moods, loose.moods)
        and _share(strict.share, loose.share)
    )


def _any_of(strict: Collection[object], loose: Collection[object]) -> bool:
    return not loose or (bool(strict) and set(strict) <= set(loose))


def _at_least(strict: int | None, loose: int | None) -> bool:
    return loose is None or (strict is not None and strict >= loose)


def _dates(strict: tuple[Dates, ...], loose: tuple[Dates, ...]) -> bool:
    return not loose or (bool(strict) and all(any(_within(one, other) for other in loose) for one in strict))


def _within(inner: Dates, outer: Dates) -> bool:
    begins = outer.first is None or (inner.first is not None and inner.first >= outer.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return begins and ends


def _share(strict: Share | None, loose: Share | None) -> bool:
    if loose is None:
        return True
    return (
        strict is not None and strict.test == loose.test and loose.first <= strict.first and strict.last <= loose.last
    )
