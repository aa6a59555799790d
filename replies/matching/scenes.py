"""The rules for follows and scans, compiled: the whole scene before the longest prefix."""

from collections.abc import Iterable, Iterator

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
            found = (when, Match(rule, How.SCENE, when.scene))
            buckets.setdefault(when.scene.removesuffix(ANY), []).append(found)
        for bucket in (*self._whole.values(), *self._prefixes.values()):
            bucket.sort(key=lambda entry: -entry[0].conditions)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)

    @property
    def needs_coupons(self) -> bool:
        """Whether any rule asks what the person holds."""
        buckets = (*self._whole.values(), *self._prefixes.values())
        return any(when.has_coupon is not None for bucket in buckets for when, _ in bucket)

    def match(self, scene: str, returning: bool = False, has_coupon: bool = False) -> Match | None:
        """The rule that wins; the script's order breaks ties."""
        for bucket in self._buckets(scene):
            for when, match in bucket:
                if when.returning in (None, returning) and when.has_coupon in (None, has_coupon):
                    return match
        return None

    def _buckets(self, scene: str) -> Iterator[Bucket]:
        if scene in self._whole:
            yield self._whole[scene]
        for length in self._lengths:
            if length <= len(scene) and (bucket := self._prefixes.get(scene[:length])):
                yield bucket
