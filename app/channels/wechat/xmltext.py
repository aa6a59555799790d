"""Text that is safe inside the XML that we write."""

import re
import unicodedata

from app.channels.wechat.limits import TEXT_LIMIT_BYTES

JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
LONGEST_CLUSTER = 16

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold, its line ends as plain newlines."""
    return _ILLEGAL.sub("", _LINE_END.sub("\n", text))


def escape(text: str) -> str:
    """The text, cleaned, as it may stand inside one CDATA section of a template."""
    return clean(text).replace("]]>", "]]]]><![CDATA[>")


def cut(text: str) -> str:
    """As much of a clean text as a reply holds, cut where a reader would: not within a character or joined emoji."""
    encoded = text.encode()
    if len(encoded) <= TEXT_LIMIT_BYTES:
        return text
    end = len(encoded[:TEXT_LIMIT_BYTES].decode(errors="ignore"))
    for boundary in range(end, max(end - LONGEST_CLUSTER, 0), -1):
        if not _joined(text[boundary - 1], text[boundary]):
            return text[:boundary]
    return text[:end]


def _joined(before: str, after: str) -> bool:
    """Whether two characters are parts of one sign."""
    if JOINER in (before, after) or ord(after) in SKIN_TONES:
        return True
    return unicodedata.category(after) in ("Mn", "Mc", "Me")
