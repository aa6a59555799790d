"""Coupon codes: impossible to guess, hard to mistype, kind to whoever types them.

Eleven random characters of 32 make 55 bits; with a million coupons open, a well-formed guess hits one of them
once in 36 thousand million. The twelfth is the remainder of a cyclic code over GF(32): it gives away every single
wrong character and every two that changed places, wherever they stand.
"""

import secrets
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from loyalty.refusals import MistypedCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as 1, 1, 0 and V."""
RANDOM_LENGTH = 11
LENGTH = RANDOM_LENGTH + 1
GROUP = 4
TYPED_LIMIT = 64
"""More than any way of writing a code needs: what is longer is not even looked at."""

_VALUES: Mapping[str, int] = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES: Mapping[int, int] = str.maketrans("OILU", "011V")
_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, primitive: the powers of x give 31 positions weights of their own."""


def make_code() -> str:
    """A new code in canonical form: 12 characters, 55 random bits and a check character."""
    values = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_LENGTH)]
    values.append(_times_x(_remainder(values)))
    return "".join(ALPHABET[value] for value in values)


def normalise_code(typed: str) -> str:
    """The canonical code that somebody meant: any case, width, grouping or look-alike letter will do.

    Raises ``MistypedCode`` when it cannot be a code.
    """
    folded = normalize("NFKC", typed[:TYPED_LIMIT]).upper().translate(_LOOK_ALIKES)
    code = "".join(character for character in folded if character.isalnum())
    if len(typed) > TYPED_LIMIT or len(code) != LENGTH:
        raise MistypedCode(
            f"券码一共 {LENGTH} 位，请照着券再输一遍。",
            f"A code has {LENGTH} characters. Please type it again from the coupon.",
        )
    if not _is_whole(code):
        raise MistypedCode(
            "券码有一位不对，请照着券核对一遍。", "One character is not right. Please compare the code with the coupon."
        )
    return code


def show_code(code: str) -> str:
    """The canonical code in groups, as people read it: ``7Q2K-9XWD-3HTV``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _is_whole(code: str) -> bool:
    values = [_VALUES.get(character) for character in code]
    known = [value for value in values if value is not None]
    return len(known) == len(values) and _remainder(known) == 0


def _remainder(values: Iterable[int]) -> int:
    remainder = 0
    for value in values:
        remainder = _times_x(remainder) ^ value
    return remainder


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled >= len(ALPHABET) else doubled
