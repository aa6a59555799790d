"""``huitou chat``: the sandbox phone in the terminal. It speaks real, signed, encrypted XML to a running server."""

from collections.abc import Callable
from typing import Annotated

import httpx
import typer

from app.channels.wechat.answers import Rejected
from app.channels.wechat.phone import Phone
from app.preflight import NotReady
from app.sandbox import ORIGINAL_ID, sandbox_account
from app.settings import Settings
from records.clock import utc_now
from replies.answers.reply import Choices, HandOver, Music, News, Picture, Reply, Text, Video, Voice, kind_of

HELP = "/follow [scene]  /scan scene  /unfollow  /click KEY  /picture  /voice  /location  /quit — anything else is said"
ASKS_FOR_HELP = ("/help", "/scan", "/click")
"""The latter two say too little."""
SECONDS = 5.0
"""As long as the platform waits (protocol sheet 1.6)."""

verb = typer.Typer(add_completion=False)


@verb.command()
def chat(
    server: Annotated[str, typer.Option(help="Where Huitou serves.")] = "http://127.0.0.1:8000",
    openid: Annotated[str, typer.Option(help="Who you are.")] = "oTerminalCustomer0000000000",
) -> None:
    """Chat with the shop as a customer would. Only in the sandbox."""
    settings = Settings()
    if not settings.is_sandbox:
        raise NotReady("`huitou chat` speaks for the sandbox, and a real account is set. Use your phone.")
    phone = Phone(sandbox_account(settings), openid, ORIGINAL_ID)
    with _wire(server) as wire:
        print(HELP)
        while (line := _ask()) != "/quit":
            if line in ASKS_FOR_HELP:
                print(HELP)
            elif line:
                print(_show(_send(wire, phone, _push(phone, line))))


def _wire(server: str) -> httpx.Client:
    try:
        return httpx.Client(base_url=server, timeout=SECONDS)
    except httpx.InvalidURL as error:
        raise typer.BadParameter(f"{server!r} is no address; it looks like http://127.0.0.1:8000") from error


def _ask() -> str:
    try:
        return input("> ").strip()
    except UnicodeDecodeError:
        return "/help"
    except EOFError:
        return "/quit"


def _push(phone: Phone, line: str) -> str:
    """What the line does, as the platform would tell it."""
    command, _, rest = line.partition(" ")
    gestures: dict[str, Callable[[], str]] = {
        "/follow": lambda: phone.follow(rest or None),
        "/scan": lambda: phone.scan(rest),
        "/unfollow": phone.unfollow,
        "/click": lambda: phone.click(rest),
        "/picture": phone.picture,
        "/voice": phone.voice,
        "/location": lambda: phone.location(31.230416, 121.473701, "人民广场"),
    }
    return gestures.get(command, lambda: phone.text(line))()


def _send(wire: httpx.Client, phone: Phone, xml: str) -> Reply | str | None:
    """The reply, or what the platform would show instead."""
    push = phone.seal(xml, utc_now())
    try:
        answer = wire.post("/wechat/main", params=push.query, content=push.body)
        answer.raise_for_status()
        return phone.read(answer.content)
    except httpx.HTTPStatusError as error:
        return f"[该公众号暂时无法提供服务，请稍后再试] {error.response.status_code} {error.response.text.strip()}"
    except httpx.HTTPError as error:
        return f"[no answer from {wire.base_url}: {error}. Is `make run` running?]"
    except Rejected as error:
        return f"[该公众号暂时无法提供服务，请稍后再试] {error}"


def _show(reply: Reply | str | None) -> str:
    match reply:
        case str():
            return reply
        case Text() | Choices():
            return reply.text if isinstance(reply, Text) else reply.numbered().text
        case News(articles):
            return "\n".join(f"[{article.title}] {article.url}" for article in articles)
        case Picture(media) | Voice(media) | Video(media) | Music(media):
            return f"[{kind_of(reply)} {media}]"
        case HandOver():
            return "[a person of the shop takes over]"
    return "[no answer]"
