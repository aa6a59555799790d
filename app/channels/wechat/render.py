"""Replies as the XML that the platform shows (protocol sheet 3)."""

from wechatpy.replies import (
    ArticlesReply,
    BaseReply,
    ImageReply,
    MusicReply,
    TextReply,
    TransferCustomerServiceReply,
    VideoReply,
    VoiceReply,
)

from app.channels.wechat.limits import EVENT_ARTICLES, MESSAGE_ARTICLES
from app.channels.wechat.xmltext import clean, cut, escape
from replies.answers.reply import Article, Choices, HandOver, Music, News, Picture, Reply, Silence, Text, Video, Voice


def render(reply: Reply, *, to: str, origin: str, moment: int, after_message: bool) -> str:
    """The reply's XML, or an empty text where there is nothing to show.

    ``to`` is the openid, ``origin`` the account's own id, ``moment`` in seconds since 1970. After a message only one
    article is shown and a hand-over works; after an event up to eight articles, and no hand-over.
    """
    head = {"target": escape(to), "source": escape(origin), "time": moment}
    match reply:
        case Text(text):
            content = cut(clean(text))
            return _xml(TextReply(content=escape(content), **head)) if content.strip() else ""
        case News(articles):
            shown = articles[: MESSAGE_ARTICLES if after_message else EVENT_ARTICLES]
            return _xml(ArticlesReply(articles=[_article(each) for each in shown], **head)) if shown else ""
        case Choices():
            # A menu to tap on needs a message that we begin (protocol sheet 4.2).
            return render(reply.numbered(), to=to, origin=origin, moment=moment, after_message=after_message)
        case HandOver(agent):
            return _hand_over(agent, head) if after_message else ""
        case Silence():
            return ""
        case _:
            return _xml(_media(reply, head))


def _media(reply: Picture | Voice | Video | Music, head: dict[str, object]) -> BaseReply:
    match reply:
        case Picture(media):
            return ImageReply(image=escape(media), **head)
        case Voice(media):
            return VoiceReply(voice=escape(media), **head)
        case Video(media, title, description):
            video = {"media_id": media, "title": title, "description": description}
            return VideoReply(video=_escaped(video), **head)
        case Music(thumb, title, description, url, high_quality_url):
            music = {"title": title, "description": description, "music_url": url, "hq_music_url": high_quality_url}
            return MusicReply(music=_escaped({"thumb_media_id": thumb} | music), **head)


def _article(article: Article) -> dict[str, str]:
    return _escaped(
        {
            "title": article.title,
            "description": article.description,
            "image": article.picture_url,
            "url": article.url,
        }
    )


def _hand_over(agent: str, head: dict[str, object]) -> str:
    """wechatpy has no element for a named agent."""
    xml = _xml(TransferCustomerServiceReply(**head))
    if not agent:
        return xml
    named = f"<TransInfo><KfAccount><![CDATA[{escape(agent)}]]></KfAccount></TransInfo>"
    return f"{xml.removesuffix('</xml>')}{named}\n</xml>"


def _escaped(fields: dict[str, str]) -> dict[str, str]:
    return {name: escape(value) for name, value in fields.items()}


def _xml(reply: BaseReply) -> str:
    return str(reply.render())
