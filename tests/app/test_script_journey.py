"""The README's way through a change of the script, step by step as it stands there, in a shop that is open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from tests.app.commands import Command, done, refused
from tests.app.customer import Customer
from tests.app.standing import huitou, serving_demo

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
HOURS, BOOKING, DIALOG = re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
(ANSWER,) = re.findall(r"`huitou (scripts answer .*?)`", README)
OPEN_AS_EVER = "每天 8:00–22:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where somebody has just typed ``huitou demo``."""
    folder = tmp_path_factory.mktemp("script-journey")
    assert huitou(folder, "demo").returncode == 0
    return folder


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words, given="": CliRunner().invoke(cli, words, input=given)


@pytest.fixture
def lin(folder: Path) -> Iterator[Customer]:
    with serving_demo(folder) as address:
        yield Customer(folder, address, "o-lin")


def changed(script: str) -> str:
    """The starter script after the three changes that the README asks for."""
    script, hours = re.subn(r"^  营业时间: .*\n", HOURS, script, flags=re.MULTILINE)
    script, booking = re.subn(
        r"(  - name: 订位\n.*?)    say:.*?(?=\n  - name:)", rf"\1{BOOKING}", script, flags=re.DOTALL
    )
    script, dialog = re.subn(r"^examples:", f"{DIALOG}\nexamples:", script, flags=re.MULTILINE)
    assert (hours, booking, dialog) == (1, 1, 1)
    return script


def test_from_the_file_to_the_chat_and_back(folder: Path, command: Command, lin: Customer) -> None:
    lin.follows("table-3")
    assert OPEN_AS_EVER in lin.says("几点关门")
    assert "请发一句" in lin.says("订位")
    assert "没听懂" in lin.says("你们有猫吗")

    script = folder / "script.yaml"
    script.write_text(changed(done(command("scripts", "export"))), encoding="utf-8")
    assert done(command("scripts", "check", "script.yaml", "--account", "main", "--strict")).startswith("可以用")
    asked = ("scripts", "try", "几点关门", "--file", "script.yaml", "--at")
    tried = done(command(*asked, "2027-02-06 12:00"))
    assert "10:00–18:00" in tried
    assert "规则「营业时间」" in tried
    assert OPEN_AS_EVER in done(command(*asked, "2027-02-13 12:00"))
    replayed = done(command("scripts", "replay", "--file", "script.yaml"))
    assert "1 条的回答会变" in replayed
    assert "「订位」" in replayed

    assert "第 2 版" in done(command("scripts", "publish", "script.yaml", "--note", "春节营业时间，聊天订位"))
    assert lin.says("订位").endswith("您哪天来？")
    assert "几位" in lin.says("明天")
    assert "1. 大厅" in lin.says("四位")
    assert OPEN_AS_EVER in (hours := lin.says("几点关门"))
    assert hours.endswith("2. 露台")
    assert "手机号" in lin.says("2")
    assert "订好了" in lin.says("138 0013 8000")
    assert "13800138000" in done(command("cases", "list"))

    assert "加了对话「订桌」" in done(command("scripts", "diff", "1", "live"))
    assert "第 3 版" in done(command("scripts", "rollback", "1"))
    assert "请发一句" in lin.says("订位")
    assert "1. 「你们有猫吗」" in done(command("scripts", "unanswered"))
    done(command(*ANSWER.split()))
    assert "有一只，叫拿铁。" in done(command("scripts", "try", "你们有猫吗", "--file", "with-cat.yaml"))
    back, published, _begun = done(command("scripts", "log")).splitlines()
    assert "回到第 1 版" in back
    assert "春节营业时间，聊天订位" in published


def test_a_change_that_breaks_something_stays_away_from_the_customers(folder: Path, command: Command) -> None:
    live = done(command("scripts", "export"))
    broken = folder / "broken.yaml"
    broken.write_text(live.replace("欢迎来{店名}", "欢迎来{x.__class__}"))
    assert "{x.__class__}" in refused(command("scripts", "publish", "broken.yaml", "--note", "坏的"))
    broken.write_text(live.replace("      menu: MENU_HOURS\n", ""))
    assert "点菜单 MENU_HOURS" in refused(command("scripts", "publish", "broken.yaml", "--note", "坏的"))
    assert done(command("scripts", "export")) == live
