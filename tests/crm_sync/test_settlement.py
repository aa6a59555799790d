"""What becomes of announced changes is planned as plain data, then written as planned."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater
from crm_sync.retry import Policy
from crm_sync.settlement import ContactChange, Counts, Plan, Wait, coalesce, plan, settle
from records.database import reading, writing
from records.outbox import Claimed, Topic, claim
from records.tables import outbox
from tests.crm_sync.shop import open_shop
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
PATIENT = Policy(first=MINUTE, tries=3)
LIN, WANG, ZHOU = ContactChange("lin", (1,), 0), ContactChange("wang", (2, 3), 1), ContactChange("zhou", (4,), 2)


def test_the_changes_of_a_contact_are_one_task_as_often_tried_as_the_oldest_of_them() -> None:
    rows = [Claimed(4, "lin", None, 0), Claimed(5, "wang", None, 1), Claimed(6, "lin", None, 2)]
    assert coalesce(rows) == [ContactChange("lin", (4, 6), 2), ContactChange("wang", (5,), 1)]


def test_every_result_has_its_consequence() -> None:
    results: list[RowResult] = [Sent(), Hopeless("no phone"), TryLater("busy")]
    assert plan([LIN, WANG, ZHOU], results, NOON, PATIENT, 0) == Plan(
        sent=(LIN,), waiting={}, dead={"no phone": [WANG], "given up after 3 tries: busy": [ZHOU]}
    )


def test_a_wait_that_was_asked_for_is_kept_and_one_of_our_own_grows() -> None:
    results = [TryLater("busy"), TryLater("busy"), TryLater("quota", 9 * MINUTE)]
    assert plan([LIN, WANG, ZHOU], results, NOON, PATIENT, 0).waiting == {
        Wait(NOON + MINUTE, "busy"): [LIN],
        Wait(NOON + 2 * MINUTE, "busy"): [WANG],
        Wait(NOON + 9 * MINUTE, "quota"): [ZHOU],
    }


def test_a_task_without_a_result_is_a_mistake_and_not_a_success() -> None:
    with pytest.raises(ValueError, match="zip"):
        plan([LIN, WANG], [Sent()], NOON, PATIENT, 0)


def test_what_was_planned_is_written_and_counted_by_contact(engine: Engine) -> None:
    open_shop(engine, 3)
    with writing(engine) as connection:
        tasks = coalesce(claim(connection, Topic.CONTACT_CHANGED, "a", 9, NOON, MINUTE))
        results: list[RowResult] = [Sent(), Hopeless("no phone"), TryLater("busy")]
        planned = plan(tasks, results, NOON, PATIENT, 0)
        assert settle(connection, planned, "a", NOON + MINUTE / 2) == Counts(sent=1, retried=1, dead=1)
    with reading(engine) as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    assert [(row.state, row.reason) for row in rows] == [("sent", None), ("dead", "no phone"), ("waiting", "busy")]
    assert [row.settled_at for row in rows] == [NOON + MINUTE / 2, NOON + MINUTE / 2, None]
    assert rows[2].not_before == NOON + MINUTE
