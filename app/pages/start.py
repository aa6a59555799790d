"""The first page of the address: where everybody goes from there."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from app.pages.pages import Pages
from app.pages.sign_in import landing
from app.pages.visits import Visit, current_session, go, open_to_all


def start_routes(pages: Pages) -> list[BaseRoute]:
    """The first page."""
    return [open_to_all(pages, "/", start)]


async def start(pages: Pages, visit: Visit) -> Response:
    """Staff to their own page; others to the phone of the sandbox, or to signing in."""
    session = await current_session(pages, visit.request)
    if session is not None:
        return go(landing(session.staff, ""))
    return go("/sandbox" if pages.house.settings.is_sandbox else "/sign-in")
