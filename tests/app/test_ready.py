"""What must be so before ``huitou scripts publish`` publishes, and that the way back asks nothing."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from app.readiness import BreaksExamples, HasErrors
from app.scripts import publish_source
from records.clock import utc_now
from records.database import open_engine, writing
from replies.language.source import ScriptError
from replies.versions.publishing import publish
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.factories import NOON, make_account

RULES = """\
rules:
  - name: 时间
    when: {text: {contains: 几点}}
    say: 八点
  - name: 听不懂
    when: fallback
    say: 没听懂
"""
IN_VAIN = RULES.replace("    say: 八点\n", "    say: 八点\n    do: [{coupon: nowhere}]\n")
"""It gives a coupon that the shop does not have."""
BROKEN = f"""\
{RULES}
examples:
  - {{text: 停车, expect: 时间}}
  - {{text: 几点, expect: 时间}}
  - {{text: 在吗, expect: 时间}}
"""


@pytest.fixture
def command(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return command_of_a_shop(database_url, tmp_path, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "script.yaml"


def versions(command: Command) -> int:
    return len(done(command("scripts", "list")).splitlines())


def test_a_script_with_an_error_is_refused_with_its_line_and_the_published_one_stays(
    command: Command, file: Path
) -> None:
    before = done(command("scripts", "export"))
    file.write_text(IN_VAIN, encoding="utf-8")
    first, second = refused(command("scripts", "publish", str(file), "--note", "x")).splitlines()
    assert first == "还不能发布，有 1 处错误："
    assert second.startswith("第 2 行，规则「时间」")
    assert "nowhere" in second
    assert (done(command("scripts", "export")), versions(command)) == (before, 1)


def test_examples_that_fail_stop_it_until_each_is_overruled_by_its_name(command: Command, file: Path) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    words = ("scripts", "publish", str(file), "--note", "x")
    told = refused(command(*words)).splitlines()
    assert told[:3] == [
        "有 2 句例句不对：",
        "「停车」→ 时间，实际是「听不懂（兜底）」",
        "「在吗」→ 时间，实际是「听不懂（兜底）」",
    ]
    names = [line.split("，")[0] for line in told[1:3]]
    assert refused(command(*words, "--overrule", names[0])).splitlines()[:2] == ["有 1 句例句不对：", told[2]]
    assert versions(command) == 1
    assert done(command(*words, "--overrule", names[0], "--overrule", names[1])) == "第 2 版已发布。\n"


def test_a_draft_passes_the_same_gate(command: Command, file: Path) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    draft = done(command("scripts", "draft", "new", "春节", "--file", str(file))).strip()
    words = ("scripts", "draft", "publish", draft, "--note", "x")
    assert "「停车」→ 时间" in refused(command(*words))
    overruled = ("--overrule", "「停车」→ 时间", "--overrule", "「在吗」→ 时间")
    assert done(command(*words, *overruled)) == "第 2 版已发布。\n"


def test_the_way_back_asks_nothing(command: Command, file: Path, database_url: str) -> None:
    """What once answered may answer again at once, also where examples or the shop's coupons are no longer so."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        publish(connection, "main", IN_VAIN + BROKEN.removeprefix(RULES), "from before", NOON)
    engine.dispose()
    file.write_text(RULES, encoding="utf-8")
    done(command("scripts", "publish", str(file), "--note", "x"))
    assert done(command("scripts", "rollback", "2")) == "已回到第 2 版，现在是第 4 版。\n"


@pytest.mark.parametrize(
    ("source", "refusal"), [("rules: [", ScriptError), (IN_VAIN, HasErrors), (BROKEN, BreaksExamples)]
)
def test_a_script_is_read_and_weighed_before_anybody_has_to_wait(
    engine: Engine, source: str, refusal: type[Exception]
) -> None:
    """Somebody else writes all the while: who waited for them would never come to the refusal."""
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", RULES, "for tests", NOON)
    with writing(engine) as connection:
        publish(connection, "main", RULES, "meanwhile", NOON)
        with pytest.raises(refusal):
            publish_source(engine, "main", source, "x", "店长", utc_now, ZoneInfo("Asia/Shanghai"))
