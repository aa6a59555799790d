"""The shop's lexicon: words that tell a mood, words that only sound like it, and where they stand in a text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import ahocorasick
import msgspec
import opencc

TEXT_LIMIT = 300
"""Characters of a text that are looked at: the model's time grows with the text, its judgement does not."""

_FILE = Path(__file__).with_name("lexicon.yaml")
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_BLANKS = re.compile(r"\s+")
_SELECTORS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only chooses the colour or the outline of the emoji before it."""
_CLAUSE_ENDS = re.compile(r"[。，、！；~…,.!?;\s]")


class Tone(StrEnum):
    """What an entry says about the mood of who wrote it."""

    FURY = "fury"
    COMPLAINT = "complaint"
    GRIEVANCE = "grievance"
    """A complaint, unless somebody asks how it is done."""
    DELIGHT = "delight"
    PRAISE = "praise"
    COURTESY = "courtesy"
    """Kind when said for itself, mere manners beside a question."""
    TURN = "turn"
    """What stands behind it counts more: but, however."""
    QUESTION = "question"
    SERVICE = "service"
    """Talk of the shop's business: no mood by itself."""


class Hit(msgspec.Struct, frozen=True):
    """An entry found in a text. ``clause`` numbers the clauses from 0; ``negated`` is true for 不 before it."""

    tone: Tone
    word: str
    clause: int
    negated: bool


class Lexicon:
    """Finds its entries in prepared texts in one pass. Immutable; threads may share it."""

    def __init__(self, entries: dict[Tone, list[str]], negators: list[str]) -> None:
        self._negators = tuple(sorted(map(prepare, negators), key=len, reverse=True))
        self._automaton = ahocorasick.Automaton()
        for tone, words in entries.items():
            for word in map(prepare, words):
                self._automaton.add_word(word, (tone, word))
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._automaton)

    def find(self, text: str) -> list[Hit]:
        """The entries in a prepared text, from left to right, not overlapping, the longest at each place."""
        ends = [match.end() for match in _CLAUSE_ENDS.finditer(text)]
        hits: list[Hit] = []
        free = 0
        for start, _, tone, word in sorted(self._places(text)):
            if start < free:
                continue
            clause = bisect_right(ends, start)
            begin = max(free, ends[clause - 1] if clause else 0)
            hits.append(Hit(tone, word, clause, self._is_negated(text[begin:start])))
            free = start + len(word)
        return hits

    def _places(self, text: str) -> Iterator[tuple[int, int, Tone, str]]:
        """Where each entry stands and how long it is, as a number that sorts the longest first."""
        # The automaton's own search for the longest loses entries that stand inside the beginning of a longer one.
        for last, (tone, word) in self._automaton.iter(text):
            yield last + 1 - len(word), -len(word), tone, word

    def _is_negated(self, before: str) -> bool:
        """Whether an odd number of negators stands right before a word: 没有不好喝 is good."""
        negated = False
        while negator := next(filter(before.endswith, self._negators), None):
            negated = not negated
            before = before.removesuffix(negator)
        return negated


def prepare(text: str) -> str:
    """The text as it is judged: its first 300 characters in NFKC, simplified, lower case, with single blanks."""
    plain = _TO_SIMPLIFIED.convert(unicodedata.normalize("NFKC", text[:TEXT_LIMIT])).lower()
    return _BLANKS.sub(" ", _SELECTORS.sub("", plain)).strip()[:TEXT_LIMIT]


def shop_lexicon() -> Lexicon:
    """The lexicon that comes with Huitou. Raises ``msgspec.ValidationError`` when its file names an unknown tone."""
    lists = msgspec.yaml.decode(_FILE.read_bytes(), type=dict[str, list[str]])
    negators = lists.pop("negators")
    return Lexicon(msgspec.convert(lists, dict[Tone, list[str]]), negators)
