"""The rules for follows and scans, compiled: the whole scene before the longest prefix."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from replies.language.rule import ANY, WhenFollow
from replies.matching.match import Match

Bucket = list[tuple[WhenFollow, Match]]


class SceneIndex:
    """Finds the rules for a scene. Of one scene pattern, what asks more comes before what asks less."""

    def __init__(self, entries: Iterable[tuple[WhenFollow, Match]]) -> None:
        self._whole: dict[str, Bucket] = {}
        self._prefixes: dict[str, Bucket] = {}
        for when, match in entries:
            if _contradicts(when, match):
                continue
            buckets = self._prefixes if when.scene.endswith(ANY) else self._whole
            buckets.setdefault(when.scene.removesuffix(ANY), []).append((when, _also_asking(when, match)))
        for bucket in (*self._whole.values(), *self._prefixes.values()):
            bucket.sort(key=lambda entry: -entry[0].conditions)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)

    def matches(self, scene: str, returning: bool = False) -> Iterator[Match]:
        """The rules for a scene, the first to answer first; the script's order breaks ties."""
        for bucket in self._buckets(scene):
            for when, match in bucket:
                if when.returning in (None, returning):
                    yield match

    def _buckets(self, scene: str) -> Iterator[Bucket]:
        if scene in self._whole:
            yield self._whole[scene]
        for length in self._lengths:
            if length <= len(scene) and (bucket := self._prefixes.get(scene[:length])):
                yield bucket


def _contradicts(when: WhenFollow, match: Match) -> bool:
    """Whether the rule's own conditions ask for the contrary of what this follow asks: then it never answers one."""
    asked = match.only_if.has_coupon
    return None not in (asked, when.has_coupon) and asked != when.has_coupon


def _also_asking(when: WhenFollow, match: Match) -> Match:
    if when.has_coupon is None:
        return match
    return replace(match, only_if=replace(match.only_if, has_coupon=when.has_coupon))
