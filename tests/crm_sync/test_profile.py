"""A contact is one, however many accounts know it."""

import time
from datetime import UTC, timedelta, timezone

import msgspec
import pytest
from sqlalchemy import Engine, insert

from crm_sync.mapping import FIELDS, SPREADSHEET, outgoing
from crm_sync.profile import Identity, Profile, profiles
from records.database import reading, writing
from records.fields import set_field
from records.tables import coupons
from tests.crm_sync.shop import open_shop
from tests.factories import NOON, make_coupon_kind

LATER = NOON + timedelta(days=1)
MOMENT = timedelta(microseconds=1)
LIN = Profile(
    id="c1",
    nickname="小林",
    phone=None,
    source_scene=None,
    source_key=None,
    source_at=None,
    mood=None,
    mood_score=None,
    mood_at=None,
    last_touch_at=None,
    created_at=NOON,
    points=0,
    coupons_held=0,
    coupons_redeemed=0,
    identities=(
        Identity("main", "o-lin", None, following=False, first_followed_at=LATER),
        Identity("second", "o2-lin", "u-lin", following=True, first_followed_at=NOON),
    ),
    tags=("会员", "爱喝拿铁"),
    fields={"birthday": "05-01", "尺码": "L"},
)


def test_a_contact_on_two_accounts_follows_if_it_follows_one_and_since_the_first() -> None:
    assert (LIN.openid, LIN.unionid, LIN.following, LIN.first_followed_at) == ("o-lin", "u-lin", True, NOON)


def test_a_spreadsheet_shows_the_shops_own_clock() -> None:
    fields = outgoing(LIN, SPREADSHEET, timezone(timedelta(hours=8))).fields
    assert (fields["首次关注"], fields["正在关注"]) == ("2026-01-01 12:00:00", "是")
    assert (fields["全部身份"], fields["标签"]) == ("main:o-lin、second:o2-lin", "会员、爱喝拿铁")
    assert fields["手机"] is None


def test_the_shops_own_fields_are_one_cell_to_people_and_an_object_to_a_crm() -> None:
    assert outgoing(LIN, SPREADSHEET, UTC).fields["字段"] == "birthday=05-01；尺码=L"
    assert outgoing(LIN, FIELDS, UTC).fields["fields"] == {"birthday": "05-01", "尺码": "L"}
    without = msgspec.structs.replace(LIN, fields={})
    assert outgoing(without, SPREADSHEET, UTC).fields["字段"] == ""
    assert outgoing(without, FIELDS, UTC).fields["fields"] == {}


def test_moments_are_told_to_a_crm_in_utc_and_shown_in_the_shops_zone_wherever_the_server_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "America/Havana")
    time.tzset()
    try:
        elsewhere = msgspec.structs.replace(LIN, created_at=NOON.astimezone(timezone(timedelta(hours=3))))
        assert outgoing(elsewhere, FIELDS, UTC).fields["created_at"] == "2026-01-01T04:00:00Z"
        shanghai = timezone(timedelta(hours=8))
        assert outgoing(elsewhere, SPREADSHEET, shanghai).fields["建档时间"] == "2026-01-01 12:00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_who_follows_nowhere_is_shown_as_such() -> None:
    left = msgspec.structs.replace(LIN, identities=LIN.identities[:1])
    fields = outgoing(left, SPREADSHEET, UTC).fields
    assert (fields["正在关注"], fields["全部身份"]) == ("否", "main:o-lin")


def test_what_goes_out_is_plain_json() -> None:
    fields = outgoing(LIN, FIELDS, UTC).fields
    assert msgspec.json.decode(msgspec.json.encode(fields)) == fields


def test_profiles_are_read_for_those_who_are_there(engine: Engine) -> None:
    ids = open_shop(engine, 3)
    with reading(engine) as connection:
        found = profiles(connection, [ids[2], ids[0], "nobody"], NOON)
    assert {key: profile.openid for key, profile in found.items()} == {ids[0]: "o-0000", ids[2]: "o-0002"}


def test_everybody_has_their_own_fields_and_the_phone_is_none_of_them(engine: Engine) -> None:
    lin, wang, nobody = open_shop(engine, 3)
    with writing(engine) as connection:
        set_field(connection, lin, "尺码", "L", NOON)
        set_field(connection, lin, "birthday", "05-01", NOON)
        set_field(connection, wang, "尺码", "M", NOON)
        set_field(connection, wang, "phone", "13812345678", NOON)
        found = profiles(connection, [lin, wang, nobody], NOON)
    assert list(found[lin].fields.items()) == [("birthday", "05-01"), ("尺码", "L")]
    assert (found[wang].fields, found[wang].phone) == ({"尺码": "M"}, "13812345678")
    assert found[nobody].fields == {}


def test_a_coupon_is_held_through_its_last_moment_and_no_longer(engine: Engine) -> None:
    (lin,) = open_shop(engine, 1)
    with writing(engine) as connection:
        coupon = {
            "id": "c1",
            "account_id": "main",
            "kind_id": make_coupon_kind(connection),
            "contact_id": lin,
            "code": "7Q2K9XWD3HTB",
            "state": "issued",
            "issued_at": NOON,
            "expires_at": LATER,
        }
        connection.execute(insert(coupons), coupon)
    with reading(engine) as connection:
        held = [profiles(connection, [lin], at)[lin].coupons_held for at in (LATER, LATER + MOMENT)]
    assert held == [1, 0]
