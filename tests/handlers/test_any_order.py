"""Delivery order does not matter: any permutation of the same pushes, with any repetition, ends in the same state."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from handlers.receive import Reception
from records.database import open_engine, reading, writing
from records.message import Kind, Message
from records.migrate import upgrade
from records.tables import contacts, coupons, identities, ledger_entries, notices, rewards, touchpoints
from replies.versions.library import ScriptLibrary
from replies.versions.publishing import publish
from tests.factories import NOON, make_account, make_coupon_kind, make_follow, make_message
from tests.handlers.conftest import SCRIPT

SCENES = st.sampled_from(["", "table-1", "table-2", "bag"])
SECONDS = st.integers(0, 5)


def scan(scene: str, at: int) -> Message:
    return make_message(Kind.SCAN, at=at, subject=scene, source=make_follow(scene).source)


PUSHES = st.one_of(
    st.builds(lambda scene, at: make_follow(scene, at=at), SCENES, SECONDS),
    st.builds(lambda at: make_message(Kind.UNFOLLOW, at=at), SECONDS),
    st.builds(scan, st.sampled_from(["table-1", "bag"]), SECONDS),
    st.builds(lambda at: make_message(at=at, text="营业时间"), SECONDS),
)

TALKING = f"""{SCRIPT}
  - {{name: 要绑手机, when: {{text: {{exact: 绑手机}}}}, say: 好的。, do: [{{notify: 有人绑手机}}, {{start: 绑手机}}]}}
dialogs:
  - name: 绑手机
    steps:
      - {{ask: 手机号？, expect: phone, keep: 手机}}
      - {{ask: 生日？, expect: birthday, keep: 生日}}
    do: [{{points: 10}}, {{set: {{phone: '{{手机}}'}}}}]
    say: 绑好了
"""
SAID = [make_message(at=at, text=text) for at, text in enumerate(["绑手机", "13800138000", "营业时间", "5月1日"])]
TOLD = PUSHES.filter(lambda push: push.kind is not Kind.TEXT)


def state_of(engine: Engine) -> dict[str, Any]:
    """All that a person can tell from the outside, without ids, codes and the moments of our own clock."""
    person = select(contacts.c.source_scene, contacts.c.source_key, contacts.c.source_at, contacts.c.last_touch_at)
    follow = select(identities.c.following, identities.c.follow_changed_at, identities.c.first_followed_at)
    talk = select(identities.c.conversation, contacts.c.phone).join(contacts)
    touches = select(touchpoints.c.key, touchpoints.c.kind).where(touchpoints.c.direction == "in")
    with reading(engine) as connection:
        return {
            "contact": connection.execute(person).all(),
            "follow": connection.execute(follow).all(),
            "talk": connection.execute(talk).all(),
            "points": connection.execute(select(ledger_entries.c.points)).all(),
            "notices": connection.execute(select(notices.c.text)).all(),
            "touches": sorted(connection.execute(touches).all()),
            "coupons": connection.execute(select(coupons.c.kind_id, coupons.c.state)).all(),
            "rewards": connection.execute(select(rewards.c.rule, rewards.c.subject)).all(),
        }


def deliver(pushes: Sequence[Message], script: str = SCRIPT) -> dict[str, Any]:
    """The state of a new shop after these pushes, one after another."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder, 'shop.db')}")
        upgrade(engine)
        with writing(engine) as connection:
            make_account(connection)
            make_coupon_kind(connection)
            publish(connection, "main", script, "for tests", NOON)
        reception = Reception(ScriptLibrary(), ZoneInfo("Asia/Shanghai"), lambda: NOON)
        for push in pushes:
            with writing(engine) as connection:
                reception.receive(connection, [push])
        state = state_of(engine)
        engine.dispose()
        return state


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_and_any_repetition_ends_in_the_same_state(data: st.DataObject) -> None:
    pushes = data.draw(st.lists(PUSHES, min_size=1, max_size=6, unique_by=lambda push: push.key))
    repeated = data.draw(st.lists(st.sampled_from(pushes), max_size=3))
    shuffled = data.draw(st.permutations([*pushes, *repeated]))
    assert deliver(shuffled) == deliver(pushes)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_dialog_goes_on_as_it_was_said_whatever_the_platform_tells_in_between(data: st.DataObject) -> None:
    """What is said keeps its order, for an answer belongs to its question; the rest and any retry may come anywhere."""
    said = SAID[: data.draw(st.integers(1, len(SAID)))]
    told = data.draw(st.lists(TOLD, max_size=3, unique_by=lambda push: push.key))
    delivered = list(said)
    for push in data.draw(st.permutations(told)):
        delivered.insert(data.draw(st.integers(0, len(delivered))), push)
    for push in data.draw(st.lists(st.sampled_from(delivered), max_size=3)):
        delivered.insert(data.draw(st.integers(delivered.index(push) + 1, len(delivered))), push)
    assert deliver(delivered, TALKING) == deliver([*told, *said], TALKING)
