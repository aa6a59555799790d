"""The till: a cashier looks a code up, confirms, sees that it is done, and may take it back for ten minutes."""

from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.i18n import Words
from app.i18n.moments import midnight
from app.pages.counter import Counter, at_counter, counter_routes
from app.pages.pages import Pages
from app.pages.visits import Visit, go
from app.till import Wish, redeem_once
from loyalty.codes import show_code
from loyalty.eligibility import UNDO_WITHIN
from loyalty.receipts import day_of, receipt_of
from loyalty.redemptions import Offer, look_up, undo
from loyalty.refusals import AlreadyRedeemed, AlreadyUndone, Refusal, Sentence
from records.idempotency import KeyReused
from records.ids import new_id
from records.turns import Overloaded, Stopped

KEY_LENGTHS = range(8, 65)


def store_routes(pages: Pages) -> list[BaseRoute]:
    """Every page of the till."""
    return [
        *counter_routes(pages),
        at_counter(pages, "/store", home),
        at_counter(pages, "/store/offer", offer),
        at_counter(pages, "/store/redeem", redeem, "POST"),
        at_counter(pages, "/store/redemptions/{redemption}", done),
        at_counter(pages, "/store/redemptions/{redemption}/undo", take_back, "POST"),
    ]


async def home(pages: Pages, visit: Visit, counter: Counter) -> Response:
    """Ask for a code; beneath it, what was redeemed here today."""
    since = midnight(visit.now, pages.house.zone)
    find = partial(day_of, account_id=visit.staff.account_id, store_id=counter.store.id, since=since)
    return _show(pages, visit, counter, "store/home.html", today=await pages.read(find))


async def offer(pages: Pages, visit: Visit, counter: Counter) -> Response:
    """What the code is, whose and until when, to be confirmed; or why it cannot be redeemed."""
    typed = visit.request.query_params.get("code", "").strip()
    if not typed:
        return go("/store")
    account_id, store_id = visit.staff.account_id, counter.store.id
    find = partial(look_up, account_id=account_id, typed_code=typed, store_id=store_id, now=visit.now)
    try:
        found = await pages.read(find)
    except Refusal as refusal:
        return _refuse(pages, visit, counter, refusal, typed=typed)
    if found.refusal is not None:
        return _refuse(pages, visit, counter, found.refusal, offer=found)
    code = show_code(found.coupon.code)
    return _show(pages, visit, counter, "store/offer.html", offer=found, code=code, key=new_id())


async def redeem(pages: Pages, visit: Visit, counter: Counter) -> Response:
    """Redeem what was confirmed, once for each offer that was shown, and show that it is done."""
    code, key = visit.form.get("code", ""), visit.form.get("key", "")
    if not code or len(key) not in KEY_LENGTHS:
        return go("/store")
    wish = Wish(member=visit.staff, code=code, store_id=counter.store.id, key=key)
    try:
        redemption = await _redeem(pages, wish, visit.now)
    except Refusal as refusal:
        return _refuse(pages, visit, counter, refusal)
    except KeyReused:
        return go("/store")
    except (Overloaded, Stopped, SQLAlchemyError):
        structlog.get_logger().exception("the outcome of a redemption is unknown")
        return _show(pages, visit, counter, "store/unknown.html", 503, code=code, key=key)
    return go(f"/store/redemptions/{redemption}")


async def done(pages: Pages, visit: Visit, counter: Counter) -> Response:
    """A redemption, and for ten minutes the way back."""
    wanted = _wanted(visit)
    find = partial(receipt_of, account_id=visit.staff.account_id, redemption_id=wanted)
    try:
        found = await pages.read(find)
    except Refusal as refusal:
        return _refuse(pages, visit, counter, refusal)
    until = found.redeemed_at + UNDO_WITHIN
    mine = found.redeemed_by == visit.staff.signed_as and found.undone_at is None
    return _show(
        pages,
        visit,
        counter,
        "store/done.html",
        receipt=found,
        undo_until=until,
        undo_seconds=max(0, int((until - visit.now).total_seconds())) if mine else 0,
    )


async def take_back(pages: Pages, visit: Visit, counter: Counter) -> Response:
    """Undo a redemption."""
    wanted = _wanted(visit)
    member = visit.staff
    turn = partial(undo, account_id=member.account_id, redemption_id=wanted, by=member.signed_as, now=visit.now)
    try:
        await pages.house.turns.run(turn, key=wanted)
    except AlreadyUndone:
        # The answer to an earlier tap was lost, and both taps wanted the same.
        pass
    except Refusal as refusal:
        return _refuse(pages, visit, counter, refusal)
    return go(f"/store/redemptions/{wanted}")


def _wanted(visit: Visit) -> str:
    """The id of the redemption in the address; what can be no id is nobody's."""
    wanted = str(visit.request.path_params["redemption"])
    return wanted if wanted.isalnum() else ""


async def _redeem(pages: Pages, wish: Wish, now: datetime) -> str:
    turn = partial(redeem_once, wish=wish, now=now)
    try:
        return await pages.house.turns.run(turn, wish.key)
    except (AlreadyRedeemed, IntegrityError):
        # The same wish may just have come true on another worker: its key is kept by now, and answers.
        return await pages.house.turns.run(turn, wish.key)


def _refuse(
    pages: Pages, visit: Visit, counter: Counter, refusal: Refusal, offer: Offer | None = None, typed: str = ""
) -> Response:
    """Why not; with what was typed, to be mended, or with the offer that is none, as far as they are known."""
    standing = offer.standing if offer else None
    return _show(
        pages,
        visit,
        counter,
        "store/refusal.html",
        409,
        sentence=_in_words(visit.words, refusal.say(pages.house.zone)),
        offer=offer,
        typed=typed,
        mine=standing.id if standing and standing.redeemed_by == visit.staff.signed_as else None,
    )


def _in_words(words: Words, sentence: Sentence) -> str:
    """The sentence in the visitor's language."""
    return sentence.zh if words.language == "zh" else sentence.en


def _show(pages: Pages, visit: Visit, counter: Counter, template: str, status: int = 200, **values: object) -> Response:
    return pages.show(visit.request, template, status, session=visit.session, counter=counter, **values)
