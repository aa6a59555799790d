"""Visits: who asks, in which language, with which form. Everything is checked before a page begins."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from urllib.parse import quote

import msgspec
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.i18n import Words
from app.pages.forms import FormRefused, check_origin, check_token, read_form
from app.pages.headers import PageHeaders
from app.pages.pages import Pages, section_of
from records.sessions import Session, session_of
from records.staff import Staff


class Visit(msgspec.Struct, frozen=True):
    """A request that has been let in. ``form`` is empty unless it was sent by our own page."""

    request: Request
    words: Words
    now: datetime
    form: Mapping[str, str] = {}
    session: Session | None = None

    @property
    def staff(self) -> Staff:
        """Who asks. Raises ``LookupError`` on a page that anyone may open."""
        if self.session is None:
            raise LookupError("nobody is signed in on this page")
        return self.session.staff


Endpoint = Callable[[Pages, Visit], Awaitable[Response]]


def open_to_all(pages: Pages, path: str, endpoint: Endpoint, method: str = "GET") -> Route:
    """A page for anyone; a form has to come from our own site."""

    async def answer(request: Request) -> Response:
        try:
            form = await _form(pages, request)
        except FormRefused as refusal:
            return _refuse(pages, request, refusal)
        return await endpoint(pages, Visit(request, pages.words_for(request), pages.now(), form))

    return _route(path, answer, method)


def staff_only(pages: Pages, path: str, endpoint: Endpoint, method: str = "GET", roles: Collection[str] = ()) -> Route:
    """A page for staff who are signed in, of the given roles or of any; a form has to carry their token."""

    async def answer(request: Request) -> Response:
        session = await current_session(pages, request)
        if session is None:
            return to_sign_in(request)
        try:
            form = await _form(pages, request)
            _check_staff(request, session, form, roles)
        except FormRefused as refusal:
            return _refuse(pages, request, refusal, session)
        return await endpoint(pages, Visit(request, pages.words_for(request), pages.now(), form, session))

    return _route(path, answer, method)


def session_cookie(pages: Pages) -> str:
    """The cookie's name; the prefix makes browsers refuse one that another host or an open line set."""
    return "__Host-huitou_session" if pages.is_https else "huitou_session"


async def current_session(pages: Pages, request: Request) -> Session | None:
    """The session of the request's cookie, if it still lasts."""
    token = request.cookies.get(session_cookie(pages))
    if not token:
        return None
    return await pages.read(partial(session_of, token=token, now=pages.now()))


def to_sign_in(request: Request) -> Response:
    """Sign in first, then come back to the page that was asked for."""
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return go(f"/sign-in?next={quote(asked if request.method == 'GET' else section_of(request))}")


def go(path: str) -> Response:
    """See another page: after a form this keeps a reload from sending it again."""
    return RedirectResponse(path, 303)


async def _form(pages: Pages, request: Request) -> Mapping[str, str]:
    if request.method != "POST":
        return {}
    check_origin(request, pages.house.settings.public_url)
    return await read_form(request)


def _check_staff(request: Request, session: Session, form: Mapping[str, str], roles: Collection[str]) -> None:
    if request.method == "POST":
        check_token(form, session.csrf_token)
    if roles and session.staff.role not in roles:
        raise FormRefused(403, "refused.role")


def _refuse(pages: Pages, request: Request, refusal: FormRefused, session: Session | None = None) -> Response:
    back = section_of(request)
    return pages.show(request, "refused.html", refusal.status, reason=refusal.reason, session=session, back=back)


def _route(path: str, answer: Callable[[Request], Awaitable[Response]], method: str) -> Route:
    return Route(path, answer, methods=[method], middleware=[Middleware(PageHeaders)])
