"""What a message changes about its sender, as tables: before, message, after."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from handlers.follow import NO_SCENE, NOT_BY_THE_PERSON, contact_after, is_returning
from records.contacts import Contact
from records.message import Kind, Message, Source
from tests.factories import NOON, make_follow, make_message

NEW = Contact(id="c", account_id="main", openid="o-lin")
TABLE = Source("table-3", "qrscene_table-3", "ticket")
BAG = Source("bag", "qrscene_bag", "ticket")


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def follow(seconds: int) -> Message:
    return make_follow(at=seconds)


def unfollow(seconds: int) -> Message:
    return make_message(Kind.UNFOLLOW, at=seconds)


def scan(scene: str, seconds: int) -> Message:
    return make_message(Kind.SCAN, at=seconds, subject=scene, source=Source(scene, f"qrscene_{scene}", "ticket"))


def after(*messages: Message) -> Contact:
    contact = NEW
    for message in messages:
        contact = contact_after(contact, message)
    return contact


@pytest.mark.parametrize(
    ("messages", "following", "changed", "first"),
    [
        ([], False, None, None),
        ([follow(5)], True, 5, 5),
        ([follow(5), unfollow(9)], False, 9, 5),
        ([unfollow(9), follow(5)], False, 9, 5),
        ([follow(5), unfollow(9), follow(12)], True, 12, 5),
        ([follow(12), unfollow(9), follow(5)], True, 12, 5),
        ([unfollow(9)], False, 9, None),
        # The same second both ways: counts as following, whichever comes first.
        ([follow(7), unfollow(7)], True, 7, 7),
        ([unfollow(7), follow(7)], True, 7, 7),
        ([follow(5), make_message(at=20, text="你好")], True, 5, 5),
        ([follow(5), scan("bag", 20)], True, 5, 5),
    ],
)
def test_the_follow_state_is_that_of_the_latest_follow_or_unfollow_by_the_channels_time(
    messages: list[Message], following: bool, changed: int | None, first: int | None
) -> None:
    contact = after(*messages)
    assert contact.following is following
    assert contact.follow_changed_at == (None if changed is None else at(changed))
    assert contact.first_followed_at == (None if first is None else at(first))


@pytest.mark.parametrize(
    ("messages", "source", "since"),
    [
        ([], None, None),
        ([make_follow("table-3", at=5)], TABLE, 5),
        ([make_follow("table-3", at=5), scan("bag", 9)], TABLE, 5),
        ([scan("bag", 9), make_follow("table-3", at=5)], TABLE, 5),
        ([scan("bag", 4), make_follow("table-3", at=5)], BAG, 4),
        ([follow(5), scan("bag", 9)], NO_SCENE, 5),
        ([scan("bag", 9), follow(5)], NO_SCENE, 5),
        ([make_message(at=1, text="你好"), make_follow("table-3", at=5)], TABLE, 5),
        ([unfollow(1)], None, None),
        # The same second twice: the smaller key, whichever comes first.
        ([make_follow("table-3", at=5), scan("bag", 5)], BAG, 5),
        ([scan("bag", 5), make_follow("table-3", at=5)], BAG, 5),
    ],
)
def test_the_source_is_the_earliest_and_stays(
    messages: list[Message], source: Source | None, since: int | None
) -> None:
    contact = after(*messages)
    assert contact.source == source
    assert contact.source_at == (None if since is None else at(since))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_the_platform_tells_of_somebody_is_no_touch_of_theirs(kind: Kind) -> None:
    touched = contact_after(replace(NEW, last_touch_at=at(1)), make_message(kind, at=8)).last_touch_at
    assert touched == (at(1) if kind in NOT_BY_THE_PERSON else at(8))


def test_the_last_touch_is_the_latest_whatever_arrives_last() -> None:
    assert after(make_message(at=9, text="二"), make_message(at=4, text="一")).last_touch_at == at(9)
    assert after(unfollow(9)).last_touch_at is None


def test_a_unionid_once_known_stays_known() -> None:
    assert after(make_message(at=1, unionid="u-1"), make_message(at=2)).unionid == "u-1"
    assert after(make_message(at=1)).unionid is None


@pytest.mark.parametrize(
    ("first", "message", "returning"),
    [
        (None, follow(5), False),
        (at(4), follow(5), True),
        # Left and back within the second that the channel counts in.
        (at(5), follow(5), True),
        (at(9), follow(5), False),
        (at(4), scan("bag", 5), False),
        (at(4), make_message(at=5, text="你好"), False),
        (at(4), unfollow(5), False),
    ],
)
def test_who_followed_before_and_follows_again_is_returning(
    first: datetime | None, message: Message, returning: bool
) -> None:
    assert is_returning(replace(NEW, first_followed_at=first), message) is returning


SECONDS = st.integers(0, 4)
MESSAGES = st.lists(
    st.one_of(
        st.builds(lambda scene, seconds: make_follow(scene, at=seconds), st.sampled_from(["", "bag"]), SECONDS),
        st.builds(unfollow, SECONDS),
        st.builds(scan, st.sampled_from(["bag", "table-3"]), SECONDS),
        st.builds(lambda seconds: make_message(at=seconds, text="你好"), SECONDS),
    ),
    max_size=6,
)


@given(MESSAGES.flatmap(lambda messages: st.tuples(st.just(messages), st.permutations(messages))))
def test_no_order_and_no_repetition_makes_a_difference(both: tuple[list[Message], list[Message]]) -> None:
    sent, received = both
    assert after(*received, *received) == after(*sent)
