"""The counter: which store a member of staff works in."""

from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.pages.pages import A_YEAR, Pages
from app.pages.visits import Visit, go, staff_only
from records.accounts import Store, stores_of

STORE_COOKIE = "huitou_store"


class Counter(msgspec.Struct, frozen=True):
    """The store where the visitor works now; ``may_choose`` when the store is not theirs alone."""

    store: Store
    may_choose: bool


CounterPage = Callable[[Pages, Visit, Counter], Awaitable[Response]]


def counter_routes(pages: Pages) -> list[BaseRoute]:
    """Where the store is chosen."""
    return [
        staff_only(pages, "/store/choose", ask_store),
        staff_only(pages, "/store/choose", choose_store, "POST"),
    ]


async def ask_store(pages: Pages, visit: Visit) -> Response:
    """Which store it is; a cashier of one store finds only that one."""
    stores = await _stores(pages, visit)
    return pages.show(visit.request, "store/choose.html", session=visit.session, counter=None, stores=stores)


async def choose_store(pages: Pages, visit: Visit) -> Response:
    """Remember the store in this browser."""
    chosen = visit.form.get("store", "")
    if chosen not in [store.id for store in await _stores(pages, visit)]:
        return go("/store/choose")
    response = go("/store")
    response.set_cookie(STORE_COOKIE, chosen, max_age=A_YEAR, httponly=True, secure=pages.is_https, samesite="lax")
    return response


def at_counter(pages: Pages, path: str, page: CounterPage, method: str = "GET") -> BaseRoute:
    """A page for staff who stand at a counter; the others choose a store first."""

    async def endpoint(pages: Pages, visit: Visit) -> Response:
        counter = await _counter(pages, visit)
        return go("/store/choose") if counter is None else await page(pages, visit, counter)

    return staff_only(pages, path, endpoint, method)


async def _counter(pages: Pages, visit: Visit) -> Counter | None:
    """Where the visitor works: their own store, else the one they chose. None when they have to choose first."""
    stores = await _stores(pages, visit)
    wanted = visit.staff.store_id or visit.request.cookies.get(STORE_COOKIE)
    for store in stores:
        if store.id == wanted:
            return Counter(store, may_choose=len(stores) > 1)
    return None


async def _stores(pages: Pages, visit: Visit) -> list[Store]:
    """The stores that the visitor may work in."""
    stores = await pages.read(partial(stores_of, account_id=visit.staff.account_id))
    return [store for store in stores if visit.staff.store_id in (None, store.id)]
