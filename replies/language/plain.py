"""Parts of a script as the plain data that staff would write for them: the way back of reading."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from replies.language.source import Data


def plain(value: Any) -> Data:
    """A single value or a sequence of them, as texts."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case tuple():
            return [plain(each) for each in value]
        case _:
            return str(value)


def plain_fields(part: msgspec.Struct, order: Sequence[str] = ()) -> dict[str, Data]:
    """The fields of a part that are not what they are when nobody writes them; in ``order`` where it is given."""
    told = {
        field.name: getattr(part, field.name)
        for field in msgspec.structs.fields(part)
        if getattr(part, field.name) != field.default
    }
    return {name: plain(told[name]) for name in order or told if name in told}


def one_or_all(items: Sequence[Data]) -> Data:
    """The only one of the items by itself, or all of them as a list."""
    return items[0] if len(items) == 1 else list(items)
