"""What cannot be used is refused whole: every part with its line, its place, what is wrong, and what to do."""

import pytest

from replies.language.source import Flaw, ScriptError
from tests.replies.language.reading import RULE, STEP, flaw_of, flaws_of, indented

MANY = """\
facts:
  a b: 九
  电话: [1]
budget: {points: 多}
rules:
  - name: 一
    when: fallback
  - name: 二
    when: {text: {pattern: '['}}
    say: '{没有}'
  - name: 好
    when: fallback
    say: 好
  - 三
dialogs:
  - name: 订位
    steps: []
    say: 好
examples:
  - {text: 几点, expect: 没有}
  - {text: 几点, expect: 二}
"""


def test_the_first_flaw_of_every_part_is_told_with_its_line() -> None:
    assert [(flaw.line, flaw.place) for flaw in flaws_of(MANY)] == [
        (2, "facts"),
        (3, "facts.电话"),
        (4, "budget.points"),
        (6, "规则「一」的 say"),
        (8, "规则「二」的 when.text.pattern「[」"),
        (14, "第 4 条规则"),
        (16, "对话「订位」的 steps"),
        (20, "第 1 个例子的 expect"),
    ]


def test_a_flaw_of_a_rule_names_the_rule() -> None:
    assert [flaw.rule for flaw in flaws_of(MANY)] == ["", "", "", "一", "二", "", "", ""]


def test_a_refusal_has_a_line_for_each_flaw() -> None:
    error = ScriptError(Flaw(3, "规则「一」的 say", "少了 say。"), Flaw(4, "", "读不懂。"), "太大了。")
    assert str(error) == "第 3 行起，规则「一」的 say：少了 say。\n第 4 行：读不懂。\n太大了。"


def test_of_very_many_flaws_twenty_are_told_and_the_rest_counted() -> None:
    source = "rules:\n" + "".join(f"  - {{name: 第{n}, when: fallback}}\n" for n in range(23))
    with pytest.raises(ScriptError) as refused:
        from_staff(source)
    assert len(refused.value.flaws) == 23
    assert str(refused.value).splitlines()[19:] == [str(refused.value.flaws[19]), "还有 3 处。"]


def from_staff(source: str) -> None:
    raise ScriptError(*flaws_of(source))


