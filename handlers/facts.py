"""The facts that an answer tells, and no others: each is looked up only when the answer names it."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from handlers.nearby import nearest, say_distance
from handlers.situation import Situation
from loyalty.codes import show_code
from loyalty.coupons import held_by
from loyalty.model import Coupon
from loyalty.moments import say_day
from loyalty.points import balance
from records.accounts import stores_of
from replies.answers.facts import facts_used, quoted
from replies.answers.reply import Reply

OF_ONE_COUPON = frozenset({"coupon_code", "coupon_name", "coupon_expires", "coupon_stores"})
OF_COUPONS = OF_ONE_COUPON | {"coupons"}
OF_THE_NEAREST_STORE = frozenset({"store_name", "store_distance"})


def gather(connection: Connection, say: Reply, situation: Situation, given: Coupon | None) -> Mapping[str, str]:
    """The facts that ``say`` tells to a contact. The coupon is the one just given, else the next to expire."""
    named = facts_used(say)
    if not named:
        return {}
    facts = {**situation.shop_facts, **{name: quoted(written) for name, written in situation.told.items()}}
    wanted = named - facts.keys()
    if "nickname" in wanted:
        facts["nickname"] = situation.contact.nickname
    if "points" in wanted:
        facts["points"] = str(balance(connection, situation.contact.id))
    if wanted & OF_COUPONS:
        facts |= _coupon_facts(given, held_by(connection, situation.contact.id, situation.now), situation.zone)
    if wanted & OF_THE_NEAREST_STORE:
        facts |= _store_facts(connection, situation)
    return facts


def _store_facts(connection: Connection, situation: Situation) -> dict[str, str]:
    place = situation.message.place
    found = place and nearest(place, stores_of(connection, situation.contact.account_id))
    return {"store_name": found.store.name, "store_distance": say_distance(found.metres)} if found else {}


def _coupon_facts(given: Coupon | None, held: Sequence[Coupon], zone: ZoneInfo) -> dict[str, str]:
    told = given or next(iter(held), None)
    return {"coupons": "\n".join(_line(coupon, zone) for coupon in held), **(_one_coupon(told, zone) if told else {})}


def _one_coupon(coupon: Coupon, zone: ZoneInfo) -> dict[str, str]:
    return {
        "coupon_code": show_code(coupon.code),
        "coupon_name": coupon.name,
        "coupon_expires": say_day(coupon.expires_at, zone)[0],
        "coupon_stores": "、".join(coupon.store_names),
    }


def _line(coupon: Coupon, zone: ZoneInfo) -> str:
    return f"{coupon.name}  {show_code(coupon.code)}  {say_day(coupon.expires_at, zone)[0]}前有效"
