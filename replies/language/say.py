"""What a rule says, as staff write it: a text, or one named thing such as ``picture: MEDIA_ID``."""

from collections.abc import Callable, Collection, Mapping

from replies.answers.facts import UnknownFact, check_facts
from replies.answers.reply import Article, HandOver, Music, News, Picture, Reply, Silence, Text, Video, Voice
from replies.language.shape import Misshapen, choice, fields, flag, items, text
from replies.language.source import Data

MAX_ARTICLES = 8


def read_say(data: Data, place: str, shop_facts: Collection[str]) -> Reply:
    """The reply. Raises ``Misshapen``, also for a fact that does not exist."""
    if isinstance(data, dict):
        kind, content = choice(data, place, tuple(_READERS))
        reply = _READERS[kind](content, f"{place}.{kind}")
    else:
        reply = Text(text(data, place))
    try:
        check_facts(reply, shop_facts)
    except UnknownFact as unknown:
        raise Misshapen(place, str(unknown)) from unknown
    return reply


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


_READERS: Mapping[str, Callable[[Data, str], Reply]] = {
    "picture": lambda data, place: Picture(_address(data, place)),
    "voice": lambda data, place: Voice(_address(data, place)),
    "video": _video,
    "music": _music,
    "news": _news,
    "hand_over": _hand_over,
    "silence": _silence,
}
