"""Identifiers that sort by the time they were made."""

from uuid_utils import uuid7


def new_id() -> str:
    """A new identifier: 32 hexadecimal characters, unique, rising within one process."""
    return uuid7().hex
