"""``huitou scripts`` from the first draft to the way back, as somebody at a terminal does it."""

from pathlib import Path

import pytest

from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.handlers.conftest import SCRIPT


def script(answer: str) -> str:
    return f"rules:\n  - name: 时间\n    when: {{text: {{contains: 几点}}}}\n    say: {answer}\n"


@pytest.fixture
def command(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("LOGNAME", "xiaolin")
    return command_of_a_shop(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, "九点")


def written(folder: Path, answer: str) -> Path:
    file = folder / "script.yaml"
    file.write_text(script(answer), encoding="utf-8")
    return file


def test_who_published_is_listed_and_is_whoever_types_unless_told(command: Command, file: Path) -> None:
    done(command("scripts", "publish", str(file), "--note", "春节"))
    done(command("scripts", "publish", str(file), "--note", "元宵\x1b[2J", "--by", "店长"))
    newest, older, first = done(command("scripts", "list")).splitlines()
    assert newest.startswith("*  3  ")
    assert newest.endswith("  店长     元宵\\u001b[2J")
    assert older.endswith("  xiaolin  春节")
    assert first == "   1  2026-01-01 12:00  -        for tests"


def test_a_draft_from_beginning_to_publication(command: Command, file: Path, tmp_path: Path) -> None:
    draft = done(command("scripts", "draft", "new", "春节")).strip()
    assert done(command("scripts", "draft", "show", draft)) == SCRIPT
    saved, *_, closing = done(command("scripts", "draft", "save", draft, str(file), "--revision", "1")).splitlines()
    assert saved == "已存为第 2 稿。"
    assert closing.startswith("可以用：")
    assert done(command("scripts", "draft", "rename", draft, "元宵", "--by", "店长")) == "名字改好了。\n"
    (line,) = done(command("scripts", "draft", "list")).splitlines()
    assert line.startswith(f"{draft}  元宵  第 2 稿  从第 1 版  ")
    assert line.endswith("  xiaolin")
    assert done(command("scripts", "draft", "publish", draft, "--note", "元宵")) == "第 2 版已发布。\n"
    assert done(command("scripts", "export")) == script("九点")
    assert [line.split()[3:5] for line in done(command("scripts", "log")).splitlines()] == [
        ["xiaolin", "发布"],
        ["店长", "草稿改名"],
        ["xiaolin", "存草稿"],
        ["xiaolin", "建草稿"],
        ["-", "发布"],
    ]


def test_a_draft_begins_with_a_file_that_need_not_be_right(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    file.write_text("rules:\n\t- x", encoding="utf-8")
    draft = done(command("scripts", "draft", "new", "一半", "--file", str(file))).strip()
    assert done(command("scripts", "draft", "show", draft)) == "rules:\n\t- x"
    assert "制表符" in refused(command("scripts", "draft", "publish", draft, "--note", ""))


def test_a_save_over_another_is_refused_and_nothing_is_lost(command: Command, file: Path, tmp_path: Path) -> None:
    draft = done(command("scripts", "draft", "new", "春节")).strip()
    done(command("scripts", "draft", "save", draft, str(file), "--revision", "1", "--by", "店长"))
    mine = written(tmp_path, "十点")
    told = refused(command("scripts", "draft", "save", draft, str(mine), "--revision", "1"))
    assert "店长刚刚改过这份草稿，现在是第 2 稿" in told
    assert "--revision 2" in told
    assert done(command("scripts", "draft", "show", draft)) == script("九点")


def test_a_discarded_draft_is_brought_back_as_the_command_says(command: Command) -> None:
    draft = done(command("scripts", "draft", "new", "春节")).strip()
    told = done(command("scripts", "draft", "discard", draft))
    assert done(command("scripts", "draft", "list")) == ""
    assert "draft restore" in refused(command("scripts", "draft", "show", draft))
    assert done(command(*told.split("huitou ")[1].split())) == "「春节」在了，第 1 稿。\n"
    assert draft in done(command("scripts", "draft", "list"))


def test_one_step_back(command: Command, file: Path) -> None:
    done(command("scripts", "publish", str(file), "--note", "春节"))
    assert done(command("scripts", "rollback", "1")) == "已回到第 1 版，现在是第 3 版。\n"
    assert done(command("scripts", "export")) == SCRIPT
    assert "第 3 版就是现在用的这一版" in refused(command("scripts", "rollback", "3"))
    assert "没有第 9 版脚本" in refused(command("scripts", "rollback", "9"))


def test_what_was_published_meanwhile_is_not_taken_back_unseen(command: Command, file: Path) -> None:
    done(command("scripts", "publish", str(file), "--note", "春节", "--by", "店长"))
    told = refused(command("scripts", "publish", str(file), "--note", "我的", "--based-on", "1"))
    assert "店长刚刚又发布了第 2 版" in told
    assert "--based-on 2" in told
    draft = done(command("scripts", "draft", "new", "我的")).strip()
    done(command("scripts", "publish", str(file), "--note", "又", "--by", "店长"))
    assert "又发布了第 3 版" in refused(command("scripts", "draft", "publish", draft, "--note", "我的"))
    assert done(command("scripts", "draft", "publish", draft, "--note", "我的", "--based-on", "3")).startswith(
        "第 4 版"
    )


def test_two_sides_of_any_kind_are_compared(command: Command, file: Path, tmp_path: Path) -> None:
    done(command("scripts", "publish", str(file), "--note", "春节"))
    draft = done(command("scripts", "draft", "new", "春节")).strip()
    mine = written(tmp_path, "十点")
    assert done(command("scripts", "diff", "live", draft)) == "没有不同。\n"
    assert "加了规则「时间」" in done(command("scripts", "diff", "1", "2"))
    told = done(command("scripts", "diff", draft, str(mine))).splitlines()
    assert told == [
        "改了规则「时间」",
        "      - name: 时间",
        "        when:",
        "          text: {contains: 几点}",
        "    -   say: 九点",
        "    +   say: 十点",
    ]


def test_what_a_draft_said_before_is_had_back(command: Command, file: Path) -> None:
    draft = done(command("scripts", "draft", "new", "春节")).strip()
    done(command("scripts", "draft", "save", draft, str(file), "--revision", "1"))
    saved, made, *_ = (line.split()[0] for line in done(command("scripts", "log")).splitlines())
    assert done(command("scripts", "draft", "before", saved)) == SCRIPT
    assert "不是存草稿" in refused(command("scripts", "draft", "before", made))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["diff", "live", "9"], "没有第 9 版脚本"),
        (["diff", "live", "nothing.yaml"], "没有编号是「nothing.yaml」的草稿"),
        (["diff", "live", "1", "--account", "other"], "账号「other」还没有发布过脚本"),
        (["rollback", "0"], "greater than or equal to 1"),
        (["show", "4294967296"], "less than or equal to 2147483647"),
        (["log", "--account", "other"], "no account 'other'"),
        (["list", "--account", "other"], "no account 'other'"),
        (["log", "--limit", "0"], "greater than or equal to 1"),
        (["draft", "list", "--account", "other"], "no account 'other'"),
        (["draft", "new", "x", "--account", "other"], "no account 'other'"),
        (["draft", "new", " "], "草稿要有一个名字"),
        (["draft", "show", "x"], "没有编号是「x」的草稿"),
        (["draft", "discard", "x"], "没有编号是「x」的草稿"),
        (["draft", "restore", "x"], "没有编号是「x」的草稿"),
        (["draft", "rename", "x", "y"], "没有编号是「x」的草稿"),
        (["draft", "publish", "x", "--note", ""], "没有编号是「x」的草稿"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(command: Command, words: list[str], told: str) -> None:
    assert told in refused(command("scripts", *words))


def test_a_page_of_the_log_follows_another(command: Command, file: Path) -> None:
    done(command("scripts", "publish", str(file), "--note", "春节"))
    newest = done(command("scripts", "log", "--limit", "1"))
    assert newest.endswith("  xiaolin  发布  第 2 版  春节\n")
    assert done(command("scripts", "log", "--before", newest.split()[0])).count("\n") == 1


def test_a_difference_obeys_no_terminal(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(script("九点").replace("时间", '"\\e[2J\\u202e"'), encoding="utf-8")
    shown = command("scripts", "diff", "live", str(file))
    assert "\x1b" not in shown.output
    assert "\u202e" not in shown.output
