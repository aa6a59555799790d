"""Our fields under the CRM's names: a table that staff can read, and one pure function that applies it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import msgspec

from crm_sync.connector import Json, Outgoing
from crm_sync.profile import Profile


class Transform(StrEnum):
    """How a value of ours becomes one of theirs."""

    PLAIN = "plain"
    TIME = "time"
    """RFC 3339 in UTC, to the second."""
    LOCAL_TIME = "local_time"
    """The shop's own clock, as a spreadsheet reads it."""
    LIST = "list"
    JOINED = "joined"
    YES_NO = "yes_no"
    OBJECTS = "objects"
    """A list of JSON objects."""
    OBJECT = "object"
    """A JSON object of texts."""
    PAIRS = "pairs"
    """Names and values in one line: ``尺码=L；生日=05-01``."""


class Field(msgspec.Struct, frozen=True):
    """One line of the table: the name of a ``Profile`` attribute, the CRM's name of it, the way between them."""

    ours: str
    theirs: str
    transform: Transform = Transform.PLAIN


FIELDS = (
    Field("nickname", "nickname"),
    Field("phone", "phone"),
    Field("following", "following"),
    Field("openid", "openid"),
    Field("unionid", "unionid"),
    Field("identities", "identities", Transform.OBJECTS),
    Field("first_followed_at", "first_followed_at", Transform.TIME),
    Field("source_scene", "source_scene"),
    Field("source_key", "source_key"),
    Field("source_at", "source_at", Transform.TIME),
    Field("tags", "tags", Transform.LIST),
    Field("fields", "fields", Transform.OBJECT),
    Field("points", "points"),
    Field("coupons_held", "coupons_held"),
    Field("coupons_redeemed", "coupons_redeemed"),
    Field("mood", "mood"),
    Field("mood_score", "mood_score"),
    Field("mood_at", "mood_at", Transform.TIME),
    Field("last_touch_at", "last_touch_at", Transform.TIME),
    Field("created_at", "created_at", Transform.TIME),
)
"""For a CRM that is spoken to in JSON."""

SPREADSHEET = (
    Field("nickname", "昵称"),
    Field("phone", "手机"),
    Field("following", "正在关注", Transform.YES_NO),
    Field("openid", "openid"),
    Field("unionid", "unionid"),
    Field("accounts", "全部身份", Transform.JOINED),
    Field("first_followed_at", "首次关注", Transform.LOCAL_TIME),
    Field("source_scene", "来源场景"),
    Field("source_key", "来源参数"),
    Field("source_at", "来源时间", Transform.LOCAL_TIME),
    Field("tags", "标签", Transform.JOINED),
    Field("fields", "字段", Transform.PAIRS),
    Field("points", "积分"),
    Field("coupons_held", "可用券"),
    Field("coupons_redeemed", "已核销券"),
    Field("mood", "情绪"),
    Field("mood_score", "情绪分"),
    Field("mood_at", "情绪时间", Transform.LOCAL_TIME),
    Field("last_touch_at", "最近互动", Transform.LOCAL_TIME),
    Field("created_at", "建档时间", Transform.LOCAL_TIME),
)
"""For people who open a file."""


def outgoing(profile: Profile, fields: Sequence[Field], zone: tzinfo) -> Outgoing:
    """The contact as the CRM is to see it; ``zone`` is the shop's, for local times."""
    return Outgoing(profile.id, {field.theirs: _value(profile, field, zone) for field in fields})


def _value(profile: Profile, field: Field, zone: tzinfo) -> Json:
    value = getattr(profile, field.ours)
    return None if value is None else _TRANSFORMS[field.transform](value, zone)


def _plain(value: Json, _zone: tzinfo) -> Json:
    return value


def _time(value: datetime, _zone: tzinfo) -> Json:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local_time(value: datetime, zone: tzinfo) -> Json:
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _list(value: Sequence[str], _zone: tzinfo) -> Json:
    return list(value)


def _joined(value: Sequence[str], _zone: tzinfo) -> Json:
    return "、".join(value)


def _yes_no(value: bool, _zone: tzinfo) -> Json:
    return "是" if value else "否"


def _objects(value: Sequence[msgspec.Struct], _zone: tzinfo) -> Json:
    return [msgspec.to_builtins(one) for one in value]


def _object(value: Mapping[str, str], _zone: tzinfo) -> Json:
    return dict(value)


def _pairs(value: Mapping[str, str], _zone: tzinfo) -> Json:
    return "；".join(f"{name}={text}" for name, text in value.items())


_TRANSFORMS: Mapping[Transform, Callable[[Any, tzinfo], Json]] = MappingProxyType(
    {
        Transform.PLAIN: _plain,
        Transform.TIME: _time,
        Transform.LOCAL_TIME: _local_time,
        Transform.LIST: _list,
        Transform.JOINED: _joined,
        Transform.YES_NO: _yes_no,
        Transform.OBJECTS: _objects,
        Transform.OBJECT: _object,
        Transform.PAIRS: _pairs,
    }
)
