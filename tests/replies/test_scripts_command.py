"""``huitou scripts``: staff check, publish, read and take home their script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.scripts import verb
from records.database import open_engine, reading, writing
from replies.versions.publishing import published_version
from tests.factories import make_account

GOOD = "rules:\n  - name: 时间\n    when: {text: {contains: 几点}}\n    say: 八点\n"
BAD = "rules:\n  - name: 时间\n    when: {text: {contains: 几点}}\n    say: '{7*7}'\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "script.yaml"
    file.write_text(GOOD, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def shop(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HUITOU_DATABASE_URL", sqlite_url)
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        make_account(connection)
    engine.dispose()
    return sqlite_url


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(verb, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def live_version(url: str) -> int | None:
    engine = open_engine(url)
    with reading(engine) as connection:
        version = published_version(connection, "main")
    engine.dispose()
    return version


def test_a_good_script_is_called_good_and_nothing_is_published(script: Path, shop: str) -> None:
    assert run("check", str(script)) == (0, "可以用：1 条规则，0 条店里的信息。\n", "")
    assert live_version(shop) is None


def test_what_is_published_can_be_listed_shown_and_exported(script: Path) -> None:
    assert run("publish", str(script), "--note", "第一份")[:2] == (0, "第 1 版已发布。\n")
    script.write_text(GOOD.replace("八点", "九点"), encoding="utf-8")
    assert run("publish", str(script), "--note", "春节")[0] == 0
    listed = run("list")[1].splitlines()
    assert [line.split()[:2] for line in listed] == [["*", "2"], ["1", listed[1].split()[1]]]
    assert listed[0].endswith("春节")
    assert run("show", "1") == (0, GOOD, "")
    assert run("export") == (0, GOOD.replace("八点", "九点"), "")
    assert run("export", "--version", "1") == (0, GOOD, "")


def test_a_bad_script_is_not_published_and_the_live_one_stays(script: Path, shop: str) -> None:
    run("publish", str(script), "--note", "第一份")
    script.write_text(BAD, encoding="utf-8")
    code, _, refusal = run("publish", str(script), "--note", "坏的")
    assert (code, "规则「时间」" in refusal) == (1, True)
    assert live_version(shop) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "7"), "没有第 7 版脚本"),
        (("export",), "还没有发布过脚本"),
        (("export", "--account", "other"), "账号「other」还没有发布过脚本"),
    ],
)
def test_what_does_not_exist_is_said_so(arguments: tuple[str, ...], sentence: str) -> None:
    code, _, refusal = run(*arguments)
    assert (code, sentence in refusal) == (1, True)


def test_publishing_for_an_unknown_account_is_refused(script: Path) -> None:
    code, _, refusal = run("publish", str(script), "--note", "", "--account", "other")
    assert (code, "没有叫「other」的账号" in refusal) == (1, True)


def test_a_file_of_windows_notepad_is_read(script: Path) -> None:
    script.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert run("check", str(script))[0] == 0


@pytest.mark.parametrize(
    ("content", "sentence"), [(GOOD.encode("gb18030"), "不是 UTF-8"), (b"x" * 5_000_000, "超过 4 MB")]
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(script: Path, content: bytes, sentence: str) -> None:
    script.write_bytes(content)
    code, _, refusal = run("publish", str(script), "--note", "")
    assert (code, sentence in refusal) == (1, True)
