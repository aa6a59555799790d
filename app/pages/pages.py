"""Pages: a template, said in the visitor's language."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.house import House
from app.i18n import Languages, Words, choose
from app.i18n.moments import say_exactly, say_when
from app.pages.guests import guest_name
from app.sign_in import SignInDesk
from records.database import reading

T = TypeVar("T")

TEMPLATES = Path(__file__).parent.parent / "templates"
LANGUAGE_COOKIE = "huitou_lang"
A_YEAR = 365 * 24 * 3600


class Pages(msgspec.Struct, frozen=True):
    """What the pages share: the house, the words, the templates and the address of their assets."""

    house: House
    desk: SignInDesk
    languages: Languages
    templates: Environment
    assets: str

    @property
    def is_https(self) -> bool:
        """Whether the shop is reached by HTTPS, so that cookies may insist on it."""
        return self.house.settings.public_url.startswith("https://")

    def words_for(self, request: Request) -> Words:
        """The visitor's language."""
        asked = request.query_params.get("lang")
        remembered = request.cookies.get(LANGUAGE_COOKIE)
        return self.languages[choose(asked, remembered, request.headers.get("accept-language", ""))]

    def show(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """The page, in the visitor's language; a language asked for is remembered."""
        words, now = self.words_for(request), self.house.clock()
        page = self.templates.get_template(template).render(
            say=words.say,
            words=words,
            when=partial(say_when, words, now=now, zone=self.house.zone),
            exactly=partial(say_exactly, zone=self.house.zone),
            guest_name=partial(guest_name, words),
            assets=self.assets,
            translations=_translations(request, words, self.languages),
            **values,
        )
        response = HTMLResponse(page, status)
        if words.language == request.query_params.get("lang"):
            response.set_cookie(
                LANGUAGE_COOKIE, words.language, max_age=A_YEAR, httponly=True, secure=self.is_https, samesite="lax"
            )
        return response

    async def read(self, query: Callable[[Connection], T]) -> T:
        """What ``query`` finds, in a thread."""
        return await run_in_threadpool(_read, self.house.engine, query)

    def now(self) -> datetime:
        return self.house.clock()


def open_pages(house: House, languages: Languages, assets: str) -> Pages:
    """The pages of a house."""
    return Pages(
        house=house,
        desk=SignInDesk(house.engine, house.turns, house.clock),
        languages=languages,
        templates=Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        ),
        assets=assets,
    )


def section_of(request: Request) -> str:
    """The first page of the section that the request is in, such as ``/store``."""
    return "/" + request.url.path.split("/")[1]


def _read(engine: Engine, query: Callable[[Connection], T]) -> T:
    with reading(engine) as connection:
        return query(connection)


def _translations(request: Request, words: Words, languages: Languages) -> list[tuple[str, str, str]]:
    """Language, its own name, and the address of this page in it, for every other language."""
    # What a form answered has no address of its own: lead back to the beginning of its section.
    address = request.url if request.method == "GET" else request.url.replace(path=section_of(request))
    return [
        (language, other.say("language.name"), _local(address.include_query_params(lang=language)))
        for language, other in languages.items()
        if language != words.language
    ]


def _local(address: URL) -> str:
    return f"{address.path}?{address.query}"
