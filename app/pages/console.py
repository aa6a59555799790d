"""The console: what needs me today, and the pushes that nobody could read."""

from functools import partial

from starlette.responses import Response
from starlette.routing import BaseRoute

from app.pages.pages import Pages
from app.pages.visits import Visit, staff_only
from app.today import today
from records.quarantine import quarantined_before

ROLES = ("owner", "editor", "agent")
PUSHES_SHOWN = 20


def console_routes(pages: Pages) -> list[BaseRoute]:
    """Every page of the console."""
    return [
        staff_only(pages, "/console", show_today, roles=ROLES),
        staff_only(pages, "/console/quarantine", show_quarantine, roles=ROLES),
    ]


async def show_today(pages: Pages, visit: Visit) -> Response:
    """What needs the owner today."""
    found = await pages.read(partial(today, account_id=visit.staff.account_id))
    return pages.show(
        visit.request,
        "console/today.html",
        session=visit.session,
        today=found,
        sandbox=pages.house.settings.is_sandbox,
    )


async def show_quarantine(pages: Pages, visit: Visit) -> Response:
    """The pushes that nobody could read, twenty to a page."""
    before = _number(visit.request.query_params.get("before", ""))
    # One more than is shown tells whether there are older ones.
    find = partial(quarantined_before, account_id=visit.staff.account_id, before=before, limit=PUSHES_SHOWN + 1)
    found = await pages.read(find)
    shown = found[:PUSHES_SHOWN]
    older = shown[-1].id if len(found) > len(shown) else None
    return pages.show(visit.request, "console/quarantine.html", session=visit.session, pushes=shown, older=older)


def _number(typed: str) -> int | None:
    """A number of up to eighteen digits, which every database can compare with its own; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None
