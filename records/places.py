"""Places: how far apart two points are, and how a point is written.

Latitude and longitude are degrees, north and east. They are compared with what customers send, so a store's must come
from the same map. WeChat's pages name no datum of a location message. Developers who compared found GCJ-02, the map of
Tencent and Amap, and WGS-84, raw from the GPS, for the position that a phone reports by itself (accounts of third
parties, unverified). So read a store's place on Tencent's or Amap's map, or take it from a location sent from the store
itself. The degrees of a GPS, or of Baidu's map, lie some hundred metres beside it.
"""

from math import asin, cos, radians, sin, sqrt

from records.message import Place

EARTH = 6_371_008.8
"""The mean radius of the earth, in metres."""
CHINA = (Place(3.0, 73.0), Place(54.0, 136.0))
"""A box around it: its corners in the south-west and the north-east."""


class BadPlace(Exception):
    """What was written is no place; the text says why, and what to write."""


def metres_between(here: Place, there: Place) -> float:
    """The distance along the great circle."""
    latitudes = radians(here.latitude), radians(there.latitude)
    north = sin((latitudes[1] - latitudes[0]) / 2)
    east = sin(radians(there.longitude - here.longitude) / 2)
    return 2 * EARTH * asin(min(1.0, sqrt(north**2 + cos(latitudes[0]) * cos(latitudes[1]) * east**2)))


def read_place(written: str) -> Place:
    """The place in a text such as ``31.2304,121.4737``: latitude first. Raises ``BadPlace``."""
    try:
        latitude, longitude = (float(part) for part in written.replace("，", ",").split(","))
    except ValueError as error:
        raise BadPlace(
            f"{written!r} is no place: write latitude and longitude in degrees, like 31.2304,121.4737"
        ) from error
    place, turned = Place(latitude, longitude), Place(longitude, latitude)
    if _is_in_china(turned) and not _is_in_china(place):
        raise BadPlace(f"latitude and longitude are swapped: did you mean {longitude},{latitude}?")
    if not _is_on_earth(place):
        raise BadPlace(f"{written!r} is nowhere: a latitude lies within ±90 and a longitude within ±180 degrees")
    return place


def _is_on_earth(place: Place) -> bool:
    return -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180


def _is_in_china(place: Place) -> bool:
    south_west, north_east = CHINA
    return (
        south_west.latitude <= place.latitude <= north_east.latitude
        and south_west.longitude <= place.longitude <= north_east.longitude
    )
