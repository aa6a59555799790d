"""What came as an answer, and what it is understood as."""

import re
import unicodedata
from collections.abc import Callable
from enum import Enum

import msgspec

Fold = Callable[[str], str]
"""One spelling for texts that mean the same to a reader."""

LONGEST = 100
"""Characters of an answer that is to be a number, a day or the like; whoever writes more is telling something else."""


_COURTESY = re.compile(r"(?:吧|啊|啦|呀|哦|哈|谢谢|多谢|[.。!~,、])+$")
_KEYCAP = dict.fromkeys((0xFE0F, 0x20E3))
"""What makes a digit an emoji: 3️⃣ is a 3."""


class Came(msgspec.Struct, frozen=True):
    """What a person answered: a text, or a picture by the channel's id of it; neither where it was something else."""

    text: str = ""
    picture: str = ""


class Reason(Enum):
    """Why an answer is not taken."""

    UNCLEAR = "unclear"
    AMBIGUOUS = "ambiguous"
    BELOW = "below"
    """Less, earlier or shorter than is asked for."""
    ABOVE = "above"
    """More, later or longer than is asked for."""
    ANY = "any"
    """Whatever there is to choose from would do."""
    NEEDED = "needed"
    """It was to be skipped, and may not be."""


Heard = str | Reason
"""The answer as it is kept, or why there is none."""


def compact(text: str) -> str:
    """The text in half width and without blanks, or nothing where it is too long to be a short answer."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_KEYCAP).split()) if len(text) <= LONGEST else ""


def without_courtesy(text: str) -> str:
    """A short text without what is put behind it to sound kind: 算了吧, 不用了，谢谢."""
    return _COURTESY.sub("", compact(text))
