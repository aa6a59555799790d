"""A script in which everything that staff may write is written."""

from datetime import date, datetime

from records.message import Kind
from replies.answers.reply import Choices, InTurn, OneOf, Picture, Silence, Text
from replies.language.action import (
    AddTag,
    GiveCoupon,
    GivePoints,
    Hold,
    NotifyStaff,
    OpenCase,
    RemoveTag,
    SetField,
    StartDialog,
)
from replies.language.condition import Dates, Hours, OnlyIf, Share
from replies.language.dialog import Dialog, Expect, Step
from replies.language.rule import (
    Budget,
    Example,
    Fact,
    How,
    Near,
    Phrase,
    Rule,
    Script,
    When,
    WhenFollow,
    WhenText,
)
from replies.language.script import read_script

TEN = datetime.fromisoformat("2027-02-06T10:00")
SOURCE = """
facts:
  店名: 回头咖啡
  春节时间: {text: 初一到初七 10:00–18:00, until: 2027-02-12, otherwise: 每天 8:00–22:00}
  新年茶: {text: 姜茶半价, until: 2027-02-12}

budget: {points: 200, coupons: 3}

rules:
  - name: 什么都问
    when:
      follow: [any, table-*, {scene: bag, returning: true, has_coupon: false}]
      scan: table-*
      menu: [MENU_HOURS, MENU_DAYS]
      text:
        similar: [怎么办会员, 会员卡如何办理]
        exact: 几点
        contains_all: [[改, 地址], [换, 手机]]
        contains: [开门, 关门]
        starts_with: 我要投诉
        pattern: 在哪|怎么走
      picture: any
      location: [any, {within: 3000}, {near: riverside, within: 2000}]
    only_if:
      hours: [周一至周五 09:00–18:00, 周末 10:00–22:00, 22:00–02:00]
      dates: [{from: 2027-02-05, to: 2027-02-12}, 2027-03-01, {from: 2027-05-01}]
      tag: [会员, 常客]
      without_tag: 黑名单
      tier: 金卡
      source: table-*
      points: 100
      has_coupon: true
      first_message_in: 24
      mood: [negative, neutral]
      share: {test: 新文案, from: 0, to: 50}
    say:
      in_turn:
        - choices: {ask: "{店名}有很多。您想问哪样？", items: [营业时间, 地址], after: 直接回数字也行}
        - picture: media-1
    do:
      - tag: 堂食
      - untag: 新客
      - points: 5
      - coupon: welcome
      - set: {phone: "{店名}"}
      - start: 订位
      - case: "{nickname} 要订位"
      - notify: 有人要订位
      - hand_over: 30
    otherwise: 稍等

  - name: 换着说
    when: {text: {contains_all: [改, 地址]}}
    say: {one_of: [好, {silence: true}]}

dialogs:
  - name: 订位
    steps:
      - {ask: 哪天来？, expect: date, keep: 日期, within_days: 30}
      - {ask: "好的，{日期}。几位？", expect: number, keep: 人数, least: 1, most: 20, again: 请回 1 到 20 的数字}
      - ask: 坐哪儿？
        expect: choice
        keep: 座位
        choices: [大厅, 露台]
      - {ask: 还有什么要交代的？, expect: text, keep: 备注, may_skip: true, most: 100}
    say: 订好了：{日期} {人数} 位。
    do:
      - case: 订位 {日期} {人数} 位
    cancel: [取消, 不订了]
    back: 上一步
    cancelled: 好的，不订了。
    time_out: 15

examples:
  - {text: 几点关门, expect: 什么都问}
  - {text: 几点关门, at: 2027-02-06 10:00, expect: 订位}
  - {follow: any, expect: 什么都问}
  - {menu: MENU_HOURS, expect: 什么都问, tags: [会员]}
  - {scan: table-3, expect: ""}
"""


