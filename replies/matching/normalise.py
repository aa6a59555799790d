"""One spelling for texts that mean the same to a reader.

Width, case and script (traditional, simplified) are folded; blanks, punctuation and symbols go, except that one blank
stays between two Latin words. Each character is folded for itself, so that a keyword is found in a text wherever it
stands in it.
"""

import unicodedata
from itertools import groupby, pairwise

from opencc import OpenCC

MAX_CHARACTERS = 600
"""What of a text is looked at."""
_BMP = 0x10000
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Sk")


class Normaliser:
    """Folds texts: the same text always to the same. Costs some 4 ms to make; safe to share between threads."""

    def __init__(self) -> None:
        self._folding = _Folding(OpenCC("t2s"))

    def __call__(self, text: str) -> str:
        """The folded text, of at most 600 characters. Symbols are kept where there is nothing else, each once."""
        composed = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
        folded = composed.translate(self._folding)
        if " " not in folded:
            return folded
        return _join(folded.split()) or _only_symbols(composed)

    def letters(self, pattern: str) -> str:
        """A pattern whose Chinese letters are simplified; everything that may have a meaning in it stays."""
        return "".join(self(letter) if unicodedata.category(letter) == "Lo" else letter for letter in pattern)


class _Folding(dict[int, str]):
    """What each character becomes: learnt when first seen, a blank for what separates words."""

    def __init__(self, simplified: OpenCC) -> None:
        self._simplified = simplified

    def __missing__(self, codepoint: int) -> str:
        folded = self._fold(chr(codepoint))
        if codepoint < _BMP:
            self[codepoint] = folded
        return folded

    def _fold(self, character: str) -> str:
        wide = unicodedata.normalize("NFKC", character.casefold())
        plain = "".join(letter if _is_spoken(letter) else " " for letter in wide)
        return plain if plain.isascii() else str(self._simplified.convert(plain))


def _is_spoken(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and ord(character) not in _VARIATION_SELECTORS


def _join(words: list[str]) -> str:
    """The words, with a blank only where two Latin ones meet."""
    joined = words[:1]
    for before, word in pairwise(words):
        if before[-1].isascii() and word[0].isascii():
            joined.append(" ")
        joined.append(word)
    return "".join(joined)


def _only_symbols(text: str) -> str:
    """What is said without words, such as 👍 or ???: every repeated symbol once, no blanks, no joiners."""
    seen = (symbol for symbol, _ in groupby(text) if unicodedata.category(symbol) not in _UNSEEN)
    return "".join(symbol for symbol, _ in groupby(seen))
