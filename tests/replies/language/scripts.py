"""Scripts as hypothesis makes them up: any that staff could have written, with every part that there is."""

from datetime import date, datetime
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from records.message import Kind
from replies.answers.facts import BUILT_IN, NAME
from replies.answers.reply import (
    Article,
    Choices,
    HandOver,
    InTurn,
    Music,
    News,
    OneOf,
    Picture,
    Reply,
    Say,
    Silence,
    Text,
    Video,
    Voice,
)
from replies.language.action import (
    Action,
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
from replies.language.condition import ALWAYS, Dates, Hours, OnlyIf, Share
from replies.language.dialog import BACK, CANCEL, CANCELLED, TIME_OUT, Dialog, Expect, Step
from replies.language.only_if import MOODS
from replies.language.rule import (
    ANY,
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
from replies.language.when import FITS, KINDS, fit_of

ODD = [
    "no",
    "8:00",
    "# x",
    "a # b",
    "- x",
    "a: b",
    "~",
    "x:",
    "'q'",
    '"q"',
    "[a",
    "a, b",
    "*x",
    "&x",
    "!x",
    "%x",
    "😀",
    "?",
]
"""What YAML would take for something else, if it were let."""
TOLD = ((), ("店名", "no"))
CALLED = ((), ("订位", "- no"))
KEEPS = ("日期", "人数", "_备注")
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}")

plain = st.one_of(st.text("停车积分ab ：:，,-#\n", min_size=1, max_size=12), st.text(LETTERS, min_size=1, max_size=8))
texts = st.one_of(plain.map(str.strip).filter(bool), st.sampled_from(ODD))
"""Texts without facts."""
names = st.from_regex(NAME, fullmatch=True).filter(lambda name: name not in {*BUILT_IN, *KEEPS})
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
scenes = st.sampled_from(["table-*", "table-3", "bag", "海报"])
any_scene = st.one_of(st.just(ANY), scenes)


def few(items: SearchStrategy, at_least: int = 0, at_most: int = 3, unique: bool = False) -> SearchStrategy[tuple]:
    return st.lists(items, min_size=at_least, max_size=at_most, unique=unique).map(tuple)


def maybe(items: SearchStrategy) -> SearchStrategy:
    return st.none() | items


@cache
def telling(facts: tuple[str, ...]) -> SearchStrategy[str]:
    """Texts that may tell facts: those built in, and these."""
    told = st.sampled_from([f"{{{name}}}" for name in (*BUILT_IN, *facts)])
    return st.lists(texts | told, min_size=1, max_size=3).map("".join)


@cache
def replies(facts: tuple[str, ...]) -> SearchStrategy[Reply]:
    told = telling(facts)
    titles = st.just("") | told
    addresses = st.sampled_from(["media-1", "https://m.example.com/?a=1#b", "no"])
    return st.one_of(
        told.map(Text),
        addresses.map(Picture),
        addresses.map(Voice),
        st.builds(Video, addresses, titles, titles),
        st.builds(Music, addresses, titles, titles, st.just("") | addresses, st.just("") | addresses),
        few(st.builds(Article, told, addresses, titles, st.just("") | addresses), 1, 2).map(News),
        st.builds(Choices, told, few(texts, 2, 4, unique=True), titles),
        st.sampled_from(["", "anna@shop"]).map(HandOver),
        st.just(Silence()),
    )


@cache
def says(facts: tuple[str, ...]) -> SearchStrategy[Say]:
    several = few(replies(facts), 2, 3)
    return st.one_of(replies(facts), several.map(OneOf), several.map(InTurn))


@cache
def follows() -> SearchStrategy[WhenFollow]:
    asked = maybe(st.booleans())
    return st.builds(WhenFollow, scene=any_scene, returning=asked, has_coupon=asked)


@cache
def when_texts() -> SearchStrategy[WhenText]:
    hows = st.sampled_from([How.EXACT, How.STARTS_WITH, How.CONTAINS, How.SIMILAR])
    phrases = st.one_of(
        st.builds(Phrase, hows, texts),
        st.builds(Phrase, st.just(How.CONTAINS), texts, few(texts, 1)),
        st.builds(Phrase, st.just(How.PATTERN), st.sampled_from(["几点.*门", "^a|b$", "[0-9]{3}", "#.+: x"])),
    )
    places = list(FITS)
    ordered = st.lists(phrases, max_size=6).map(lambda each: sorted(each, key=lambda one: places.index(fit_of(one))))
    return ordered.map(lambda each: WhenText(phrases=tuple(each)))


@cache
def whens() -> SearchStrategy[When]:
    kinds: list[Kind] = list(KINDS.values())
    return st.builds(
        When,
        follows=few(follows()),
        scans=few(any_scene),
        menus=few(texts),
        text=when_texts(),
        nears=few(st.builds(Near, within=st.integers(1, 9_000), store=st.sampled_from(["", "riverside"]))),
        kinds=st.sets(st.sampled_from(kinds)).map(lambda some: tuple(kind for kind in kinds if kind in some)),
        fallback=st.booleans(),
    ).filter(lambda when: when != When())


@cache
def only_ifs() -> SearchStrategy[OnlyIf]:
    weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some)))
    bounds = st.tuples(maybe(days), maybe(days)).filter(lambda pair: pair != (None, None))
    shares = st.integers(0, 99).flatmap(
        lambda first: st.builds(Share, texts, st.just(first), st.integers(first + 1, 100))
    )
    return st.builds(
        OnlyIf,
        hours=few(st.builds(Hours, weekdays, st.integers(0, 1439), st.integers(0, 1439))),
        dates=few(bounds.map(lambda pair: Dates(*(sorted(pair) if None not in pair else pair)))),
        tags=few(texts),
        without_tags=few(texts),
        tiers=few(texts),
        sources=few(scenes),
        points=maybe(st.integers(1, 1_000)),
        has_coupon=maybe(st.booleans()),
        first_message_in=maybe(st.integers(1, 100)),
        moods=few(st.sampled_from(MOODS)),
        share=maybe(shares),
    )


