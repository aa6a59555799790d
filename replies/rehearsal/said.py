"""What a rule says, as staff read it: the shop's facts told, the person's left in braces."""

from collections.abc import Mapping

from replies.answers.facts import BUILT_IN
from replies.answers.render import render
from replies.answers.reply import (
    Choices,
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

_PERSONAL: Mapping[str, str] = {name: f"{{{name}}}" for name in BUILT_IN}
_MEDIA: Mapping[type[Reply], str] = {Picture: "图片", Voice: "语音", Video: "视频"}


def said(say: Say, shop_facts: Mapping[str, str]) -> str:
    """The text of what is said; of several replies all, a line of dashes between them."""
    replies = say.replies if isinstance(say, OneOf | InTurn) else (say,)
    return "\n——\n".join(shown(render(reply, {**_PERSONAL, **shop_facts})) for reply in replies)


def shown(reply: Reply) -> str:
    """A reply as a line or several of text; what is no text stands in brackets."""
    match reply:
        case Text(text):
            return text
        case Choices():
            return reply.numbered().text
        case News(articles):
            return "\n".join(f"〔图文〕{article.title} {article.url}" for article in articles)
        case Picture(media) | Voice(media) | Video(media):
            return f"〔{_MEDIA[type(reply)]} {media}〕"
        case Music(title=title, url=url):
            return f"〔音乐 {title or url}〕"
    return "〔不回话〕" if isinstance(reply, Silence) else f"〔转人工 {reply.agent}".rstrip() + "〕"
