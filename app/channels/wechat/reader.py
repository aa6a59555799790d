"""XML as the platform writes it, read into plain dicts: tolerant of odd shapes, closed to hostile ones.

Blanks around a text are stripped and text beside elements is ignored (protocol sheet 1.10). Attributes, which the
platform does not use, are ignored too.
"""

from typing import NoReturn, TypeAlias
from xml.parsers import expat

from app.channels.wechat.refusals import NotUnderstood, Refused

DEPTH_LIMIT = 16
ELEMENT_LIMIT = 2_000
BLANKS = " \t\r\n"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Value: TypeAlias = "str | dict[str, Value] | list[Value]"
Fields: TypeAlias = dict[str, Value]
"""The elements by name: a text, further elements, or a list where an element is repeated."""


def read(xml: bytes) -> Fields:
    """The elements inside the root.

    Raises ``Refused`` (400) for a DTD, for nesting deeper than 16 and for more than 2,000 elements, as soon as it
    is met; ``NotUnderstood`` for what is not XML in UTF-8.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml.removeprefix(BYTE_ORDER_MARK).strip(), True)
    except expat.ExpatError as error:
        raise NotUnderstood(f"不是合格的 XML（第 {error.lineno} 行）") from error
    return builder.root()


def one(fields: Fields, *path: str) -> str:
    """The text at a path: empty when it is not there, is no text, or is there more than once."""
    value: Value = fields
    for name in path:
        if isinstance(value, list):
            value = value[0]
        if not isinstance(value, dict):
            return ""
        value = value.get(name, "")
    return value if isinstance(value, str) else ""


class _Builder:
    """Receives what expat meets. ``_open`` holds the elements that are not closed yet, the document first."""

    __slots__ = ("_elements", "_open", "_text")

    def __init__(self) -> None:
        self._open: list[Fields] = [{}]
        self._text: list[str] = []
        self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) > DEPTH_LIMIT or self._elements > ELEMENT_LIMIT:
            raise Refused(400, f"At most {DEPTH_LIMIT} levels and {ELEMENT_LIMIT} elements of XML are read.")
        self._open.append({})
        self._text.clear()

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, name: str) -> None:
        value: Value = self._open.pop() or "".join(self._text).strip(BLANKS)
        self._text.clear()
        _add(self._open[-1], name, value)

    def root(self) -> Fields:
        (value,) = self._open[0].values()
        return value if isinstance(value, dict) else {}


def _add(fields: Fields, name: str, value: Value) -> None:
    if name not in fields:
        fields[name] = value
        return
    before = fields[name]
    if isinstance(before, list):
        before.append(value)
    else:
        fields[name] = [before, value]


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise Refused(400, "XML with a document type or entities is not read.")
