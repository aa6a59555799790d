"""Every change reaches the CRM, once, as it is."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Thread
from typing import Any

from sqlalchemy import Engine, insert, select, update

from crm_sync.connector import Outgoing, RowResult, Sent
from crm_sync.delivery import Report, deliver
from crm_sync.settlement import Counts
from crm_sync.status import status
from records.contacts import add_tag
from records.database import reading, writing
from records.fields import set_field
from records.tables import contacts, coupons, identities, point_balances, sync_runs
from tests.crm_sync.shop import IN_ONE_LIST, StoppedClock, change, changed, open_shop, states, syncing, to
from tests.crm_sync.stand_in import StandInCrm, held_up
from tests.factories import NOON, make_coupon_kind


def test_every_follower_arrives_once_under_our_id(engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    ids = open_shop(engine, 25)
    connector = to(crm)
    assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=25))
    assert sorted(crm.contacts) == sorted(ids)
    assert len(crm.requests) == 25
    assert set(states(engine)) == {"sent"}
    assert deliver(syncing(engine, connector, clock)) == Report(Counts())
    assert len(crm.requests) == 25
    connector.close()


def test_the_crm_learns_all_that_we_know(engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    (contact_id,) = open_shop(engine, 1)
    live_a_little(engine, contact_id)
    connector = to(crm)
    deliver(syncing(engine, connector, clock))
    connector.close()
    assert crm.contacts[contact_id] == {
        "id": contact_id,
        "nickname": "小林🌊",
        "phone": "+8613800138000",
        "following": True,
        "openid": "o-0000",
        "unionid": "u-lin",
        "identities": [
            {
                "account": "main",
                "openid": "o-0000",
                "unionid": "u-lin",
                "following": True,
                "first_followed_at": "2026-01-01T04:00:00Z",
            }
        ],
        "first_followed_at": "2026-01-01T04:00:00Z",
        "source_scene": "table-7",
        "source_key": "qrscene_table-7",
        "source_at": "2026-01-01T04:00:00Z",
        "tags": ["会员", "爱喝拿铁"],
        "fields": {"尺码": "L"},
        "points": 30,
        "coupons_held": 1,
        "coupons_redeemed": 1,
        "mood": "negative",
        "mood_score": 0.1,
        "mood_at": "2026-01-01T04:00:00Z",
        "last_touch_at": "2026-01-01T04:00:00Z",
        "created_at": "2026-01-01T04:00:00Z",
    }


def live_a_little(engine: Engine, contact_id: str) -> None:
    """A name, a phone, tags, a bad mood, points, and three coupons: one to redeem, one redeemed, one too old."""
    mood = {"mood": "negative", "mood_score": 0.1, "mood_words": "太慢", "mood_at": NOON}
    source = {"source_scene": "table-7", "source_key": "qrscene_table-7", "source_at": NOON}
    person = {"nickname": "小林🌊", "phone": "+8613800138000", "last_touch_at": NOON}
    coupon = {"account_id": "main", "kind_id": "welcome", "contact_id": contact_id, "issued_at": NOON}
    tomorrow = NOON + timedelta(days=1)
    with writing(engine) as connection:
        connection.execute(update(contacts).values(**person, **mood, **source))
        connection.execute(update(identities).values(unionid="u-lin", following=True, first_followed_at=NOON))
        add_tag(connection, contact_id, "爱喝拿铁", NOON)
        add_tag(connection, contact_id, "会员", NOON)
        set_field(connection, contact_id, "尺码", "L", NOON)
        connection.execute(insert(point_balances).values(contact_id=contact_id, balance=30))
        make_coupon_kind(connection)
        lives = [("issued", tomorrow), ("redeemed", tomorrow), ("issued", NOON - timedelta(days=1))]
        for number, (state, expires_at) in enumerate(lives):
            one = {"id": f"c{number}", "code": f"code{number}", "state": state, "expires_at": expires_at}
            connection.execute(insert(coupons).values(**coupon, **one))


def test_a_hundred_changes_of_one_contact_are_one_request(engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    lin, wang = open_shop(engine, 2)
    change(engine, *[lin] * 99)
    connector = to(crm)
    assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=2))
    connector.close()
    assert [request["id"] for request in crm.requests] == [lin, wang]
    assert states(engine) == ["sent"] * 101


def test_a_template_that_is_a_list_sends_a_hundred_contacts_at_once(
    engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    open_shop(engine, 250)
    connector = to(crm, IN_ONE_LIST)
    assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=250))
    connector.close()
    assert [len(request) for request in crm.requests] == [100, 100, 50]
    assert len(crm.contacts) == 250


def test_what_changes_on_the_way_is_sent_again_by_the_next_run(engine: Engine, clock: StoppedClock) -> None:
    open_shop(engine, 1)
    connector = RenamedMeanwhile(engine)
    sync = syncing(engine, connector, clock)
    assert deliver(sync) == Report(Counts(sent=1))
    assert states(engine) == ["sent", "waiting"]
    clock.pass_by(timedelta(seconds=1))
    assert deliver(sync) == Report(Counts(sent=1))
    assert connector.names == ["", "新名字"]
    assert states(engine) == ["sent", "sent"]


class RenamedMeanwhile:
    """A connector during whose first call the contact changes its name."""

    name = "renamed"
    batch_size = 1

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.names: list[Any] = []

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        if not self.names:
            with writing(self.engine) as connection:
                connection.execute(update(contacts).values(nickname="新名字"))
            with writing(self.engine) as connection:
                changed(connection, batch[0].key, at=NOON + timedelta(seconds=1))
        self.names.append(batch[0].fields["nickname"])
        return [Sent()]

    def close(self) -> None: ...


def test_nothing_is_locked_while_the_crm_is_waited_for(engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    (lin,) = open_shop(engine, 1)
    connector = to(crm)
    with held_up(crm) as arrived:
        runner = Thread(target=deliver, args=(syncing(engine, connector, clock),))
        runner.start()
        assert arrived.wait(10)
        change(engine, lin)
        with writing(engine) as connection:
            connection.execute(update(contacts).values(nickname="小林"))
    runner.join(10)
    connector.close()
    assert [request["nickname"] for request in crm.requests] == ["", "小林"]
    assert states(engine) == ["sent", "sent"]


def test_a_run_writes_its_diary_and_an_idle_one_does_not(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    open_shop(sqlite_engine, 3)
    connector = to(crm)
    deliver(syncing(sqlite_engine, connector, clock))
    deliver(syncing(sqlite_engine, connector, clock))
    connector.close()
    with reading(sqlite_engine) as connection:
        (row,) = connection.execute(select(sync_runs)).all()
    assert (row.connector, row.sent, row.retried, row.dead, row.error) == ("http", 3, 0, 0, None)
    assert row.finished_at == NOON


def test_status_tells_backlog_lag_and_last_runs(engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    ids = open_shop(engine, 3)
    crm.refuse(ids[1], "手机号格式不对")
    connector = to(crm)
    deliver(syncing(engine, connector, clock))
    connector.close()
    change(engine, ids[0])
    with reading(engine) as connection:
        now = status(connection, NOON + timedelta(minutes=5))
    assert (now.waiting, now.dead, now.lag_seconds, now.busy_until) == (1, 1, 300.0, None)
    assert [(run.sent, run.dead, run.error) for run in now.runs] == [(2, 1, None)]
    assert [(letters.reason, letters.contacts) for letters in now.dead_letters] == [("422 手机号格式不对", 1)]