def test_whatever_staff_may_write_is_read() -> None:
    assert read_script(SOURCE) == Script(
        facts={
            "店名": Fact(text="回头咖啡"),
            "春节时间": Fact(text="初一到初七 10:00–18:00", until=date(2027, 2, 12), otherwise="每天 8:00–22:00"),
            "新年茶": Fact(text="姜茶半价", until=date(2027, 2, 12)),
        },
        budget=Budget(points=200, coupons=3),
        rules=(
            Rule(
                name="什么都问",
                when=When(
                    follows=(
                        WhenFollow(),
                        WhenFollow(scene="table-*"),
                        WhenFollow(scene="bag", returning=True, has_coupon=False),
                    ),
                    scans=("table-*",),
                    menus=("MENU_HOURS", "MENU_DAYS"),
                    text=WhenText(
                        phrases=(
                            Phrase(How.EXACT, "几点"),
                            Phrase(How.STARTS_WITH, "我要投诉"),
                            Phrase(How.CONTAINS, "开门"),
                            Phrase(How.CONTAINS, "关门"),
                            Phrase(How.CONTAINS, "改", ("地址",)),
                            Phrase(How.CONTAINS, "换", ("手机",)),
                            Phrase(How.PATTERN, "在哪|怎么走"),
                            Phrase(How.SIMILAR, "怎么办会员"),
                            Phrase(How.SIMILAR, "会员卡如何办理"),
                        )
                    ),
                    nears=(Near(within=3000), Near(within=2000, store="riverside")),
                    kinds=(Kind.PICTURE, Kind.LOCATION),
                ),
                only_if=OnlyIf(
                    hours=(
                        Hours((0, 1, 2, 3, 4), 9 * 60, 18 * 60),
                        Hours((5, 6), 10 * 60, 22 * 60),
                        Hours((0, 1, 2, 3, 4, 5, 6), 22 * 60, 2 * 60),
                    ),
                    dates=(
                        Dates(date(2027, 2, 5), date(2027, 2, 12)),
                        Dates(date(2027, 3, 1), date(2027, 3, 1)),
                        Dates(date(2027, 5, 1), None),
                    ),
                    tags=("会员", "常客"),
                    without_tags=("黑名单",),
                    tiers=("金卡",),
                    sources=("table-*",),
                    points=100,
                    has_coupon=True,
                    first_message_in=24,
                    moods=("negative", "neutral"),
                    share=Share("新文案", 0, 50),
                ),
                say=InTurn(
                    (
                        Choices("{店名}有很多。您想问哪样？", ("营业时间", "地址"), "直接回数字也行"),
                        Picture("media-1"),
                    )
                ),
                do=(
                    AddTag("堂食"),
                    RemoveTag("新客"),
                    GivePoints(5),
                    GiveCoupon("welcome"),
                    SetField("phone", "{店名}"),
                    StartDialog("订位"),
                    OpenCase("{nickname} 要订位"),
                    NotifyStaff("有人要订位"),
                    Hold(30),
                ),
                otherwise=Text("稍等"),
            ),
            Rule(
                name="换着说",
                when=When(text=WhenText(phrases=(Phrase(How.CONTAINS, "改", ("地址",)),))),
                say=OneOf((Text("好"), Silence())),
            ),
        ),
        dialogs=(
            Dialog(
                name="订位",
                steps=(
                    Step(ask="哪天来？", expect=Expect.DATE, keep="日期", within_days=30),
                    Step(
                        ask="好的，{日期}。几位？",
                        expect=Expect.NUMBER,
                        keep="人数",
                        least=1,
                        most=20,
                        again="请回 1 到 20 的数字",
                    ),
                    Step(ask="坐哪儿？", expect=Expect.CHOICE, keep="座位", choices=("大厅", "露台")),
                    Step(ask="还有什么要交代的？", expect=Expect.TEXT, keep="备注", may_skip=True, most=100),
                ),
                say=Text("订好了：{日期} {人数} 位。"),
                do=(OpenCase("订位 {日期} {人数} 位"),),
                cancel=("取消", "不订了"),
                back=("上一步",),
                cancelled=Text("好的，不订了。"),
                time_out=15,
            ),
        ),
        examples=(
            Example(text="几点关门", expect="什么都问"),
            Example(text="几点关门", at=TEN, expect="订位"),
            Example(follow="", expect="什么都问"),
            Example(menu="MENU_HOURS", expect="什么都问", tags=("会员",)),
            Example(scan="table-3", expect=""),
        ),
    )
