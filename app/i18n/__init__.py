"""The words of the pages: every sentence has a key, Chinese is the first language, English is complete."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

LANGUAGES = ("zh", "en")
"""The first is spoken when nothing else is asked for."""


class Words(msgspec.Struct, frozen=True):
    """One language: its phrases by key, such as ``till.confirm``."""

    language: str
    phrases: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The phrase with its ``{names}`` filled in. Raises ``KeyError`` for a key or a name that is missing."""
        return self.phrases[key].format_map(values)


Languages = Mapping[str, Words]


def load() -> Languages:
    """Every language, read from the catalogues beside this file."""
    return {language: Words(language, dict(_phrases(_catalogue(language)))) for language in LANGUAGES}


def choose(asked: str | None, remembered: str | None, accepted: str) -> str:
    """The language to speak: the one asked for, else the one remembered, else what the browser accepts.

    ``accepted`` is an ``Accept-Language`` header. What we do not speak is passed over.
    """
    for language in (asked, remembered, *_by_preference(accepted)):
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def _by_preference(accepted: str) -> list[str]:
    weighed = [_weight(part) for part in accepted[:500].split(",")]
    return [language for _, language in sorted(weighed, key=lambda pair: -pair[0])]


def _weight(part: str) -> tuple[float, str]:
    tag, _, rest = part.partition(";")
    try:
        weight = float(rest.partition("q=")[2] or 1)
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().partition("-")[0]


def _catalogue(language: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8"))


def _phrases(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield prefix + name, value
        else:
            yield from _phrases(value, f"{prefix}{name}.")
