"""What strangers wrote, fit for a terminal."""


def harmless(text: str) -> str:
    """The text without a character that a terminal would obey."""
    return "".join(char if char.isprintable() or char in "\n\t" else f"\\u{ord(char):04x}" for char in text)


def one_line(text: str) -> str:
    """The same in one line, whatever the text."""
    return harmless(" ".join(text.split()))
