"""The rules that a text did not fit, but nearly."""

from collections.abc import Callable, Collection, Iterator, Mapping

import msgspec

from replies.language.rule import How, Phrase, Rule
from replies.matching.bare import bare
from replies.matching.likeness import SURE, Likeness
from replies.matching.match import written
from replies.matching.normalise import Normaliser


class Miss(msgspec.Struct, frozen=True):
    """A phrase of ``rule`` that a text is so much like, of 100, without fitting it."""

    rule: Rule
    phrase: Phrase
    score: float


def misses(rules: Collection[Rule], text: str, normaliser: Normaliser) -> Iterator[Miss]:
    """The likest phrase of each of these rules that the text is at all like, the likest first. Patterns have none."""
    phrases = [(rule, phrase) for rule in rules for phrase in rule.when.text.phrases if phrase.how is not How.PATTERN]
    likeness = Likeness(bare(normaliser(written(phrase))) for _, phrase in phrases)
    told: set[str] = set()
    for alike in likeness.alike(bare(normaliser(text))):
        rule, phrase = phrases[alike.place]
        if rule.name not in told:
            told.add(rule.name)
            yield Miss(rule, phrase, alike.score)


def why(miss: Miss, text: str, normaliser: Normaliser) -> str:
    """Why the text did not fit, in a sentence for staff."""
    return _WHY[miss.phrase.how](miss, normaliser(text), normaliser)


def _lacking(miss: Miss, folded: str, normaliser: Normaliser) -> str:
    words = (miss.phrase.words, *miss.phrase.also)
    return "、".join(f"「{word}」" for word in words if normaliser(word) not in folded)


def _unsure(miss: Miss, *_: object) -> str:
    if miss.score < SURE:
        return f"和「{miss.phrase.words}」只有 {miss.score:.0f} 分像，到 {SURE:.0f} 分才答"
    return f"和「{miss.phrase.words}」有 {miss.score:.0f} 分像，但和别的规则也差不多像，分不清就不猜"


_WHY: Mapping[How, Callable[[Miss, str, Normaliser], str]] = {
    How.EXACT: lambda miss, *_: f"要整句就是「{miss.phrase.words}」",
    How.STARTS_WITH: lambda miss, *_: f"要以「{miss.phrase.words}」开头",
    How.CONTAINS: lambda miss, folded, normaliser: f"句中没有{_lacking(miss, folded, normaliser)}",
    How.SIMILAR: _unsure,
}
