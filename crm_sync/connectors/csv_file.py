"""A CSV file, one row per contact, that Excel opens and that is whole at every moment."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from crm_sync.connector import Json, Outgoing, RowResult, Sent, Unavailable
from crm_sync.connectors.whole_file import replacing

KEY = "编号"
"""The heading of the column that holds our contact's id."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program calculate a cell instead of showing it; the wide ones do so in East Asia."""


class CsvFile:
    """Keeps ``path`` up to date: rows are found by the contact's id, new ones are appended.

    The file is UTF-8 with a byte order mark and readable by its owner alone. ``columns`` are the headings behind the
    key; a column that the file has besides these is dropped.
    """

    name = "csv"
    batch_size = 1_000

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self._columns = (KEY, *columns)

    def upsert(self, batch: Sequence[Outgoing]) -> Sequence[RowResult]:
        """Write the batch into the file.

        Raises ``Unavailable`` when the file cannot be read or written, or when somebody else changed it meanwhile.
        """
        rows = {contact.key: self._row(contact) for contact in batch}
        try:
            with replacing(self._path, "utf-8-sig") as file:
                writer = csv.writer(file)
                writer.writerow(self._columns)
                writer.writerows(_merged(self._kept(), rows))
        except (UnicodeDecodeError, csv.Error) as error:
            raise Unavailable(f"{self._path}: {error}") from error
        return [Sent() for _ in batch]

    def close(self) -> None:
        """Nothing is held open between two batches."""

    def _row(self, contact: Outgoing) -> list[str]:
        values = {KEY: contact.key, **contact.fields}
        return [cell(values.get(column)) for column in self._columns]

    def _kept(self) -> Iterator[list[str]]:
        """The rows of the file as it is, under the columns as they are to be."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if KEY not in (reader.fieldnames or ()):
                raise Unavailable(f"{self._path} has no column {KEY}: move it away, and a new one is begun")
            for row in reader:
                yield [row.get(column, "") for column in self._columns]


def cell(value: Json) -> str:
    """The value as a spreadsheet shows it; text that would be calculated is marked as text by an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _merged(kept: Iterable[list[str]], new: dict[str, list[str]]) -> Iterator[list[str]]:
    """The kept rows, each replaced by its new version, then the new ones; row by row, so that memory stays flat."""
    left = dict(new)
    for row in kept:
        left.pop(row[0], None)
        yield new.get(row[0], row)
    yield from left.values()
