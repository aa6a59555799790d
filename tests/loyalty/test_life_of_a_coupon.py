"""Whatever order things happen in, at whatever time, the books agree."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from loyalty.check import violations
from loyalty.coupons import held_by, issue
from loyalty.model import Coupon, Redemption
from loyalty.redemptions import look_up, redeem, undo
from loyalty.refusals import Refusal
from loyalty.rewards import FOLLOW, give_coupon_once
from tests.factories import NOON, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop


class Step(msgspec.Struct, frozen=True):
    """Something that somebody does a while after the step before; ``which`` picks among what there is."""

    deed: str
    which: int
    wait: timedelta


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["issue", "follow", "redeem", "redeem", "undo", "undo"]),
        st.integers(0, 3),
        st.sampled_from([timedelta(0), timedelta(minutes=4), timedelta(minutes=10), timedelta(hours=9)]),
    ),
    max_size=20,
)


class Life(msgspec.Struct, frozen=True):
    """What was issued and redeemed so far, and ways to go on."""

    shop: Shop
    connection: Connection
    issued: list[Coupon]
    redeemed: list[Redemption]

    def go_through(self, steps: Sequence[Step]) -> Iterator[datetime]:
        """Take each step from noon on, as far as the shop does not refuse it; the moment after each."""
        now = NOON
        for step in steps:
            now += step.wait
            with suppress(Refusal):
                self.take(step, now)
            yield now

    def take(self, step: Step, now: datetime) -> None:
        person = (self.shop.lin, self.shop.wang)[step.which % 2]
        place = ("riverside", "westside")[step.which // 2]
        match step.deed:
            case "issue":
                kind_id = ("one-day", "bound")[step.which % 2]
                self.issued.append(issue(self.connection, "main", person, kind_id, now, SHANGHAI))
            case "follow":
                reward = give_coupon_once(self.connection, person, "main", "one-day", FOLLOW, now, SHANGHAI)
                self.issued.append(reward)
            case "redeem" if self.issued:
                code = self.issued[step.which % len(self.issued)].code
                self.redeemed.append(redeem(self.connection, "main", code, place, person, now))
            case "undo" if self.redeemed:
                redemption = self.redeemed[-1 - step.which % len(self.redeemed)]
                undo(self.connection, "main", redemption.id, person, now)


@contextmanager
def a_life(shop: Shop) -> Iterator[Life]:
    """A life that begins in the shop with two kinds of coupon, and of which nothing is left after the block."""
    with shop.engine.connect() as connection, connection.begin() as transaction:
        make_coupon_kind(connection, "one-day", stock=3, valid_days=1)
        make_coupon_kind(connection, "bound", store_ids=("riverside",), valid_days=2)
        yield Life(shop, connection, [], [])
        transaction.rollback()


whatever_happens = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@whatever_happens
@given(STEPS)
def test_no_order_of_events_at_any_time_makes_the_books_disagree(sqlite_shop: Shop, steps: list[Step]) -> None:
    with a_life(sqlite_shop) as life:
        for _ in life.go_through(steps):
            assert violations(life.connection) == []


@whatever_happens
@given(STEPS)
def test_what_the_till_shows_is_what_it_then_does(sqlite_shop: Shop, steps: list[Step]) -> None:
    with a_life(sqlite_shop) as life:
        connection = life.connection
        *_, now = (NOON, *life.go_through(steps))
        held = {each.id for person in (sqlite_shop.lin, sqlite_shop.wang) for each in held_by(connection, person, now)}
        for coupon in life.issued:
            shown = look_up(connection, "main", coupon.code, "riverside", now)
            assert (coupon.id in held) == (shown.refusal is None)
            if shown.refusal is None:
                redeem(connection, "main", coupon.code, "riverside", "小周", now)
            else:
                with pytest.raises(type(shown.refusal)) as refused:
                    redeem(connection, "main", coupon.code, "riverside", "小周", now)
                assert refused.value.say(SHANGHAI) == shown.refusal.say(SHANGHAI)
        assert violations(connection) == []
