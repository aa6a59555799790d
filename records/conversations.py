"""What people said to an account lately, and who they are, read for many at once."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, FromClause, Select, bindparam, desc, select

from records.bulk import TextList, one_of
from records.message import SAID, Kind
from records.tables import contact_tags, contacts, identities, touchpoints
from records.touchpoints import ANSWER

ASKING = SAID | {
    Kind.FOLLOW,
    Kind.SCAN,
    Kind.MENU_CLICK,
    Kind.MENU_SCAN,
    Kind.MENU_SCAN_WAITING,
    Kind.MENU_PICTURE,
    Kind.MENU_LOCATION,
}
"""What a script may answer."""
TOUCHES = 500_000
"""How far back the messages of a quiet account are looked for among the busy ones."""


class Heard(msgspec.Struct, frozen=True):
    """Something that a person said or did. ``occurred_at`` is in UTC.

    ``rule``, ``matched_by`` and ``script_version`` tell what answered; of what was answered before ``matched_by`` was
    kept, the rule is told and how it was found is not.
    """

    key: str
    contact_id: str
    kind: Kind
    text: str
    subject: str
    occurred_at: datetime
    rule: str | None = None
    matched_by: str | None = None
    script_version: int | None = None


class Background(msgspec.Struct, frozen=True, kw_only=True):
    """What the records know of a person on an account. ``mood`` is empty where none was noticed.

    ``last_message_at`` is when they last said something before the moment that was asked about.
    """

    contact_id: str
    source: str | None
    source_at: datetime | None
    first_followed_at: datetime | None
    mood: str
    last_message_at: datetime | None
    tags: frozenset[str]


def _heard_among(touches: FromClause) -> Select[*tuple[Any, ...]]:
    return (
        select(*(touches.c[name] for name in Heard.__struct_fields__))
        .where(
            touches.c.account_id == bindparam("account"),
            touches.c.direction == "in",
            touches.c.contact_id.is_not(None),
            touches.c.kind.in_(sorted(ASKING)),
        )
        .order_by(desc(touches.c.id))
        .limit(bindparam("limit"))
    )


_LATEST = select(touchpoints).order_by(desc(touchpoints.c.id)).limit(TOUCHES).subquery("latest")
_HEARD = {
    # SQLite walks back from the last and ends when it has enough; of the bounded ones it would sort all.
    "sqlite": _heard_among(touchpoints),
    # PostgreSQL may read and sort all touchpoints of all years unless it is told how far to go.
    "postgresql": _heard_among(_LATEST),
}
_RULES_OF_ANSWERS = select(touchpoints.c.key, touchpoints.c.rule).where(
    one_of(touchpoints.c.key, bindparam("keys", type_=TextList()))
)
_BEFORE = (
    select(touchpoints.c.occurred_at)
    .where(
        touchpoints.c.contact_id == contacts.c.id,
        touchpoints.c.id < select(touchpoints.c.id).where(touchpoints.c.key == bindparam("first")).scalar_subquery(),
        touchpoints.c.account_id == bindparam("account"),
        touchpoints.c.direction == "in",
        touchpoints.c.kind.in_(sorted(SAID)),
    )
    .order_by(desc(touchpoints.c.id))
    .limit(1)
    .correlate(contacts)
    .scalar_subquery()
)
_BACKGROUNDS = (
    select(
        contacts.c.id,
        contacts.c.source_scene,
        contacts.c.source_at,
        contacts.c.mood,
        identities.c.first_followed_at,
        _BEFORE.label("last_message_at"),
    )
    .join(identities, identities.c.contact_id == contacts.c.id)
    .where(
        identities.c.account_id == bindparam("account"),
        one_of(identities.c.contact_id, bindparam("contacts", type_=TextList())),
    )
)
_TAGS = select(contact_tags.c.contact_id, contact_tags.c.tag).where(
    one_of(contact_tags.c.contact_id, bindparam("contacts", type_=TextList()))
)


def last_heard(connection: Connection, account_id: str, limit: int) -> list[Heard]:
    """The last things that people said or did on an account and that a script may answer, newest first.

    On PostgreSQL those among the last 500,000 touches of all accounts.
    """
    rows = connection.execute(_HEARD[connection.dialect.name], {"account": account_id, "limit": limit}).all()
    found = [Heard(key, contact_id, Kind(kind), *rest) for key, contact_id, kind, *rest in rows]
    earlier = _rules_of_answers(connection, [each.key for each in found if each.matched_by is None])
    return [
        msgspec.structs.replace(each, rule=earlier[each.key]) if each.key in earlier and each.rule is None else each
        for each in found
    ]


def backgrounds(
    connection: Connection, account_id: str, contact_ids: Collection[str], before: str
) -> dict[str, Background]:
    """What is known of these people, in two queries.

    When they last said something is told of the time before the touch of the key ``before``.
    """
    asked = {"contacts": list(contact_ids)}
    tags: dict[str, set[str]] = {}
    for contact_id, tag in connection.execute(_TAGS, asked):
        tags.setdefault(contact_id, set()).add(tag)
    rows = connection.execute(_BACKGROUNDS, asked | {"account": account_id, "first": before})
    return {
        row.id: Background(
            contact_id=row.id,
            source=row.source_scene,
            source_at=row.source_at,
            first_followed_at=row.first_followed_at,
            mood=row.mood or "",
            last_message_at=row.last_message_at,
            tags=frozenset(tags.get(row.id, ())),
        )
        for row in rows
    }


def _rules_of_answers(connection: Connection, keys: Iterable[str]) -> dict[str, str | None]:
    """By the keys of what was answered: the rules that their answers name."""
    answers = {"keys": [key + ANSWER for key in keys]}
    if not answers["keys"]:
        return {}
    return {row.key.removesuffix(ANSWER): row.rule for row in connection.execute(_RULES_OF_ANSWERS, answers)}