@cache
def dos(facts: tuple[str, ...], dialogs: tuple[str, ...]) -> SearchStrategy[tuple[Action, ...]]:
    told = telling(facts)
    actions = [
        texts.map(AddTag),
        texts.map(RemoveTag),
        st.just(GiveCoupon("welcome")),
        st.integers(1, 10_000).map(GivePoints),
        st.builds(SetField, st.sampled_from(["phone", "birthday", "nickname", "鞋码"]), told),
        told.map(OpenCase),
        told.map(NotifyStaff),
        st.integers(1, 1_440).map(Hold),
        *([st.sampled_from(dialogs).map(StartDialog)] if dialogs else []),
    ]
    return st.lists(st.one_of(actions), max_size=4, unique_by=type).map(tuple)


def rules(name: str, facts: tuple[str, ...] = (), dialogs: tuple[str, ...] = ()) -> SearchStrategy[Rule]:
    """Any rule of this name that may tell these facts of the shop's and start these dialogs."""

    return _bodies(facts, dialogs).map(lambda rule: replace(rule, name=name))


@cache
def _bodies(facts: tuple[str, ...], dialogs: tuple[str, ...]) -> SearchStrategy[Rule]:
    common = {"name": st.just("一"), "when": whens(), "only_if": st.just(ALWAYS) | only_ifs(), "say": says(facts)}
    doing = {"do": dos(facts, dialogs).filter(bool), "otherwise": maybe(replies(facts))}
    return st.builds(Rule, **common) | st.builds(Rule, **common, **doing)


@cache
def steps(keep: str, facts: tuple[str, ...]) -> SearchStrategy[Step]:
    asked = {
        "ask": telling(facts),
        "keep": st.just(keep),
        "again": st.just("") | telling(facts),
        "may_skip": st.booleans(),
    }
    bounds = {"least": maybe(st.integers(1, 5)), "most": maybe(st.integers(5, 10))}
    return st.one_of(
        st.builds(Step, expect=st.sampled_from([Expect.PHONE, Expect.BIRTHDAY, Expect.PICTURE]), **asked),
        st.builds(Step, expect=st.just(Expect.DATE), within_days=maybe(st.integers(1, 365)), **asked),
        st.builds(Step, expect=st.sampled_from([Expect.NUMBER, Expect.TEXT]), **bounds, **asked),
        st.builds(Step, expect=st.just(Expect.CHOICE), choices=few(items, 2, 3, unique=True), **asked),
    )


items = texts.filter(lambda text: text not in {*CANCEL, *BACK})


@st.composite
def dialogs(draw: st.DrawFn, name: str, facts: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> Dialog:
    """Any dialog of this name that may tell these facts of the shop's and start these dialogs."""
    keeps = KEEPS[: draw(st.integers(1, len(KEEPS)))]
    asked = tuple(draw(steps(keep, (*facts, *keeps[:at]))) for at, keep in enumerate(keeps))
    return Dialog(
        name=name,
        steps=asked,
        say=draw(replies((*facts, *keeps))),
        do=draw(dos((*facts, *keeps), others)),
        cancel=draw(st.just(CANCEL) | st.just(("不订了",))),
        back=draw(st.just(BACK) | st.just(("返回",))),
        cancelled=draw(st.just(CANCELLED) | replies(facts)),
        time_out=draw(st.just(TIME_OUT) | st.integers(1, 10_000)),
    )


def examples(expected: tuple[str, ...]) -> SearchStrategy[Example]:
    came = st.sampled_from(["", "table-3", "no"])
    done = st.one_of(
        st.fixed_dictionaries({"text": texts}),
        st.fixed_dictionaries({"menu": texts}),
        st.fixed_dictionaries({"scan": came}),
        st.fixed_dictionaries({"follow": came}),
    )
    moments = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2040-01-01"))
    at = maybe(moments.map(lambda moment: moment.replace(second=0, microsecond=0)))
    return st.builds(
        lambda did, expect, at, tags: Example(**did, expect=expect, at=at, tags=tags),
        done,
        st.sampled_from(["", *expected]),
        at,
        few(texts),
    )


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Any script with a rule or more."""
    told = draw(st.sampled_from(TOLD))
    facts = {name: draw(_facts()) for name in told} | draw(st.dictionaries(names, _facts(), max_size=1))
    of_dialogs = draw(st.sampled_from(CALLED))
    of_rules = draw(few(texts, 1, 3, unique=True))
    return Script(
        facts=facts,
        budget=draw(st.just(Budget()) | st.builds(Budget, points=st.integers(0, 999), coupons=st.integers(0, 9))),
        rules=tuple(draw(rules(name, told, of_dialogs)) for name in of_rules),
        dialogs=tuple(draw(dialogs(name, told, of_dialogs)) for name in of_dialogs),
        examples=draw(few(examples((of_rules[0], *of_dialogs)))),
    )


@cache
def _facts() -> SearchStrategy[Fact]:
    ending = st.builds(Fact, text=texts, until=days, otherwise=st.just("") | texts)
    beginning = st.builds(Fact, text=texts, since=days, otherwise=texts)
    both = st.builds(
        lambda text, bounds, otherwise: Fact(text=text, since=bounds[0], until=bounds[1], otherwise=otherwise),
        texts,
        st.tuples(days, days).map(sorted),
        texts,
    )
    return texts.map(lambda text: Fact(text=text)) | ending | beginning | both
