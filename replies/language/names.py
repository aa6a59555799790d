"""The names that the parts of a script call one another by."""

from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace

from replies.language.source import Data


class Names(msgspec.Struct, frozen=True):
    """What may be called: the shop's own facts, the dialogs, and whatever an example may expect."""

    facts: Collection[str] = ()
    dialogs: Collection[str] = ()
    rules: Collection[str] = ()

    def with_facts(self, kept: Iterable[str]) -> "Names":
        """The same, where more can be told."""
        return replace(self, facts=(*self.facts, *kept))


def names_of(sections: dict[str, Data]) -> Names:
    """The names in plain data. A part counts also where it cannot be used, lest one flaw looks like several."""
    facts = sections.get("facts", {})
    return Names(
        facts=facts if isinstance(facts, dict) else {},
        dialogs=_named(sections.get("dialogs", [])),
        rules=_named(sections.get("rules", [])),
    )


def name_of(data: Data) -> str:
    """What a part calls itself; nothing where it has no name."""
    name = data.get("name") if isinstance(data, dict) else None
    return name.strip() if isinstance(name, str) else ""


def _named(section: Data) -> Collection[str]:
    parts = section if isinstance(section, list) else []
    return dict.fromkeys(name for name in map(name_of, parts) if name)
