"""``huitou scripts check``: a line for everything that is wrong, and an exit code for machines."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from app.cli.scripts import verb
from records.database import writing
from records.media import register, remove
from replies.starter import starter_script
from tests.factories import NOON, make_account, make_coupon_kind, make_store
from tests.replies.checks.checking import rule, script

GOOD = script(rule("时间", "{text: {contains: 几点}}"))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script in the folder that the command runs in, where no database is to be found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUITOU_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    return Path("script.yaml")


def check(file: Path, content: str | bytes, *options: str) -> tuple[int, list[str]]:
    """The exit code, and the lines on standard output."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(verb, ["check", str(file), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.stderr == ""
    return result.exit_code, result.stdout.splitlines()


def test_a_good_script_needs_no_database_and_ends_with_zero(file: Path) -> None:
    assert check(file, GOOD) == (0, ["可以用：1 条规则，0 条店里的信息。"])


def test_the_starter_is_good(file: Path) -> None:
    code, lines = check(file, starter_script(), "--strict")
    assert (code, len(lines)) == (0, 1)


def test_an_error_has_its_file_and_line_and_ends_with_one(file: Path) -> None:
    code, lines = check(
        file, script(rule("时间", "{text: {contains: 几点}}"), rule("停车", "{menu: A}", say="'{停车}'"))
    )
    assert code == 1
    assert lines[0].startswith("script.yaml:5: 错误: 规则「停车」的 say：没有「{停车}」可以填。")
    assert lines[1:] == ["还不能用：1 处错误。"]


def test_a_warning_ends_with_zero_unless_it_is_to_count(file: Path) -> None:
    source = script(rule("甲", "{menu: A}"), rule("乙", "{menu: A}"))
    code, lines = check(file, source)
    assert (code, lines[1]) == (0, "可以用：2 条规则，0 条店里的信息；1 处提醒。")
    assert lines[0].startswith("script.yaml:5: 提醒: 规则「乙」永远轮不到")
    assert check(file, source, "--strict")[0] == 1


def test_with_an_account_it_is_checked_against_what_that_has(
    file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as connection:
        make_account(connection)
        make_coupon_kind(connection)
        make_store(connection)
        register(connection, "main", "M_OLD", "picture", "", NOON)
        register(connection, "main", "M_NEW", "picture", "", NOON)
        remove(connection, "main", "M_OLD", NOON)
    monkeypatch.setenv("HUITOU_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    source = script(
        rule("有的", "{menu: A}", say="{picture: M_NEW}", more="do:\n  - coupon: welcome"),
        rule("没有的", "{menu: B}", say="{picture: M_OLD}", more="do:\n  - coupon: birthday"),
        rule("哪儿", "{location: {near: riverside, within: 100}}"),
    )
    assert check(file, source)[0] == 0
    code, lines = check(file, source, "--account", "main")
    assert code == 1
    assert ["素材「M_OLD」已经删掉了" in lines[0], "没有编号是「birthday」的券" in lines[1]] == [True, True]
    assert "门店「riverside」还没有写位置" in lines[2]
    assert lines[3:] == ["有 3 处错误，请先改好再发布。"]


def test_an_account_that_is_not_there_is_said_so(file: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUITOU_DATABASE_URL", sqlite_url)
    file.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(verb, ["check", str(file), "--account", "bakery"])
    assert (result.exit_code, "no account 'bakery'" in result.stderr) == (2, True)


def test_the_day_is_that_of_the_shop(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUITOU_TIMEZONE", "Asia/Tokyo")
    over = rule("旧", "{menu: A}", more="only_if: {dates: {to: 2020-01-01}}")
    assert "永远不会回答" in check(file, script(over))[1][0]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


HURTING = {
    "duplicate keys": ("rules: []\nrules: []\n", ":2: 错误: 「rules」写了两次"),
    "unknown field": (script(rule("甲", "{menus: A}")), ":2: 错误: 规则「甲」的 when：不认识「menus」"),
    "tab": ("rules:\n\t- name: 甲\n", ":2: 错误: 这里用了制表符（Tab）"),
    "alias bomb": (BOMB, ":1: 错误: 脚本里不用 YAML 的锚点"),
    "look-ahead": (script(rule("甲", "{text: {pattern: '(?=a)b'}}")), "这个匹配式用不了"),
    "huge pattern": (script(rule("甲", "{text: {pattern: '((a{9}){9}){99}'}}")), ":2: 错误: 规则「甲」"),
    "attribute": (script(rule("甲", "{menu: A}", say="'{x.__class__}'")), "没有「{x.__class__}」可以填"),
    "template": (script(rule("甲", "{menu: A}", say="'{{7*7}}'")), ":2: 错误: 规则「甲」的 say"),
    "control characters": ("rules: [\x1b[2J]\n", "看不见的控制字符"),
    "nothing": ("", "错误: "),
    "5 MB": (script(rule("甲", "{menu: A}", say="x" * 5_000_000)), "script.yaml 超过 4 MB"),
    "not UTF-8": (GOOD.encode("gb18030"), "script.yaml 不是 UTF-8 的文本"),
}


@pytest.mark.parametrize("what", HURTING)
def test_what_hurts_is_refused_in_a_sentence(file: Path, what: str) -> None:
    content, sentence = HURTING[what]
    code, lines = check(file, content)
    assert code == 1
    assert lines[0].startswith("script.yaml")
    assert sentence in lines[0]
    assert lines[-1] == "还不能用：1 处错误。"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(script(rule("甲", "{text: {pattern: '(a+)+$'}}")), id="a pattern that hurts elsewhere"),
        pytest.param(script(rule('"<svg onload=alert(1)>"', "{menu: A}")), id="markup in a name"),
    ],
)
def test_what_hurts_elsewhere_does_nothing_here(file: Path, content: str) -> None:
    assert check(file, content) == (0, ["可以用：1 条规则，0 条店里的信息。"])
