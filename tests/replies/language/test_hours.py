"""Hours as staff write them, in any of the ways that people do."""

import pytest

from replies.language.condition import Hours
from replies.language.hours import plain_hours, read_hours

NINE, SIX = 9 * 60, 18 * 60
EVERY = tuple(range(7))


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("09:00–18:00", Hours(EVERY, NINE, SIX)),
        ("每天 9:00-18:00", Hours(EVERY, NINE, SIX)),
        ("工作日 9：00～18：00", Hours((0, 1, 2, 3, 4), NINE, SIX)),
        ("周末9:00至18:00", Hours((5, 6), NINE, SIX)),
        ("周一至周五 09:00 – 18:00", Hours((0, 1, 2, 3, 4), NINE, SIX)),
        ("星期六-星期天 09:00~18:00", Hours((5, 6), NINE, SIX)),
        ("周一、周三 09:00–18:00", Hours((0, 2), NINE, SIX)),
        ("周一、三、五 09:00–18:00", Hours((0, 2, 4), NINE, SIX)),
        ("周五至周一 09:00–18:00", Hours((0, 4, 5, 6), NINE, SIX)),
        ("周三、周末 09:00–18:00", Hours((2, 5, 6), NINE, SIX)),
        ("周日 22:00–02:00", Hours((6,), 22 * 60, 2 * 60)),
        ("18:00–24:00", Hours(EVERY, SIX, 0)),
    ],
)
def test_hours_are_read(written: str, hours: Hours) -> None:
    assert read_hours(written, "only_if.hours") == hours
    assert read_hours(plain_hours(hours), "only_if.hours") == hours


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (Hours(EVERY, NINE, 0), "每天 09:00–24:00"),
        (Hours((0, 1, 2, 3, 4), 0, 30), "工作日 00:00–00:30"),
        (Hours((1, 2, 3), NINE, SIX), "周二至周四 09:00–18:00"),
        (Hours((5, 6), NINE, SIX), "周末 09:00–18:00"),
        (Hours((0, 1), NINE, SIX), "周一、周二 09:00–18:00"),
        (Hours((0, 2, 6), NINE, SIX), "周一、周三、周日 09:00–18:00"),
    ],
)
def test_hours_are_written_as_people_say_them(hours: Hours, written: str) -> None:
    assert plain_hours(hours) == written
