"""What strangers wrote, fit for a terminal, and who sits at it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from getpass import getuser
from unicodedata import combining, east_asian_width
from zoneinfo import ZoneInfo


def harmless(text: str) -> str:
    """The text without a character that a terminal would obey."""
    return "".join(char if char.isprintable() or char in "\n\t" else f"\\u{ord(char):04x}" for char in text)


def one_line(text: str) -> str:
    """The same in one line, whatever the text."""
    return harmless(" ".join(text.split()))


def on_the_clock(moment: datetime, zone: ZoneInfo) -> str:
    """The moment, to the minute, as a clock in ``zone`` shows it."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def tell(lines: Iterable[str]) -> None:
    """Print the lines, and nothing at all where there are none."""
    for line in lines:
        print(line)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines whose cells stand below one another; numbers end below one another, too.

    Each cell is put in one line. Chinese takes two places for each character.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(_places, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(_filled, row, widths)).rstrip() for row in cells]


def _filled(cell: str, width: int) -> str:
    blanks = " " * (width - _places(cell))
    return blanks + cell if cell.isdecimal() else cell + blanks


def _places(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else not combining(char) for char in text)


def whoever_types() -> str:
    """The operating system's name of who runs the command; ``cli`` where it has none."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "cli"
