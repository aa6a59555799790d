"""The rules for follows and scans, compiled: the whole scene before the longest prefix."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from replies.language.condition import OnlyIf
from replies.language.rule import ANY, How, Rule, WhenFollow
from replies.matching.match import Match

Bucket = list[tuple[WhenFollow, Match]]


class SceneIndex:
    """Finds the rule for a scene. Of one scene pattern, the rule that asks more comes before the one that asks less."""

    def __init__(self, entries: Iterable[tuple[WhenFollow, Rule]]) -> None:
        self._whole: dict[str, Bucket] = {}
        self._prefixes: dict[str, Bucket] = {}
        for when, rule in entries:
            buckets = self._prefixes if when.scene.endswith(ANY) else self._whole
            found = (when, Match(rule, How.SCENE, when.scene, _also_asked(rule, when)))
            buckets.setdefault(when.scene.removesuffix(ANY), []).append(found)
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


def _also_asked(rule: Rule, when: WhenFollow) -> OnlyIf:
    return rule.only_if if when.has_coupon is None else replace(rule.only_if, has_coupon=when.has_coupon)
