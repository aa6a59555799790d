"""What may be said to a person, in no channel's words."""

import msgspec


class Text(msgspec.Struct, frozen=True, tag="text"):
    text: str


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    media: str


class Voice(msgspec.Struct, frozen=True, tag="voice"):
    media: str


class Video(msgspec.Struct, frozen=True, tag="video"):
    media: str
    title: str = ""
    description: str = ""


class Music(msgspec.Struct, frozen=True, tag="music"):
    """``thumb`` is the channel's id of the cover picture; ``high_quality_url`` is played on Wi-Fi."""

    thumb: str
    title: str = ""
    description: str = ""
    url: str = ""
    high_quality_url: str = ""


class Article(msgspec.Struct, frozen=True):
    title: str
    url: str
    description: str = ""
    picture_url: str = ""


class News(msgspec.Struct, frozen=True, tag="news"):
    """One to eight cards that open a page; a channel may show fewer."""

    articles: tuple[Article, ...]


class Choices(msgspec.Struct, frozen=True, tag="choices"):
    """A question with two to nine things to choose from. ``after`` is said below them.

    ``items`` are what the person would say, so they hold no facts.
    """

    ask: str
    items: tuple[str, ...]
    after: str = ""

    def numbered(self) -> Text:
        """For where there is nothing to tap on: the things one below the other, each with the number that means it."""
        lines = (self.ask, *(f"{number}. {item}" for number, item in enumerate(self.items, 1)), self.after)
        return Text("\n".join(line for line in lines if line))


class HandOver(msgspec.Struct, frozen=True, tag="hand_over"):
    """From here a person of the shop answers; ``agent`` names one, or is empty for anyone."""

    agent: str = ""


class Silence(msgspec.Struct, frozen=True, tag="silence"):
    """Nothing, on purpose."""


Reply = Text | Picture | Voice | Video | Music | News | Choices | HandOver | Silence


class OneOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="one_of"):
    """One of several replies: the same for a contact all day, as good as random between contacts and days."""

    replies: tuple[Reply, ...]


class InTurn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="in_turn"):
    """One of several replies: the next each time the rule answers a contact."""

    replies: tuple[Reply, ...]


Say = Reply | OneOf | InTurn

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Reply)


def kind_of(reply: Say) -> str:
    """The name of its kind, such as ``hand_over``: the one that scripts and kept replies use."""
    return str(type(reply).__struct_config__.tag)


def to_json(reply: Reply) -> str:
    """The reply as it is kept with its touchpoint."""
    return _encoder.encode(reply).decode()


def from_json(kept: str) -> Reply:
    """The reply that ``to_json`` kept. Raises ``msgspec.ValidationError`` for anything else."""
    reply: Reply = _decoder.decode(kept)
    return reply
