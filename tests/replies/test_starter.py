"""The starter script: what a coffee shop says from its first day."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from records.database import writing
from records.message import Kind
from replies.answers.facts import BUILT_IN, facts_used
from replies.answers.render import render
from replies.answers.reply import HandOver, Text
from replies.answers.spoken import spoken
from replies.language.action import GiveCoupon
from replies.language.rule import Example, How, Rule
from replies.language.script import read_script
from replies.matching.index import ScriptIndex
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from replies.starter import begin_with_starter
from replies.versions.publishing import load_source, publish, published_version
from tests.factories import NOON, make_account
from tests.replies.first import first

SOURCE = (Path(__file__).parents[2] / "replies" / "starter.yaml").read_text(encoding="utf-8")
SCRIPT = read_script(SOURCE)
INDEX = ScriptIndex(SCRIPT, Normaliser())

LURES = ("关注即送", "关注就送", "关注有礼", "关注领", "感谢关注", "转发", "分享", "集赞", "朋友圈", "邀请好友")
"""What the platform takes for induced following or sharing (protocol sheet 5.1)."""


def answering(trigger: Trigger, **known: Any) -> Rule:
    match = first(INDEX, trigger, **known)
    assert match is not None
    return match.rule


def to_follow(scene: str, *, returning: bool = False, has_coupon: bool = False) -> str:
    trigger = Trigger(kind=Kind.FOLLOW, subject=scene, returning=returning)
    return answering(trigger, has_coupon=has_coupon).name


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("你们几点关门呀？", "营业时间"),
        ("WIFI密碼是多少", "无线网"),
        ("附近好停车吗", "停车"),
        ("想請問有沒有低因咖啡", "低因和无咖啡因"),
        ("太难喝了，要投诉", "投诉"),
        ("谢谢啦", "道谢"),
        ("Ｗｉ－Ｆｉ 密码？", "无线网"),
        ("你好", "问好"),
        ("您好呀~", "问好"),
        ("在吗？", "问好"),
        ("Hello!", "问好"),
        ("你好，请问几点开门", "营业时间"),
        ("请问你们店在哪里啊", "地址"),
        ("怎麼去你們店", "地址"),
        ("周末开门吗", "营业时间"),
        ("春節營業嗎", "营业时间"),
        ("拿铁多少钱一杯", "菜单和价格"),
        ("有什么推荐的吗", "推荐"),
        ("桂花拿铁好不好喝", "推荐"),
        ("豆子酸吗", "豆子"),
        ("可以换燕麦奶吗", "糖和奶"),
        ("我对坚果过敏", "过敏"),
        ("怀孕了能喝吗", "低因和无咖啡因"),
        ("能带狗吗", "宠物"),
        ("可以带宠物进店吗", "宠物"),
        ("小孩可以进吗 有宝宝椅么", "孩子"),
        ("明天我过生日", "生日"),
        ("能送外卖吗", "外卖"),
        ("外卖的咖啡洒了", "没做好的单"),
        ("我想订个位子，周六下午四个人", "订位"),
        ("包场多少钱", "订位"),
        ("能开发票吗", "发票"),
        ("我要退款", "退款"),
        ("服务态度太差了！！！", "投诉"),
        ("咖啡里有头发", "投诉"),
        ("转人工", "人工"),
        ("人工客服", "人工"),
        ("叫你们店长来", "人工"),
        ("你们还招人吗", "招聘"),
        ("想加盟你们的店", "合作"),
        ("我的券呢", "我的券"),
        ("优惠券怎么用啊", "我的券"),
        ("我有多少積分", "我的积分"),
        ("积分怎么用", "积分规则"),
        ("怎么办理会员", "会员"),
        ("有什么优惠活动吗", "优惠活动"),
        ("伞落在你们店里了", "失物"),
        ("洗手间在哪里", "洗手间"),
        ("有插座吗 想办公", "座位和办公"),
        ("可以自带杯子吗", "自带"),
        ("可以打包带走吗", "自取"),
        ("支持支付宝吗", "付款"),
        ("不要再给我发消息了", "隐私和退订"),
        ("谢谢😊", "道谢"),
        ("👍👍👍", "道谢"),
        ("ok", "应一声"),
        ("拜拜～", "道别"),
        ("太好喝了吧", "夸我们"),
        ("今天好累", "闲聊"),
        ("讲个笑话", "闲聊"),
        ("外面在下雨", "闲聊"),
        ("一二三四五", "听不懂"),
        ("电话多少", "电话"),
        ("哪里可以抽烟", "抽烟"),
        ("买礼盒送人", "礼品卡"),
        ("热量高吗", "糖和奶"),
        ("你是机器人吗", "你是谁"),
        ("什么时候能到啊", "听不懂"),
        ("再来一杯冰美式", "听不懂"),
        ("这杯太甜了", "糖和奶"),
        ("等了半个小时还没好", "没做好的单"),
        ("你们的wifi连不上", "无线网"),
    ],
)
def test_what_customers_really_type_finds_the_right_answer(sentence: str, rule: str) -> None:
    assert answering(Trigger(kind=Kind.TEXT, text=sentence)).name == rule


def test_every_word_of_a_rule_finds_that_rule() -> None:
    words = [
        (phrase.words, rule.name)
        for rule in SCRIPT.rules
        for phrase in rule.when.text.phrases
        if phrase.how is not How.PATTERN
    ]
    assert len(words) > 500
    assert [(w, name) for w, name in words if answering(Trigger(kind=Kind.TEXT, text=w)).name != name] == []


def test_people_are_greeted_by_where_and_how_they_come() -> None:
    assert to_follow("table-3") == "欢迎·桌边的新朋友"
    assert to_follow("") == "欢迎·新朋友"
    assert to_follow("poster-riverside") == "欢迎·新朋友"
    assert to_follow("table-3", returning=True, has_coupon=True) == "欢迎回来·手上有券"
    assert to_follow("", returning=True, has_coupon=True) == "欢迎回来·手上有券"
    assert to_follow("table-3", returning=True) == "欢迎回来"


def test_only_new_people_are_given_the_welcome_coupon_and_there_are_words_for_when_it_is_gone() -> None:
    giving = [rule for rule in SCRIPT.rules if GiveCoupon("welcome") in rule.do]
    assert [rule.name for rule in giving] == ["欢迎·桌边的新朋友", "欢迎·新朋友"]
    for rule in giving:
        assert "coupon_code" in facts_used(rule.say)
        assert rule.otherwise is not None
        assert not any(name.startswith("coupon") for name in facts_used(rule.otherwise))


@pytest.mark.parametrize(
    ("kind", "subject", "rule"),
    [
        (Kind.MENU_CLICK, "MENU_POINTS", "我的积分"),
        (Kind.MENU_CLICK, "MENU_COUPON", "我的券"),
        (Kind.MENU_CLICK, "MENU_HOURS", "营业时间"),
        (Kind.SCAN, "table-8", "扫桌码"),
        (Kind.SCAN, "poster-riverside", "扫别的码"),
        (Kind.PICTURE, "", "收到图片"),
        (Kind.VOICE, "", "收到语音"),
        (Kind.VIDEO, "", "收到视频"),
        (Kind.LOCATION, "", "收到位置"),
        (Kind.LINK, "", "收到链接"),
        (Kind.UNSUPPORTED, "", "听不懂"),
    ],
)
def test_everything_else_that_people_do_has_an_answer(kind: Kind, subject: str, rule: str) -> None:
    assert answering(Trigger(kind=kind, subject=subject)).name == rule


@pytest.mark.parametrize("example", SCRIPT.examples, ids=lambda example: example.expect)
def test_its_own_examples_hold(example: Example) -> None:
    trigger = {
        "text": Trigger(kind=Kind.TEXT, text=example.text or ""),
        "menu": Trigger(kind=Kind.MENU_CLICK, subject=example.menu or ""),
        "scan": Trigger(kind=Kind.SCAN, subject=example.scan or ""),
        "follow": Trigger(kind=Kind.FOLLOW, subject=example.follow or ""),
    }
    (done,) = (name for name in trigger if getattr(example, name) is not None)
    assert answering(trigger[done]).name == example.expect


def test_there_are_at_least_forty_rules_and_each_says_something_short() -> None:
    assert len(SCRIPT.rules) >= 40
    assert max(len(text.encode()) for rule in SCRIPT.rules for text in spoken(rule.say)) < 600


def test_nothing_sounds_like_a_reward_for_following_or_sharing() -> None:
    said = "\n".join(text for rule in SCRIPT.rules for say in (rule.say, rule.otherwise) if say for text in spoken(say))
    assert [lure for lure in LURES if lure in said] == []


def test_every_answer_reads_whole_for_somebody_of_whom_nothing_is_known() -> None:
    for rule in SCRIPT.rules:
        told = render(rule.say, {name: fact.text for name, fact in SCRIPT.facts.items()})
        assert isinstance(told, Text | HandOver)
        assert not any("{" in text or "}" in text for text in spoken(told))


def test_every_fact_of_the_shop_is_told_somewhere() -> None:
    told = frozenset().union(*(facts_used(rule.say) for rule in SCRIPT.rules))
    assert set(SCRIPT.facts) <= told
    assert told <= {*SCRIPT.facts, *BUILT_IN}


def test_a_person_can_always_be_reached() -> None:
    assert answering(Trigger(kind=Kind.TEXT, text="人工")).say == HandOver()
    for name in ("投诉", "退款", "听不懂"):
        (rule,) = [rule for rule in SCRIPT.rules if rule.name == name]
        assert isinstance(rule.say, Text)
        assert "人工" in rule.say.text


def test_an_account_begins_with_the_starter_and_never_returns_to_it(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        make_account(connection)
        assert begin_with_starter(connection, "main", NOON)
        assert load_source(connection, "main", 1) == SOURCE
        publish(connection, "main", SOURCE.replace("回头咖啡", "街角咖啡"), "our own", NOON)
        assert not begin_with_starter(connection, "main", NOON)
        assert published_version(connection, "main") == 2
