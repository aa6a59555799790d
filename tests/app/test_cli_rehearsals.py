"""``huitou scripts try replay unanswered stats answer``, as somebody at a terminal reads them."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Engine, func, select

from records.database import open_engine, reading, writing
from records.tables import metadata
from tests.app.commands import Command, command_of_a_shop, done, refused
from tests.app.conftest import ACCOUNT
from tests.app.server import environment
from tests.app.standing import huitou
from tests.factories import make_account, make_contact, make_coupon_kind, make_follow, make_message
from tests.handlers.conftest import SCRIPT
from tests.talk import chatter, talk


@pytest.fixture
def command(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return command_of_a_shop(database_url, tmp_path, monkeypatch)


@pytest.fixture
def lite(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """On SQLite, where the kind of database does not matter."""
    return command_of_a_shop(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def shop(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The script of the shop, but for what it says to 签到, and without its opening hours."""
    file = tmp_path / "mine.yaml"
    changed = SCRIPT.replace("签到成功", "签到好了").replace("[营业时间, 几点关门]", "[开门]")
    file.write_text(changed, encoding="utf-8")
    return file


def rows(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def only_contact(shop: Engine) -> str:
    with writing(shop) as connection:
        return make_contact(connection).id


def test_a_try_tells_the_answer_the_rule_its_deeds_and_why_no_other(lite: Command, shop: Engine) -> None:
    before = rows(shop)
    reply, empty, rule, *rest = done(lite("scripts", "try", "--follow", "table-3")).splitlines()
    assert reply.startswith("欢迎光临！新朋友拿铁券：")
    assert (empty, rule) == ("", "规则「扫桌码关注」（场景「table-*」）")
    assert rest[:2] == ["会做：送券「welcome」", "会做：加标签「堂食」"]
    assert "没选「回来的朋友」（场景「*」）：只答再次关注的人，他是第一次。" in rest
    assert rows(shop) == before


def test_what_is_logged_of_a_try_is_no_part_of_what_it_prints(lite: Command, sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "in_vain.yaml"
    file.write_text(SCRIPT.replace("{coupon: welcome}", "{coupon: nowhere}"), encoding="utf-8")
    words = ("scripts", "try", "--follow", "table-3", "--file", str(file))
    told = huitou(tmp_path, *words, **environment(sqlite_url, ACCOUNT, tmp_path))
    assert told.stdout.startswith("欢迎光临！\n\n规则「扫桌码关注」")
    assert "会做：送券「nowhere」，但这位顾客现在会被拒绝" in told.stdout
    assert "unknown-coupon-kind" in told.stderr


def test_a_contact_meets_what_they_would_meet(lite: Command, shop: Engine) -> None:
    talk(shop, [make_follow("table-3"), make_message(text="签到", at=60)])
    lin = only_contact(shop)
    assert done(lite("scripts", "try", "签到", "--contact", lin, "--at", "2026-01-02 10:00")).splitlines()[:4] == [
        "已经签过到了，您有5积分。",
        "",
        "规则「签到」（整句相同「签到」）",
        "会做：送 5 积分，但这位顾客现在会被拒绝",
    ]
    assert done(lite("scripts", "try", "签到")).startswith("签到成功，您有5积分。")


def test_a_try_without_an_answer_says_who_has_none(lite: Command) -> None:
    assert done(lite("scripts", "try", "今天星期几")).splitlines()[2:] == ["规则「兜底」（别的都不合）"]
    asked_back = done(lite("scripts", "try", "签到怎么弄")).splitlines()
    assert asked_back[:2] == ["您是不是想问：", "1. 签到"]
    assert "没有规则答得上，反问了可能的意思" in asked_back


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["try", "几点", "--contact", "nobody"], "没有编号是「nobody」的顾客"),
        (["try", "几点", "--version", "9"], "没有第 9 版脚本"),
        (["try", "几点", "--draft", "x"], "没有编号是「x」的草稿"),
        (["try", "几点", "--at", "9999-12-31 23:59"], "a year from 2000 to 2199"),
        (["try", "几点", "--menu", "KEY"], "say one thing that happens"),
        (["try"], "say one thing that happens"),
        (["try", "几点", "--account", "other"], "no account 'other'"),
        (["try", "几点", "--account", "bakery"], "账号「bakery」还没有发布过脚本"),
        (["stats", "--account", "bakery"], "账号「bakery」还没有发布过脚本"),
        (["replay"], "--draft ID or --file FILE"),
        (["answer", "1", "--name", "x", "--say", "x"], "--draft ID or --out FILE"),
        (["answer", "1", "--name", "x", "--say", "x", "--draft", "x"], "there are 0 groups"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(lite: Command, shop: Engine, words: list[str], told: str) -> None:
    with writing(shop) as connection:
        make_account(connection, "bakery")
    assert told in refused(lite("scripts", *words))


@pytest.mark.parametrize(
    "words",
    [
        ["try", "几点", "--draft"],
        ["replay", "--draft"],
        ["diff", "live"],
        ["answer", "1", "--name", "狗", "--say", "可以", "--draft"],
    ],
)
def test_a_draft_that_cannot_be_read_is_told_by_its_name(
    lite: Command, shop: Engine, file: Path, words: list[str]
) -> None:
    talk(shop, [make_message(text="狗能进来吗")])
    file.write_text("rules:\n\t- x", encoding="utf-8")
    draft = done(lite("scripts", "draft", "new", "春节", "--file", str(file))).strip()
    first, second = refused(lite("scripts", *words, draft)).splitlines()
    assert (first, second[:6]) == ("草稿「春节」还读不了，请先改好：", "第 2 行：")


def test_a_replay_tells_what_changes_the_worst_first_and_what_stays(lite: Command, shop: Engine, file: Path) -> None:
    talk(shop, [make_message(text=text, at=60 * at) for at, text in enumerate(("几点关门", "签到", "积分", "随便"))])
    lin = only_contact(shop)
    assert done(lite("scripts", "replay", "--file", str(file))).splitlines() == [
        "看了最近 4 条消息：2 条的回答会变，2 条不变。",
        "",
        "原来答得上，现在答不上：「营业时间」 → 「兜底」，1 条，1 人",
        f"  「几点关门」2026-01-01 12:00 {lin}",
        "  - 我们早八点到晚十点营业。",
        "  + 没听懂，您可以问营业时间。",
        "",
        "同一条规则，话不同：「签到」 → 「签到」，1 条，1 人",
        f"  「签到」2026-01-01 12:01 {lin}",
        "  - 签到成功，您有{points}积分。",
        "  - 〔送 5 积分〕",
        "  - 〔没办成时改说：已经签过到了，您有{points}积分。〕",
        "  + 签到好了，您有{points}积分。",
        "  + 〔送 5 积分〕",
        "  + 〔没办成时改说：已经签过到了，您有{points}积分。〕",
    ]


def test_a_replay_that_changes_nothing_says_so(lite: Command, shop: Engine, file: Path) -> None:
    talk(shop, [make_message(text="积分")])
    told = done(lite("scripts", "replay", "--file", str(file)))
    assert told == "看了最近 1 条消息：0 条的回答会变，1 条不变。\n没有人会听到不一样的话。\n"


def test_a_thousand_messages_are_replayed_within_two_seconds_and_nothing_is_written(
    command: Command, database_url: str, file: Path
) -> None:
    engine = open_engine(database_url)
    talk(engine, chatter(people=100, each=11))
    before = rows(engine)
    began = perf_counter()
    told = done(command("scripts", "replay", "--file", str(file)))
    seconds = perf_counter() - began
    assert rows(engine) == before
    engine.dispose()
    assert told.startswith("看了最近 1000 条消息：")
    assert seconds < 2, f"{seconds:.2f} s"


def test_what_was_missed_is_told_with_its_trend_and_becomes_a_rule(lite: Command, shop: Engine, tmp_path: Path) -> None:
    asked = ("可以刷卡吗？", "能刷卡吗", "可以刷卡吗？", "狗能进来吗")
    talk(shop, [make_message(text=text, at=60 * at) for at, text in enumerate(asked)])
    assert done(lite("scripts", "unanswered")).splitlines()[:5] == [
        "2 组没答上的话，共 4 条：",
        "",
        "1. 「可以刷卡吗？」「能刷卡吗」",
        "   3 条，1 人；近 7 天 0 条，再前 7 天 0 条",
        f"   最近 2026-01-01 12:02「可以刷卡吗？」 {only_contact(shop)}",
    ]
    assert "还有 1 组，用 --limit 2 都看。" in done(lite("scripts", "unanswered", "--limit", "1"))
    draft = done(lite("scripts", "draft", "new", "刷卡")).strip()
    wish = ("scripts", "answer", "1", "--name", "刷卡", "--say", "可以刷卡。")
    assert done(lite(*wish, "--draft", draft)).splitlines() == [
        "写好了规则「刷卡」，回答「可以刷卡吗？」「能刷卡吗」，还有意思相近的话。",
        f"发布前看看会影响什么：huitou scripts replay --draft {draft}",
    ]
    assert done(lite("scripts", "try", "能刷卡吗", "--draft", draft)).startswith("可以刷卡。\n\n规则「刷卡」")
    assert "重名" in refused(lite(*wish, "--draft", draft))
    out = tmp_path / "out.yaml"
    done(lite(*wish, "--out", str(out)))
    assert done(lite("scripts", "diff", "live", str(out))).startswith("加了规则「刷卡」\n")
    assert "cannot be written: File exists" in refused(lite(*wish, "--out", str(out)))


def test_where_nothing_was_missed_that_is_said(lite: Command) -> None:
    assert done(lite("scripts", "unanswered")) == "最近的消息都答上了。\n"


def test_the_rules_are_told_by_use_in_columns_and_those_never_used_by_name(lite: Command, shop: Engine) -> None:
    talk(shop, [make_message(text=text, at=60 * at) for at, text in enumerate(("几点关门", "几点关门呀", "谢谢"))])
    told = done(lite("scripts", "stats")).splitlines()
    assert told[2:5] == [
        "规则      次数  人数  最近一次          道谢  又问  抱怨  没再说  别的",
        "营业时间     2     1  2026-01-01 12:01     1     1     0       0     0",
        "兜底         1     1  2026-01-01 12:02     0     0     0       1     0",
    ]
    assert told[-1].startswith("还没用过的 6 条：「回来的朋友，还有券」「回来的朋友」")


def test_another_account_s_customers_teach_this_one_nothing(lite: Command, shop: Engine, file: Path) -> None:
    with writing(shop) as connection:
        make_coupon_kind(connection, account_id=make_account(connection, "bakery"))
    talk(shop, [make_message(text="能刷卡吗"), make_message(text="签到", at=60)])
    assert done(lite("scripts", "unanswered", "--account", "bakery")) == "最近的消息都答上了。\n"
    done(lite("scripts", "publish", str(file), "--note", "x", "--account", "bakery"))
    assert "「签到」" in done(lite("scripts", "stats", "--account", "bakery")).splitlines()[-1]
    replayed = done(lite("scripts", "replay", "--file", str(file), "--account", "bakery"))
    assert replayed.startswith("看了最近 0 条消息：")