def sentence_of_rule(body: str, before: str = "") -> str:
    return str(flaw_of(f"{before}rules:\n  - name: 试试\n{indented(body)}"))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{text: {contains_all: [改, '']}}", "when.text.contains_all：这里是空的"),
        ("{text: {starts_with: []}}", "when.text.starts_with：这个列表是空的"),
        ("{location: 附近}", "when.location：这里要写 any，或 {within: 3000} 这样的距离（米）。"),
        ("{location: {near: riverside}}", "when.location：少了 within。请写上离门店多少米以内"),
        ("{location: {within: 0}}", "when.location.within：这里要写 1 到 1000000 的整数。"),
        ("{location: {around: 5}}", "when.location：不认识「around」。可以写的名字：near、within。"),
        ("{menu: {a: b}}", "when.menu：这里要写一段文字"),
    ],
)
def test_what_a_rule_answers(written: str, sentence: str) -> None:
    assert sentence in sentence_of_rule(f"when: {written}\nsay: 好")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{}", "only_if：这里是空的。请写一样或几样：hours（钟点）、"),
        ("会员", "only_if：这里要写成「名字: 内容」。可以写的名字：hours、dates、tag、"),
        ("{tags: 会员}", "only_if：不认识「tags」。"),
        ("{hours: 早上}", "only_if.hours：「早上」读不懂。请写成「每天 08:00–18:00」"),
        ("{hours: 周八 08:00–09:00}", "only_if.hours：「周八 08:00–09:00」读不懂。"),
        ("{hours: 8:00–25:00}", "only_if.hours：「8:00–25:00」里的钟点不对。"),
        ("{hours: 24:00–8:00}", "里的钟点不对。请写 00:00 到 24:00 之间的时间。"),
        ("{hours: 8:60–9:00}", "里的钟点不对。"),
        ("{dates: 2027-02-30}", "only_if.dates：「2027-02-30」不是一个日子。请写成 2027-02-06 这样。"),
        ("{dates: {}}", "only_if.dates：这里是空的。请写 from（从哪天起）或 to（到哪天止）"),
        ("{dates: {from: 2027-02-05, to: 2027-02-04}}", "only_if.dates：to（2027-02-04）在 from（2027-02-05）前面了。"),
        ("{dates: {from: 明天}}", "only_if.dates.from：「明天」不是一个日子。"),
        ("{source: any}", "only_if.source：来源不能写 any，那等于没写。"),
        ("{source: a*b}", "only_if.source：星号只能放在最后"),
        ("{points: 0}", "only_if.points：这里要写 1 到 1000000 的整数。"),
        ("{has_coupon: 有}", "only_if.has_coupon：这里只能写 true（是）或 false（否）。"),
        ("{first_message_in: 一天}", "only_if.first_message_in：这里要写 1 到 8784 的整数。"),
        ("{mood: 生气}", "only_if.mood：这里只能写 negative（不高兴）、neutral（平常）或 positive（高兴）。"),
        ("{share: {to: 50}}", "only_if.share：少了 test。请写成 {test: 新文案, from: 0, to: 50} 这样"),
        ("{share: {test: 甲, from: 50, to: 50}}", "only_if.share：to（50）要比 from（50）大，不然谁也轮不到。"),
        ("{share: {test: 甲, to: 101}}", "only_if.share.to：这里要写 1 到 100 的整数。"),
        ("{tag: []}", "only_if.tag：这个列表是空的。"),
    ],
)
def test_what_must_be_so_besides(written: str, sentence: str) -> None:
    assert sentence in sentence_of_rule(f"when: fallback\nonly_if: {written}\nsay: 好")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{one_of: 好}", "say.one_of：这里要写成列表，2 到 10 项。"),
        ("{one_of: [好]}", "say.one_of：这里要写成列表，2 到 10 项。"),
        (f"{{in_turn: [{'好, ' * 11}]}}", "say.in_turn：这里要写成列表，2 到 10 项。"),
        ("{one_of: [好, '{没有}']}", "say.one_of[2]：没有「{没有}」可以填。"),
        ("{one_of: [好, {one_of: [好, 坏]}]}", "say.one_of[2]：不认识「one_of」。"),
        ("{one_of: [好, 坏], picture: a}", "say：这里要写一样，也只写一样：picture、voice、"),
        ("{pictur: a}", "say：不认识「pictur」。是不是想写 picture？可以写的名字：picture、voice、video、music、"),
        ("{choices: {ask: 问}}", "say.choices：少了 items。请写上 ask（问什么）和 items（可以选哪几样）。"),
        ("{choices: {ask: 问, items: [一]}}", "say.choices.items：这里要写成列表，2 到 9 项。"),
        ("{choices: {ask: 问, items: [一, 一]}}", "say.choices.items：「一」写了两次。"),
        ("{choices: {ask: 问, items: [一, '{points}']}}", "say.choices.items：这里不能放 {…}，因为顾客要照着它回。"),
        ("{choices: {ask: '{没有}', items: [一, 二]}}", "say：没有「{没有}」可以填。"),
        ("'{{7*7}}'", "say：没有「{7*7}」可以填。"),
        ("'{x.__class__}'", "say：没有「{x.__class__}」可以填。"),
    ],
)
def test_what_a_rule_says(written: str, sentence: str) -> None:
    assert sentence in sentence_of_rule(f"when: fallback\nsay: {written}")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{start: 订位}", "do.start：没有叫「订位」的对话。请先把它写进 dialogs。"),
        ("{set: 手机}", "do.set：这里要写一项资料和它的内容，如 phone: '{手机}'。"),
        ("{set: {phone: 一, birthday: 二}}", "do.set：这里要写一项资料和它的内容"),
        ("{set: {a b: 一}}", "do.set：「a b」不能当资料的名字。"),
        ("{set: {points: '9'}}", "do.set：「points」是现有积分，由系统来记。请换一个名字。"),
        ("{set: {phone: '{手机}'}}", "do.set.phone：没有「{手机}」可以填。"),
        ("{case: '{x.__class__}'}", "do.case：没有「{x.__class__}」可以填。"),
        ("{notify: '{{7*7}}'}", "do.notify：没有「{7*7}」可以填。"),
        ("{hand_over: any}", "do.hand_over：这里要写 1 到 1440 的整数。"),
        ("[{hand_over: 5}, {hand_over: 6}]", "do：一条规则只转一次人工。"),
        ("[{tag: a, untag: b}]", "do：这里要写一样，也只写一样：tag、untag、"),
    ],
)
def test_what_a_rule_does(written: str, sentence: str) -> None:
    assert sentence in sentence_of_rule(f"when: fallback\nsay: 好\ndo: {written}")


