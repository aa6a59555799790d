"""What we know of the contacts that are to be sent."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, func, select

from records.fields import fields_of
from records.tables import contact_tags, contacts, coupons, identities, point_balances


class Identity(msgspec.Struct, frozen=True):
    """Who a contact is on one account."""

    account: str
    openid: str
    unionid: str | None
    following: bool
    first_followed_at: datetime | None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A contact with all that a CRM may be told of them. Moments are aware and in UTC.

    ``coupons_held`` counts those that could be redeemed now, ``coupons_redeemed`` those that were.
    ``identities`` are in the order in which we met them; ``tags`` are sorted, and so are the shop's own ``fields``.
    """

    id: str
    nickname: str
    phone: str | None
    source_scene: str | None
    source_key: str | None
    source_at: datetime | None
    mood: str | None
    mood_score: float | None
    mood_at: datetime | None
    last_touch_at: datetime | None
    created_at: datetime
    points: int
    coupons_held: int
    coupons_redeemed: int
    identities: tuple[Identity, ...] = ()
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}

    @property
    def following(self) -> bool:
        """Whether they follow any of our accounts."""
        return any(identity.following for identity in self.identities)

    @property
    def openid(self) -> str | None:
        """Their id on the account where we met them first."""
        return next((identity.openid for identity in self.identities), None)

    @property
    def unionid(self) -> str | None:
        """The channel's id of them across accounts, where it told us."""
        return next((identity.unionid for identity in self.identities if identity.unionid), None)

    @property
    def first_followed_at(self) -> datetime | None:
        """When they first followed any of our accounts."""
        moments = (identity.first_followed_at for identity in self.identities)
        return min((moment for moment in moments if moment), default=None)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Each identity as ``account:openid``."""
        return tuple(f"{identity.account}:{identity.openid}" for identity in self.identities)


def profiles(connection: Connection, contact_ids: Collection[str], now: datetime) -> dict[str, Profile]:
    """The profile of each contact that still exists, by id: four queries, however many there are."""
    known: dict[str, list[Identity]] = defaultdict(list)
    for contact_id, *identity in connection.execute(_identities(contact_ids)):
        known[contact_id].append(Identity(*identity))
    tags: dict[str, list[str]] = defaultdict(list)
    for contact_id, tag in connection.execute(_tags(contact_ids)):
        tags[contact_id].append(tag)
    fields = fields_of(connection, contact_ids)
    return {
        row["id"]: Profile(
            **row,
            identities=tuple(known[row["id"]]),
            tags=tuple(sorted(tags[row["id"]])),
            fields=fields.get(row["id"], {}),
        )
        for row in connection.execute(_people(contact_ids, now)).mappings()
    }


def _people(contact_ids: Collection[str], now: datetime) -> Select[Any]:
    return (
        select(
            contacts.c.id,
            contacts.c.nickname,
            contacts.c.phone,
            contacts.c.source_scene,
            contacts.c.source_key,
            contacts.c.source_at,
            contacts.c.mood,
            contacts.c.mood_score,
            contacts.c.mood_at,
            contacts.c.last_touch_at,
            contacts.c.created_at,
            func.coalesce(point_balances.c.balance, 0).label("points"),
            _coupons((coupons.c.state == "issued") & (coupons.c.expires_at >= now)).label("coupons_held"),
            _coupons(coupons.c.state == "redeemed").label("coupons_redeemed"),
        )
        .join(point_balances, point_balances.c.contact_id == contacts.c.id, isouter=True)
        .where(contacts.c.id.in_(contact_ids))
    )


def _coupons(which: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(coupons).where(coupons.c.contact_id == contacts.c.id, which)
    return counted.correlate(contacts).scalar_subquery()


def _identities(contact_ids: Collection[str]) -> Select[Any]:
    return (
        select(
            identities.c.contact_id,
            identities.c.account_id,
            identities.c.openid,
            identities.c.unionid,
            identities.c.following,
            identities.c.first_followed_at,
        )
        .where(identities.c.contact_id.in_(contact_ids))
        .order_by(identities.c.created_at, identities.c.account_id, identities.c.openid)
    )


def _tags(contact_ids: Collection[str]) -> Select[Any]:
    return select(contact_tags.c.contact_id, contact_tags.c.tag).where(contact_tags.c.contact_id.in_(contact_ids))
