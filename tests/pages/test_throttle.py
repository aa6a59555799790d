"""The throttle of wrong passwords."""

from datetime import timedelta

import pytest

from app.throttle import WINDOW, Limit, Throttle, TooManyAttempts
from tests.factories import NOON

WANG = Limit("wang", 1)
SHOP = Limit("shop", 1)


def test_a_key_is_heard_up_to_its_limit_in_a_quarter_of_an_hour() -> None:
    throttle = Throttle()
    for minute in range(3):
        throttle.count([Limit("wang", 3)], NOON + timedelta(minutes=minute))
    with pytest.raises(TooManyAttempts) as refusal:
        throttle.count([Limit("wang", 3)], NOON + timedelta(minutes=5))
    assert refusal.value.wait == timedelta(minutes=10)
    throttle.count([Limit("wang", 3)], NOON + WINDOW)


def test_a_refused_attempt_is_not_counted_for_the_other_keys() -> None:
    throttle = Throttle()
    throttle.count([WANG], NOON)
    with pytest.raises(TooManyAttempts):
        throttle.count([SHOP, WANG], NOON)
    throttle.count([SHOP], NOON)


def test_a_right_password_takes_its_attempt_back() -> None:
    throttle = Throttle()
    for _ in range(100):
        throttle.count([WANG, SHOP], NOON)
        throttle.take_back([WANG, SHOP])


def test_forgiving_forgets_the_wrong_ones_before() -> None:
    throttle = Throttle()
    throttle.count([WANG], NOON)
    throttle.forgive(WANG)
    throttle.forgive(Limit("nobody", 1))
    throttle.count([WANG], NOON)


def test_it_remembers_no_more_than_it_has_room_for() -> None:
    throttle = Throttle(capacity=2)
    for key in ("wang", "li", "boss"):
        throttle.count([Limit(key, 1)], NOON)
    throttle.count([WANG], NOON)
    with pytest.raises(TooManyAttempts):
        throttle.count([Limit("boss", 1)], NOON)
