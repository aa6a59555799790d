"""Housekeeping clears away what is done and old, and nothing else."""

from datetime import timedelta

from sqlalchemy import Engine, insert, select

from app.housekeeping import AT_ONCE, KEYS_FOR, SENT_FOR, clear_away
from records.database import reading, writing
from records.idempotency import once
from records.tables import idempotency_keys, outbox
from tests.factories import NOON, make_account, make_contact

JUST_NOW = NOON - timedelta(hours=1)
LONG_AGO = NOON - SENT_FOR - timedelta(hours=1)


def test_rows_sent_long_ago_go_and_all_others_stay(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        contact = make_contact(connection)
        row = {"topic": "contact_changed", "contact_id": contact.id, "not_before": LONG_AGO, "announced_at": LONG_AGO}
        kept = [("sent", JUST_NOW), ("dead", LONG_AGO), ("waiting", None), ("claimed", None)]
        rows = [("sent", LONG_AGO)] * (AT_ONCE + 1) + kept
        connection.execute(insert(outbox), [row | {"state": state, "settled_at": at} for state, at in rows])
    assert clear_away(engine, lambda: NOON) == AT_ONCE + 1
    with reading(engine) as connection:
        left = connection.execute(select(outbox.c.state).order_by(outbox.c.id)).scalars().all()
    assert left == ["sent", "dead", "waiting", "claimed"]


def test_keys_go_when_nobody_retries_any_more(engine: Engine) -> None:
    with writing(engine) as connection:
        once(connection, "till", "an-old-key", "wish", NOON - KEYS_FOR - timedelta(hours=1), lambda: "done")
        once(connection, "till", "a-new-key", "wish", JUST_NOW, lambda: "done")
    assert clear_away(engine, lambda: NOON) == 1
    with reading(engine) as connection:
        assert connection.execute(select(idempotency_keys.c.key)).scalars().all() == ["a-new-key"]
