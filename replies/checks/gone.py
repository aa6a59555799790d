"""What a pattern looks for, and folding takes out of every text before it is compared."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import category, normalize

import msgspec

SYNTAX = "|()[]"
_PIECE = re.compile(
    r"\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\(\?P?<\w+>|\(\?[\w-]*[:)]|\{\d+,?\d*\}|.",
    re.DOTALL,
)
_OPTIONAL_GROUP = re.compile(r"\)(?:[?*]|\{0)")
_OPTIONAL = re.compile(r"[?*]|\{0")


class Gone(msgspec.Struct, frozen=True):
    """``sign`` stands in the alternative ``within``, which therefore fits no text; ``mend`` tells staff what to do."""

    sign: str
    within: str
    mend: str


def gone_from(pattern: str) -> tuple[Gone, ...]:
    """What no text has, one for each alternative that needs it; none where every one may fit for all one can see."""
    if _OPTIONAL_GROUP.search(pattern):
        return ()
    return tuple(found for within in _alternatives(pattern) if (found := _gone_from(within)) is not None)


def is_gone(pattern: str) -> bool:
    """Whether nothing can fit a pattern: each of its alternatives needs what no text has."""
    # Within brackets one cannot see which alternatives belong together.
    return "(" not in pattern and len(gone_from(pattern)) == len(list(_alternatives(pattern)))


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars, also those within brackets."""
    within: list[str] = []
    for piece in _PIECE.findall(pattern):
        if piece == "|":
            yield "".join(within)
            within = []
        else:
            within.append(piece)
    yield "".join(within)


def _gone_from(within: str) -> Gone | None:
    pieces = [piece for piece, following in pairwise((*_PIECE.findall(within), "")) if not _OPTIONAL.match(following)]
    # A text of nothing but signs keeps them.
    if not any(map(_is_letter, pieces)):
        return None
    for place, piece in enumerate(pieces):
        if _is_sign(piece) or _is_blank_in_chinese(pieces, place):
            return Gone(piece, within, _mend(pieces, place))
    return None


def _mend(pieces: Sequence[str], place: int) -> str:
    sign = pieces[place]
    narrow = normalize("NFKC", sign)
    if narrow != sign and narrow in SYNTAX:
        return f"请用英文的 {narrow}"
    told = "空格" if sign == " " else f"「{sign}」"
    before = next((piece for piece in reversed(pieces[:place]) if piece != "+"), "")
    between_latin = all(_is_letter(piece) and piece.isascii() for piece in (before, *pieces[place + 1 : place + 2]))
    return f"请把{told}改成一个空格" if between_latin else f"请删掉{told}"


def _is_letter(piece: str) -> bool:
    return piece in (r"\d", r"\w") or (len(piece) == 1 and category(piece)[0] in "LN")


def _is_sign(piece: str) -> bool:
    if piece.startswith("[") and not piece.startswith("[^") and not {"\\", "-"} & set(piece) and len(piece) > 2:
        return all(_is_written_sign(letter) for letter in piece[1:-1])
    if piece.startswith("\\") and len(piece) == 2:
        return not piece[1].isalnum() and _is_written_sign(piece[1])
    return len(piece) == 1 and piece not in r"^$.*+?()|[]{}\\" and _is_written_sign(piece)


def _is_written_sign(letter: str) -> bool:
    return category(letter)[0] in "PS"


def _is_blank_in_chinese(pieces: Sequence[str], place: int) -> bool:
    """Whether it is a blank beside a Chinese letter: folding keeps one only between two Latin words."""
    beside = (*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2])
    return pieces[place] == " " and any(len(piece) == 1 and category(piece) == "Lo" for piece in beside)
