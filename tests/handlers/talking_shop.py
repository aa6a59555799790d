"""The script of a shop that talks: three dialogs, and the rules around them."""

from records.message import Kind
from replies.answers.reply import Choices, HandOver, Picture, Silence, Text
from replies.language.action import AddTag, GivePoints, Hold, OpenCase, SetField, StartDialog
from replies.language.dialog import Dialog, Expect, Step
from replies.language.rule import Fact, How, Phrase, Rule, Script, When, WhenFollow, WhenText


def said(how: How, *words: str) -> When:
    return When(text=WhenText(phrases=tuple(Phrase(how, word) for word in words)))


BIND = Dialog(
    name="绑手机",
    steps=(Step(ask="请回手机号。", expect=Expect.PHONE, keep="手机"),),
    say=Text("好了，{手机} 已经绑上，您现在有{points}积分。"),
    do=(SetField("phone", "{手机}"), GivePoints(10), AddTag("已绑手机")),
)
BOOK = Dialog(
    name="订位",
    steps=(
        Step(ask="哪天来{店名}？", expect=Expect.DATE, keep="日期", within_days=30),
        Step(ask="{日期}，几位？", expect=Expect.NUMBER, keep="人数", least=1, most=20, again="请回 1 到 20 的人数"),
        Step(ask="坐哪儿？", expect=Expect.CHOICE, keep="座位", choices=("大厅", "露台")),
        Step(ask="手机号是？", expect=Expect.PHONE, keep="手机"),
        Step(ask="还有什么要交代的？", expect=Expect.TEXT, keep="备注", may_skip=True, most=100),
    ),
    say=Text("订好了：{日期} {人数} 位，{座位}，{手机}。{备注}"),
    do=(OpenCase("订位 {日期} {人数} 位 {手机}"), AddTag("订过位")),
)
REPORT = Dialog(
    name="报问题",
    steps=(
        Step(ask="出了什么问题？", expect=Expect.TEXT, keep="问题", least=4),
        Step(ask="请发一张照片。", expect=Expect.PICTURE, keep="照片", may_skip=True),
    ),
    say=Text("收到，我们马上看：{问题}"),
    do=(OpenCase("{问题} {照片}"), Hold(30)),
)

SCRIPT = Script(
    facts={"店名": Fact(text="回头咖啡")},
    dialogs=(BIND, BOOK, REPORT),
    rules=(
        Rule(name="欢迎", say=Text("欢迎！"), when=When(follows=(WhenFollow(),))),
        Rule(name="绑手机", say=Silence(), do=(StartDialog("绑手机"),), when=said(How.EXACT, "绑定手机")),
        Rule(name="订位", say=Text("好的。"), do=(StartDialog("订位"),), when=said(How.CONTAINS, "订位")),
        Rule(name="报问题", say=Silence(), do=(StartDialog("报问题"),), when=said(How.EXACT, "报问题")),
        Rule(name="海报", say=Picture("poster"), do=(StartDialog("绑手机"),), when=said(How.EXACT, "活动")),
        Rule(name="营业时间", say=Text("早八点到晚十点。"), when=said(How.CONTAINS, "几点关门", "营业时间")),
        Rule(name="地址", say=Text("滨江路 1 号。"), when=said(How.EXACT, "地址")),
        Rule(name="菜单图", say=Picture("menu"), when=said(How.EXACT, "菜单")),
        Rule(name="像", say=Text("会员卡在门店办。"), when=said(How.SIMILAR, "会员卡怎么办理")),
        Rule(
            name="导航",
            say=Choices("您想问哪样？", ("营业时间", "地址", "绑定手机")),
            when=said(How.EXACT, "你好"),
        ),
        Rule(name="人工", say=Text("这就叫同事来。"), do=(Hold(30),), when=said(How.EXACT, "人工")),
        Rule(name="转人工", say=HandOver(), when=said(How.EXACT, "转人工")),
        Rule(name="语音", say=Text("请打字。"), when=When(kinds=(Kind.VOICE,))),
        Rule(name="菜单点时间", say=Text("早八点到晚十点。"), when=When(menus=("MENU_HOURS",))),
        Rule(name="扫桌码", say=Text("欢迎入座。"), when=When(scans=("table-*",))),
        Rule(name="兜底", say=Text("没听懂，回「人工」找同事。"), when=When(fallback=True)),
    ),
)
"""``tests.handlers.customer`` talks to it on 2026-01-01, a Thursday, at noon."""
