"""A part of a script as YAML, for people to compare."""

from typing import Any

import msgspec


def write_part(part: object) -> str:
    """The part in YAML, without what it does not ask or do."""
    return msgspec.yaml.encode(_told(msgspec.to_builtins(part))).decode()


def _told(data: Any) -> Any:
    if isinstance(data, dict):
        told = {key: _told(value) for key, value in data.items()}
        return {key: value for key, value in told.items() if value not in (None, False, "", [], {})}
    return [_told(each) for each in data] if isinstance(data, list) else data
