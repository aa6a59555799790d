"""A file that is replaced: the new one whole, or the old one untouched."""

from pathlib import Path

import pytest

from crm_sync.connector import Unavailable
from crm_sync.connectors.whole_file import replacing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "crm" / "people.txt"


def test_what_was_written_takes_the_name_with_the_block_s_end(file: Path) -> None:
    for text in ("小林\n", "小林\r\n小王\n"):
        with replacing(file, "utf-8") as new:
            new.write(text)
            assert file.exists() is (text != "小林\n")
        assert file.read_bytes() == text.encode()
    assert list(file.parent.iterdir()) == [file]


def test_the_old_file_can_be_read_while_the_new_one_is_written(file: Path) -> None:
    for name in ("小林\n", "小王\n"):
        with replacing(file, "utf-8") as new:
            new.write(file.read_text(encoding="utf-8") if file.exists() else "")
            new.write(name)
    assert file.read_text(encoding="utf-8") == "小林\n小王\n"


def test_a_block_that_raises_leaves_the_old_file_and_no_other(file: Path) -> None:
    with replacing(file, "utf-8") as new:
        new.write("小林\n")
    with pytest.raises(UnicodeEncodeError), replacing(file, "ascii") as new:
        new.write("小王\n")
    assert file.read_text(encoding="utf-8") == "小林\n"
    assert list(file.parent.iterdir()) == [file]


def test_what_another_file_s_runner_is_writing_is_left_alone(file: Path) -> None:
    with replacing(file.with_name("others.txt"), "utf-8") as theirs, replacing(file, "utf-8") as ours:
        theirs.write("小王\n")
        ours.write("小林\n")
    assert sorted(path.name for path in file.parent.iterdir()) == ["others.txt", "people.txt"]


def test_a_folder_that_cannot_be_made_is_said_with_the_file_s_name(tmp_path: Path) -> None:
    (tmp_path / "crm").write_text("not a folder")
    with pytest.raises(Unavailable, match=r"people\.txt"), replacing(tmp_path / "crm" / "people.txt", "utf-8"):
        pass
