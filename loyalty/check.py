"""What must always be true of points, coupons and rewards, asked of SQL."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, union_all

from loyalty.model import CouponState
from loyalty.rewards import COUPON, POINTS
from records.tables import coupon_kinds, coupons, ledger_entries, point_balances, redemptions, rewards


def violations(connection: Connection) -> list[str]:
    """A sentence for each thing that is wrong; none when all is well. Reads all of it: not for the hot path."""
    return [
        f"{complaint}: {' '.join(map(str, row))}"
        for complaint, query in _CHECKS.items()
        for row in connection.execute(query)
    ]


def _unequal_balances() -> Select[*tuple[Any, ...]]:
    both = union_all(
        select(ledger_entries.c.contact_id, ledger_entries.c.points),
        select(point_balances.c.contact_id, -point_balances.c.balance),
    ).subquery()
    return select(both.c.contact_id).group_by(both.c.contact_id).having(func.sum(both.c.points) != 0)


def _disagreeing_coupons() -> Select[*tuple[Any, ...]]:
    standing = and_(redemptions.c.coupon_id == coupons.c.id, redemptions.c.undone_at.is_(None))
    count = func.count(redemptions.c.id)
    return (
        select(coupons.c.id, coupons.c.state, count)
        .outerjoin(redemptions, standing)
        .group_by(coupons.c.id, coupons.c.state)
        .having(
            or_(
                and_(coupons.c.state == CouponState.REDEEMED.value, count != 1),
                and_(coupons.c.state == CouponState.ISSUED.value, count != 0),
            )
        )
    )


def _redeemed_too_late() -> Select[*tuple[Any, ...]]:
    late = redemptions.c.redeemed_at > coupons.c.expires_at
    return select(redemptions.c.id).join(coupons, coupons.c.id == redemptions.c.coupon_id).where(late)


def _miscounted_kinds() -> Select[*tuple[Any, ...]]:
    of_kind = and_(coupons.c.account_id == coupon_kinds.c.account_id, coupons.c.kind_id == coupon_kinds.c.id)
    count = func.count(coupons.c.id)
    kind = (coupon_kinds.c.account_id, coupon_kinds.c.id, coupon_kinds.c.issued, coupon_kinds.c.stock)
    return (
        select(*kind, count)
        .outerjoin(coupons, of_kind)
        .group_by(*kind)
        .having(or_(count != coupon_kinds.c.issued, coupon_kinds.c.issued > coupon_kinds.c.stock))
    )


def _empty_rewards() -> Select[*tuple[Any, ...]]:
    theirs = and_(coupons.c.id == rewards.c.coupon_id, coupons.c.contact_id == rewards.c.contact_id)
    of_coupons = select(rewards.c.contact_id, rewards.c.rule).where(rewards.c.subject == COUPON)
    return of_coupons.outerjoin_from(rewards, coupons, theirs).where(coupons.c.id.is_(None))


def _unpaid_rewards() -> Select[*tuple[Any, ...]]:
    paid = ledger_entries.c.source == rewards.c.rule + ":" + rewards.c.contact_id
    of_points = select(rewards.c.contact_id, rewards.c.rule).where(rewards.c.subject == POINTS)
    return of_points.outerjoin_from(rewards, ledger_entries, paid).where(ledger_entries.c.id.is_(None))


_CHECKS: Mapping[str, Select[*tuple[Any, ...]]] = {
    "a balance is not the sum of its entries": _unequal_balances(),
    "a balance is negative": select(point_balances.c.contact_id).where(point_balances.c.balance < 0),
    "a coupon's state and its standing redemptions disagree": _disagreeing_coupons(),
    "a coupon was redeemed after it had expired": _redeemed_too_late(),
    "a kind's count is not the number of its coupons, or exceeds its stock": _miscounted_kinds(),
    "a reward came without a coupon of the same person": _empty_rewards(),
    "a reward of points came without its entry": _unpaid_rewards(),
}
