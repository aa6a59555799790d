"""What a rule says, as staff write it: a text, or one named thing such as ``picture: MEDIA_ID``."""

from collections.abc import Callable, Collection, Iterator, Mapping

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
    kind_of,
)
from replies.language.plain import plain_fields
from replies.language.shape import Misshapen, choice, few, fields, flag, items, text
from replies.language.source import Data
from replies.language.telling import check_reply, telling_nothing

MAX_ARTICLES = 8
MAX_ITEMS = 9
MAX_ITEM = 60
MAX_VARIANTS = 10

VARIANTS: Mapping[str, type[OneOf | InTurn]] = {"one_of": OneOf, "in_turn": InTurn}


def read_say(data: Data, place: str, facts: Collection[str]) -> Say:
    """What a rule says. ``facts`` may be told besides those built in. Raises ``Misshapen``."""
    if isinstance(data, list):
        raise Misshapen(place, "这里只能写一样。想换着说几句，请写 one_of（换着说）或 in_turn（轮着说）。")
    if isinstance(data, dict):
        _check_no_text(data, place)
        kind, written = choice(data, place, (*REPLIES, *VARIANTS))
        if kind in VARIANTS:
            return VARIANTS[kind](tuple(_replies(written, f"{place}.{kind}", facts)))
    return read_reply(data, place, facts)


def read_reply(data: Data, place: str, facts: Collection[str]) -> Reply:
    """One reply. ``facts`` may be told besides those built in. Raises ``Misshapen``."""
    reply: Reply
    if isinstance(data, dict):
        _check_no_text(data, place)
        kind, content = choice(data, place, REPLIES)
        reply = REPLIES[kind](content, f"{place}.{kind}")
    else:
        reply = Text(text(data, place))
    check_reply(reply, place, facts)
    return reply


def _check_no_text(data: dict[str, Data], place: str) -> None:
    if "text" in data:
        raise Misshapen(place, "想说话就直接写在冒号后面，如 say: 您好，不用写 text；一次只能回一样。")


def _replies(data: Data, place: str, facts: Collection[str]) -> Iterator[Reply]:
    for number, each in enumerate(few(data, place, 2, MAX_VARIANTS), 1):
        yield read_reply(each, f"{place}[{number}]", facts)


def plain_say(say: Say) -> Data:
    """What staff would write for it."""
    if isinstance(say, OneOf | InTurn):
        return {kind_of(say): [plain_say(reply) for reply in say.replies]}
    return say.text if isinstance(say, Text) else {kind_of(say): _plain_content(say)}


def _plain_content(reply: Reply) -> Data:
    match reply:
        case Picture(media) | Voice(media) | Video(media, "", ""):
            return media
        case News(articles):
            return [plain_fields(article) for article in articles]
        case HandOver(agent):
            return agent or "any"
        case Silence():
            return "true"
        case _:
            return plain_fields(reply)


def _video(data: Data, place: str) -> Video:
    if isinstance(data, str):
        return Video(_address(data, place))
    written = _texts_of(data, place, "media", ("title", "description"))
    return Video(**written)


def _music(data: Data, place: str) -> Music:
    return Music(**_texts_of(data, place, "thumb", ("title", "description", "url", "high_quality_url")))


def _news(data: Data, place: str) -> News:
    cards = items(data, place)
    if len(cards) > MAX_ARTICLES:
        raise Misshapen(place, f"这里有 {len(cards)} 张卡片，最多 {MAX_ARTICLES} 张。请只留最要紧的。")
    return News(tuple(_article(card, f"{place}[{number}]") for number, card in enumerate(cards, 1)))


def _article(data: Data, place: str) -> Article:
    written = _texts_of(data, place, "title", ("url", "description", "picture_url"))
    if "url" not in written:
        raise Misshapen(place, "卡片少了 url。请写上点开后的网址。")
    return Article(**written)


def _choices(data: Data, place: str) -> Choices:
    written = fields(data, place, ("ask", "items", "after"))
    for needed in ("ask", "items"):
        if needed not in written:
            raise Misshapen(place, f"少了 {needed}。请写上 ask（问什么）和 items（可以选哪几样）。")
    return Choices(
        ask=text(written["ask"], f"{place}.ask"),
        items=read_items(written["items"], f"{place}.items"),
        after=text(written["after"], f"{place}.after") if "after" in written else "",
    )


def read_items(data: Data, place: str) -> tuple[str, ...]:
    """Two to nine things to choose from, no two alike. Raises ``Misshapen``."""
    chosen = tuple(telling_nothing(item, place, MAX_ITEM) for item in few(data, place, 2, MAX_ITEMS))
    for item in chosen:
        if chosen.count(item) > 1:
            raise Misshapen(place, f"「{item}」写了两次。请只留一个。")
    return chosen


def _hand_over(data: Data, place: str) -> HandOver:
    agent = _address(data, place)
    return HandOver("" if agent == "any" else agent)


def _silence(data: Data, place: str) -> Silence:
    if not flag(data, place):
        raise Misshapen(place, "不想出声就写 silence: true，想说话就直接写文字。")
    return Silence()


def _texts_of(data: Data, place: str, needed: str, optional: tuple[str, ...]) -> dict[str, str]:
    written = fields(data, place, (needed, *optional))
    if needed not in written:
        raise Misshapen(place, f"少了 {needed}。请补上。")
    return {
        name: text(value, f"{place}.{name}") if name in ("title", "description") else _address(value, f"{place}.{name}")
        for name, value in written.items()
    }


def _address(data: Data, place: str) -> str:
    written = text(data, place, 2_000)
    if "{" in written or "}" in written:
        raise Misshapen(place, "网址和素材编号里不能放 {…}。请写完整的网址或编号。")
    return written


REPLIES: Mapping[str, Callable[[Data, str], Reply]] = {
    "picture": lambda data, place: Picture(_address(data, place)),
    "voice": lambda data, place: Voice(_address(data, place)),
    "video": _video,
    "music": _music,
    "news": _news,
    "choices": _choices,
    "hand_over": _hand_over,
    "silence": _silence,
}
