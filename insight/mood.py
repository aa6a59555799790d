"""Which mood a text is written in: pure decisions, the shop's lexicon first and the model second."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from insight.lexicon import Hit, Lexicon, Tone

MODEL_NEGATIVE = 0.2
MODEL_POSITIVE = 0.9
"""Where the model's own score means something. It learned from product reviews, and shop talk lies all between."""
MODEL_LETTERS = 4
"""With fewer Chinese characters than this the model guesses."""

_WEIGHTS: Mapping[Tone, int] = {
    Tone.FURY: -2,
    Tone.COMPLAINT: -1,
    Tone.GRIEVANCE: -1,
    Tone.DELIGHT: 2,
    Tone.PRAISE: 1,
    Tone.COURTESY: 1,
}
_THIRD = 1 / 3


class Feeling(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Mood(msgspec.Struct, frozen=True):
    """The mood of one text. ``score`` runs from 0, angry, to 1, happy: below 1/3 is negative, above 2/3 positive.

    ``words`` are the lexicon's entries that decided, none where the model did or nothing could.
    """

    feeling: Feeling
    score: float
    words: tuple[str, ...] = ()


NOTHING_SAID = Mood(Feeling.NEUTRAL, 0.5)


def without_model(text: str, lexicon: Lexicon) -> Mood | None:
    """The mood of a prepared text, or None when only the model can tell."""
    mood = from_lexicon(text, lexicon)
    if mood is None and sum(map(_is_chinese, text)) < MODEL_LETTERS:
        return NOTHING_SAID
    return mood


def from_lexicon(text: str, lexicon: Lexicon) -> Mood | None:
    """The mood that the lexicon's entries in a prepared text tell, or None when there are none."""
    hits = lexicon.find(text)
    if not hits:
        return None
    weights = _weigh(hits)
    total = sum(weights)
    complains = any(weight < 0 for weight in weights)
    if total == 0 and not complains:
        return Mood(Feeling.NEUTRAL, 0.5, _words(hits))
    decided = [hit for hit, weight in zip(hits, weights, strict=True) if weight]
    # Where praise and complaint hold each other, somebody still has something to complain about.
    return _lean(-1 if total == 0 else total, _words(decided))


def from_model(score: float) -> Mood:
    """The mood that the model's score (0 negative to 1 positive) tells, with a wide neutral band between."""
    if score <= MODEL_NEGATIVE:
        return Mood(Feeling.NEGATIVE, _round(score / MODEL_NEGATIVE * 0.3))
    if score >= MODEL_POSITIVE:
        return Mood(Feeling.POSITIVE, _round(0.7 + (score - MODEL_POSITIVE) / (1 - MODEL_POSITIVE) * 0.3))
    return Mood(Feeling.NEUTRAL, _round(0.35 + (score - MODEL_NEGATIVE) / (MODEL_POSITIVE - MODEL_NEGATIVE) * 0.3))


def _weigh(hits: Sequence[Hit]) -> list[int]:
    """What each entry adds, where it stands: in a question, behind a negator, behind a turn."""
    asking = {hit.clause for hit in hits if hit.tone is Tone.QUESTION}
    last_turn = max((place for place, hit in enumerate(hits) if hit.tone is Tone.TURN), default=len(hits))
    return [_weight(hit, asking) * (2 if place > last_turn else 1) for place, hit in enumerate(hits)]


def _weight(hit: Hit, asking: set[int]) -> int:
    weight = _WEIGHTS.get(hit.tone, 0)
    if hit.tone in (Tone.COURTESY, Tone.GRIEVANCE):
        return 0 if asking or hit.negated else weight
    if hit.negated:
        # Not good is bad; not bad is not yet good.
        return min(0, -weight)
    return 0 if weight > 0 and hit.clause in asking else weight


def _lean(total: int, words: tuple[str, ...]) -> Mood:
    """A mood away from the middle, the further the more was said."""
    outer = _round(_THIRD / (2 * abs(total)))
    if total < 0:
        return Mood(Feeling.NEGATIVE, outer, words)
    return Mood(Feeling.POSITIVE, 1 - outer, words)


def _words(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("不" if hit.negated else "") + hit.word for hit in hits))


def _round(score: float) -> float:
    return round(score, 3)


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"
