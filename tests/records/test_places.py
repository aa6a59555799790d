"""Places: how far apart they are, and how staff write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.message import Place
from records.places import BadPlace, metres_between, read_place

anywhere = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


def test_a_degree_along_a_meridian_is_111_kilometres() -> None:
    assert metres_between(Place(31, 121), Place(32, 121)) == pytest.approx(111_195, abs=1)


def test_a_degree_along_a_parallel_shrinks_towards_the_pole() -> None:
    at_the_equator = metres_between(Place(0, 121), Place(0, 122))
    assert metres_between(Place(60, 121), Place(60, 122)) == pytest.approx(at_the_equator / 2, rel=1e-4)


@given(anywhere, anywhere)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_way_round(here: Place, there: Place) -> None:
    metres = metres_between(here, there)
    assert metres == pytest.approx(metres_between(there, here), abs=0.01)
    assert 0 <= metres <= math.pi * 6_371_009


@pytest.mark.parametrize("written", ["31.2304,121.4737", " 31.2304 , 121.4737 ", "31.2304，121.4737"])
def test_a_place_is_written_latitude_first(written: str) -> None:
    assert read_place(written) == Place(31.2304, 121.4737)


def test_a_shop_abroad_has_a_place_too() -> None:
    assert read_place("-33.8688,151.2093") == Place(-33.8688, 151.2093)
    assert read_place("40.7128,-74.006") == Place(40.7128, -74.006)


# 乌鲁木齐 lies so far west that its longitude would pass for a latitude.
@pytest.mark.parametrize(("written", "meant"), [("121.4737,31.2304", "31.2304,121.4737"), ("87.6,43.8", "43.8,87.6")])
def test_who_swaps_latitude_and_longitude_is_told_so(written: str, meant: str) -> None:
    with pytest.raises(BadPlace, match=f"swapped: did you mean {meant}"):
        read_place(written)


@pytest.mark.parametrize("written", ["", "31.2304", "31.2304,", "1,2,3", "here,there", "31°14′N,121°28′E"])
def test_what_is_no_place_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(BadPlace, match=r"like 31\.2304,121\.4737"):
        read_place(written)


@pytest.mark.parametrize("written", ["nan,nan", "inf,121", "31,181", "-91,0", "200,300"])
def test_what_lies_on_no_map_is_refused(written: str) -> None:
    with pytest.raises(BadPlace, match="nowhere"):
        read_place(written)