def test_a_rule_starts_one_dialog_and_is_told_which_there_are() -> None:
    dialogs = "dialogs:\n" + "".join(f"  - {{name: {name}, steps: {STEP}, say: 好}}\n" for name in ("甲", "乙"))
    one = sentence_of_rule("when: fallback\nsay: 好\ndo: {start: 丙}", dialogs)
    assert "没有叫「丙」的对话。现在有：甲、乙。" in one
    two = sentence_of_rule("when: fallback\nsay: 好\ndo: [{start: 甲}, {start: 乙}]", dialogs)
    assert "do：一条规则只开始一个对话。" in two


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("{until: 2027-02-12}", "第 2 行起，facts.春节：少了 text。请写成 {text: 内容, until: 2027-02-12} 这样。"),
        ("{text: 休息, otherwise: 开门}", "facts.春节：有 otherwise（别的日子怎么说）就要有日子。"),
        ("{text: 休息, from: 2027-02-05}", "facts.春节：写了 from（从哪天起），就要写 otherwise（别的日子怎么说）。"),
        (
            "{text: 休息, from: 2027-02-12, until: 2027-02-05, otherwise: 开门}",
            "facts.春节：until（2027-02-05）比 from（2027-02-12）还早。",
        ),
        ("{text: 休息, until: 初七}", "facts.春节.until：「初七」不是一个日子。"),
        ("{text: 休息, to: 2027-02-12}", "facts.春节：不认识「to」。可以写的名字：text、from、until、otherwise。"),
    ],
)
def test_a_fact_that_ends(fact: str, sentence: str) -> None:
    assert sentence in str(flaw_of(f"facts:\n  春节: {fact}\n{RULE}"))


@pytest.mark.parametrize(
    ("example", "sentence"),
    [
        ("{expect: 试试}", "第 1 个例子：请写顾客做了什么，也只写一样：text、menu、scan、follow。"),
        ("{text: 好, menu: M, expect: 试试}", "第 1 个例子：请写顾客做了什么，也只写一样"),
        ("{text: 好}", '第 1 个例子：少了 expect。请写上该由哪条规则来答；该什么也不答，就写 expect: ""。'),
        ("{text: 好, expect: 没有}", "第 1 个例子的 expect：没有叫「没有」的规则或对话。"),
        ("{scan: table-*, expect: 试试}", "第 1 个例子的 scan：例子里要写一个完整的场景，如 table-3，不能带星号。"),
        (
            "{text: 好, at: 10:00, expect: 试试}",
            "例子的 at：「10:00」不是一个时刻。请写成 2027-02-06 10:00 这样。",
        ),
        ("{text: 好, tag: 会员, expect: 试试}", "第 1 个例子：不认识「tag」。"),
        ("几点", "第 1 个例子：这里要写成「名字: 内容」。"),
    ],
)
def test_an_example(example: str, sentence: str) -> None:
    assert sentence in str(flaw_of(f"{RULE}examples:\n  - {example}\n"))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (f"{RULE}dialogs: 订位\n", "第 5 行起，dialogs：这里要是对话的列表。请在每个前面写「- 」。"),
        (f"{RULE}examples: []\n", "第 5 行起，examples：这个列表是空的。"),
        (f"{RULE}budget: {{money: 1}}\n", "第 5 行起，budget：不认识「money」。可以写的名字：points、coupons。"),
        (f"{RULE}budget: {{points: -1}}\n", "budget.points：这里要写 0 到 1000000 的整数。"),
        (
            f"{RULE}rule: []\n",
            "脚本：不认识「rule」。是不是想写 rules？可以写的名字：facts、budget、rules、",
        ),
        ("facts: {店名: 好}\n", "rules：还没有规则。请至少写一条"),
    ],
)
def test_a_section(source: str, sentence: str) -> None:
    assert sentence in str(flaw_of(source))
