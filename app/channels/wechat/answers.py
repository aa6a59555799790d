"""Our own answers, read as the platform reads them (protocol sheet 3 and 8)."""

from collections.abc import Callable, Mapping

from app.channels.wechat.limits import TEXT_LIMIT_BYTES
from app.channels.wechat.reader import Fields, one
from replies.answers.reply import Article, HandOver, Music, News, Picture, Reply, Text, Video, Voice

UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"


class Rejected(Exception):
    """An answer in whose place the person would have seen that the account is out of service; it says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{UNAVAILABLE} ({reason})")


def to_reply(fields: Fields) -> Reply:
    """What the person is shown. Raises ``Rejected``."""
    message_type = one(fields, "MsgType")
    reader = _READERS.get(message_type)
    if reader is None:
        raise Rejected(f"no reply is of the type {message_type!r}")
    return reader(fields)


def _text(fields: Fields) -> Reply:
    text = one(fields, "Content")
    if len(text.encode()) > TEXT_LIMIT_BYTES:
        raise Rejected(f"a text is at most {TEXT_LIMIT_BYTES} bytes")
    return Text(text)


def _picture(fields: Fields) -> Reply:
    return Picture(_needed(fields, "Image", "MediaId"))


def _voice(fields: Fields) -> Reply:
    return Voice(_needed(fields, "Voice", "MediaId"))


def _video(fields: Fields) -> Reply:
    return Video(
        media=_needed(fields, "Video", "MediaId"),
        title=one(fields, "Video", "Title"),
        description=one(fields, "Video", "Description"),
    )


def _music(fields: Fields) -> Reply:
    return Music(
        thumb=_needed(fields, "Music", "ThumbMediaId"),
        title=one(fields, "Music", "Title"),
        description=one(fields, "Music", "Description"),
        url=one(fields, "Music", "MusicUrl"),
        high_quality_url=one(fields, "Music", "HQMusicUrl"),
    )


def _news(fields: Fields) -> Reply:
    articles = fields.get("Articles")
    items = articles.get("item", []) if isinstance(articles, dict) else []
    found = tuple(_article(item) for item in (items if isinstance(items, list) else [items]))
    if not found or one(fields, "ArticleCount") != str(len(found)):
        raise Rejected("ArticleCount is not the number of articles")
    return News(found)


def _article(item: object) -> Article:
    if not isinstance(item, dict):
        raise Rejected("an article is empty")
    return Article(
        title=one(item, "Title"),
        url=one(item, "Url"),
        description=one(item, "Description"),
        picture_url=one(item, "PicUrl"),
    )


def _hand_over(fields: Fields) -> Reply:
    return HandOver(one(fields, "TransInfo", "KfAccount"))


def _needed(fields: Fields, *path: str) -> str:
    value = one(fields, *path)
    if not value:
        raise Rejected(f"{path[-1]} is missing")
    return value


_READERS: Mapping[str, Callable[[Fields], Reply]] = {
    "text": _text,
    "image": _picture,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "transfer_customer_service": _hand_over,
}
