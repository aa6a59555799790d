"""A coupon's last day ends when the shop's does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.moments import end_of_validity, say_day, say_moment
from tests.loyalty.conftest import SHANGHAI


@pytest.mark.parametrize(
    ("issued", "days", "last"),
    [
        ("2026-01-01T12:00+08:00", 30, "2026-01-31T23:59:59.999999+08:00"),
        ("2026-01-01T23:59:59.999999+08:00", 1, "2026-01-02T23:59:59.999999+08:00"),
        ("2026-01-02T00:00+08:00", 1, "2026-01-03T23:59:59.999999+08:00"),
        ("2028-02-28T12:00+08:00", 1, "2028-02-29T23:59:59.999999+08:00"),
        ("2028-02-29T12:00+08:00", 365, "2029-02-28T23:59:59.999999+08:00"),
        ("2026-02-28T12:00+08:00", 1, "2026-03-01T23:59:59.999999+08:00"),
    ],
)
def test_validity_ends_with_the_day_in_the_shop_also_when_the_server_lives_in_utc(
    issued: str, days: int, last: str
) -> None:
    end = end_of_validity(datetime.fromisoformat(issued).astimezone(UTC), days, SHANGHAI)
    assert end == datetime.fromisoformat(last)
    assert end.tzinfo is UTC


def test_a_day_that_has_its_last_hour_twice_ends_with_the_second_one() -> None:
    issued = datetime(2026, 10, 23, 12, tzinfo=UTC)
    end = end_of_validity(issued, 1, ZoneInfo("Asia/Beirut"))
    assert end == datetime(2026, 10, 24, 21, 59, 59, 999_999, tzinfo=UTC)


@settings(deadline=None, max_examples=100)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 3650),
    st.sampled_from(["Asia/Shanghai", "UTC", "Asia/Urumqi", "Europe/Berlin", "America/Havana", "Pacific/Apia"]),
)
def test_the_next_microsecond_is_another_day_in_every_zone(issued: datetime, days: int, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    end = end_of_validity(issued, days, zone)
    last_day = issued.astimezone(zone).date() + timedelta(days=days)
    assert end.astimezone(zone).date() == last_day
    assert (end + timedelta(microseconds=1)).astimezone(zone).date() > last_day


def test_moments_and_days_are_said_in_the_shops_time_and_in_both_languages() -> None:
    late = datetime(2026, 1, 31, 16, 5, tzinfo=UTC)
    assert say_moment(late, SHANGHAI) == ("2026年2月1日 00:05", "2026-02-01 00:05")
    assert say_day(late, SHANGHAI) == ("2026年2月1日", "2026-02-01")
