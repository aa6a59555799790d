"""The stores around a place that somebody sent: plain data in, plain data out."""

from collections.abc import Iterable, Mapping

import msgspec

from records.accounts import Store
from records.message import Place
from records.places import metres_between

KILOMETRE = 1_000


class Nearby(msgspec.Struct, frozen=True):
    """A store, and how many metres away it is."""

    store: Store
    metres: float


def nearest(place: Place, stores: Iterable[Store]) -> Nearby | None:
    """The store that is nearest to a place, None where no store has a place."""
    return min(_around(place, stores), key=lambda each: each.metres, default=None)


def distances(place: Place, stores: Iterable[Store]) -> Mapping[str, float]:
    """The metres to each store that has a place, by the store's id."""
    return {each.store.id: each.metres for each in _around(place, stores)}


def say_distance(metres: float) -> str:
    """Metres as people say them: 800 米, 2.3 公里, 120 公里."""
    tens = max(10, round(metres / 10) * 10)
    if tens < KILOMETRE:
        return f"{tens} 米"
    kilometres = metres / KILOMETRE
    return f"{kilometres:.1f} 公里" if kilometres < 9.95 else f"{kilometres:.0f} 公里"


def _around(place: Place, stores: Iterable[Store]) -> list[Nearby]:
    return [Nearby(store, metres_between(place, store.place)) for store in stores if store.place]
