"""Staff sign in and out."""

from functools import partial
from math import ceil

from starlette.responses import Response
from starlette.routing import BaseRoute

from app.pages.pages import Pages
from app.pages.visits import Visit, go, open_to_all, session_cookie, staff_only
from app.sign_in import WrongPassword
from app.throttle import TooManyAttempts
from records.sessions import SESSION_LASTS, close_session
from records.staff import Staff


def sign_in_routes(pages: Pages) -> list[BaseRoute]:
    """Signing in and out."""
    return [
        open_to_all(pages, "/sign-in", ask),
        open_to_all(pages, "/sign-in", sign_in, "POST"),
        staff_only(pages, "/sign-out", sign_out, "POST"),
    ]


async def ask(pages: Pages, visit: Visit) -> Response:
    """Ask for the user name and the password."""
    return _show(pages, visit, 200, next_page=visit.request.query_params.get("next", ""))


async def sign_in(pages: Pages, visit: Visit) -> Response:
    """Begin a session and go where its owner belongs; or say why not."""
    username, password, next_page = (visit.form.get(field, "") for field in ("username", "password", "next"))
    address = visit.request.client.host if visit.request.client else ""
    try:
        member, token = await pages.desk.sign_in(username, password, address)
    except WrongPassword:
        problem = visit.words.say("sign_in.wrong")
        return _show(pages, visit, 401, username=username, next_page=next_page, problem=problem)
    except TooManyAttempts as refusal:
        problem = visit.words.say("sign_in.throttled", minutes=ceil(refusal.wait.total_seconds() / 60))
        return _show(pages, visit, 429, username=username, next_page=next_page, problem=problem)
    response = go(landing(member, next_page))
    response.set_cookie(
        session_cookie(pages),
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        secure=pages.is_https,
        samesite="lax",
    )
    return response


async def sign_out(pages: Pages, visit: Visit) -> Response:
    """End the session."""
    token = visit.request.cookies[session_cookie(pages)]
    await pages.house.turns.run(partial(close_session, token=token))
    response = go("/sign-in")
    response.delete_cookie(session_cookie(pages), secure=pages.is_https, httponly=True, samesite="lax")
    return response


def landing(member: Staff, wanted: str) -> str:
    """Where someone who has just signed in goes: the page they asked for, if it is theirs, else their first one."""
    home = "/store" if member.role == "cashier" else "/console"
    theirs = ("/store",) if member.role == "cashier" else ("/store", "/console")
    return wanted if wanted.startswith(theirs) else home


def _show(
    pages: Pages, visit: Visit, status: int, *, username: str = "", next_page: str = "", problem: str = ""
) -> Response:
    return pages.show(
        visit.request,
        "sign_in.html",
        status,
        session=None,
        username=username,
        next_page=next_page,
        problem=problem,
        sandbox=pages.house.settings.is_sandbox,
    )
