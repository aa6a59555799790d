"""Identifiers that sort by the time they were made."""

from uuid_utils import uuid7

LARGEST_NUMBER = 2**63 - 1
"""The largest of the ids that the database counts out, and the largest number it can compare one with."""


def new_id() -> str:
    """A new identifier: 32 hexadecimal characters, unique, rising within one process."""
    return uuid7().hex
