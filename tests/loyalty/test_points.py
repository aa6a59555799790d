"""Points add up, always."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from loyalty.check import violations
from loyalty.points import AMOUNT_LIMIT, balance, earn
from loyalty.refusals import BadAmount, NotEnoughPoints, SourceReused
from records.database import reading, writing
from records.tables import ledger_entries, outbox
from tests.factories import NOON
from tests.loyalty.conftest import Shop


def test_whoever_has_earned_nothing_has_nothing(sqlite_shop: Shop) -> None:
    with reading(sqlite_shop.engine) as connection:
        assert balance(connection, sqlite_shop.lin) == 0


def test_what_is_earned_is_kept_with_its_reason_and_announced(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        assert earn(connection, shop.lin, 20, "关注有礼", "touchpoint:a", NOON) == 20
        assert earn(connection, shop.lin, -5, "更正", "touchpoint:b", NOON + timedelta(days=1)) == 15
    with reading(shop.engine) as connection:
        assert balance(connection, shop.lin) == 15
        assert balance(connection, shop.wang) == 0
        kept = connection.execute(select(ledger_entries.c.points, ledger_entries.c.reason)).all()
        assert kept == [(20, "关注有礼"), (-5, "更正")]
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 2
        assert violations(connection) == []


def test_the_same_source_never_counts_twice(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        earn(connection, shop.lin, 20, "关注有礼", "touchpoint:a", NOON)
        earn(connection, shop.lin, -20, "更正", "touchpoint:b", NOON)
        assert earn(connection, shop.lin, 20, "关注有礼", "touchpoint:a", NOON) == 0
        assert earn(connection, shop.lin, -20, "更正", "touchpoint:b", NOON) == 0
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 2
        assert violations(connection) == []


def test_a_source_that_counted_for_another_person_or_amount_is_refused(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        earn(connection, sqlite_shop.lin, 20, "关注有礼", "touchpoint:a", NOON)
        for person, points in ((sqlite_shop.wang, 20), (sqlite_shop.lin, 21)):
            with pytest.raises(SourceReused, match="touchpoint:a"):
                earn(connection, person, points, "关注有礼", "touchpoint:a", NOON)
        assert balance(connection, sqlite_shop.lin) == 20
        assert violations(connection) == []


def test_a_balance_never_falls_below_nothing(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        earn(connection, shop.lin, 20, "关注有礼", "touchpoint:a", NOON)
        with pytest.raises(NotEnoughPoints, match="现在有 20 分"):
            earn(connection, shop.lin, -21, "更正", "touchpoint:b", NOON)
        assert earn(connection, shop.lin, -20, "更正", "touchpoint:b", NOON) == 0
        assert violations(connection) == []


@pytest.mark.parametrize("points", [0, AMOUNT_LIMIT + 1, -AMOUNT_LIMIT - 1, 2**63, True, False, 1.5, 1.0, "１０", None])
def test_what_is_no_amount_is_refused_and_leaves_no_trace(sqlite_shop: Shop, points: object) -> None:
    with writing(sqlite_shop.engine) as connection:
        with pytest.raises(BadAmount, match="1,000,000"):
            earn(connection, sqlite_shop.lin, points, "关注有礼", "touchpoint:a", NOON)  # type: ignore[arg-type]
        assert balance(connection, sqlite_shop.lin) == 0


def test_a_million_points_at_a_time_can_be_given_and_taken_back(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        assert earn(connection, sqlite_shop.lin, AMOUNT_LIMIT, "抽奖", "touchpoint:a", NOON) == 1_000_000
        assert earn(connection, sqlite_shop.lin, -AMOUNT_LIMIT, "更正", "touchpoint:b", NOON) == 0


@pytest.mark.parametrize(("reason", "source"), [("", "touchpoint:a"), ("关注有礼", " ")])
def test_an_entry_without_reason_or_source_is_a_mistake_of_the_caller(
    sqlite_shop: Shop, reason: str, source: str
) -> None:
    with writing(sqlite_shop.engine) as connection, pytest.raises(ValueError, match="names its reason"):
        earn(connection, sqlite_shop.lin, 1, reason, source, NOON)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-60, 60).filter(bool), st.integers(0, 5)), max_size=12))
def test_the_balance_is_what_the_accepted_entries_add_up_to(sqlite_shop: Shop, tries: list[tuple[int, int]]) -> None:
    counted: dict[int, int] = {}
    with sqlite_shop.engine.connect() as connection, connection.begin() as transaction:
        for points, source in tries:
            before = balance(connection, sqlite_shop.lin)
            try:
                after = earn(connection, sqlite_shop.lin, points, "买单", f"order:{source}", NOON)
            except (NotEnoughPoints, SourceReused):
                after = before
            else:
                counted.setdefault(source, points)
            assert after == balance(connection, sqlite_shop.lin) == sum(counted.values()) >= 0
        assert violations(connection) == []
        transaction.rollback()
