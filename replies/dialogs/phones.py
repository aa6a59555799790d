"""Mobile numbers of mainland China."""

import re
import unicodedata

from replies.dialogs.heard import LONGEST, Heard, Reason

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s\-.·()]+(?=[0-9])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86|0086)?(1[3-9][0-9]{9})(?![0-9])")


def read_phone(text: str) -> Heard:
    """The eleven digits of the one mobile number in a text, however it is grouped; 86 before it is left out."""
    if len(text) > LONGEST:
        return Reason.UNCLEAR
    found = set(_MOBILE.findall(_BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))))
    if len(found) > 1:
        return Reason.AMBIGUOUS
    return found.pop() if found else Reason.UNCLEAR
