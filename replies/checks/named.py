"""Things that a rule names and the account has not: coupon kinds and stores."""

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, GiveCoupon
from replies.language.rule import Near, Rule, Script

LISTED = 10


def unknown_names(rule: Rule, _script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """What a rule names in vain. Where it has something to say otherwise, nobody misses a coupon that is not there."""
    for near in rule.when.nears:
        if sentence := _no_store(near, surroundings):
            yield _error(rule, "store-unknown", "when.location", sentence)
    for kinds, kind in _unknown_coupons(rule.do, surroundings):
        error = _error(rule, "coupon-unknown", "do.coupon", f"没有编号是「{kind}」的券，送不出去。{_there_are(kinds)}")
        if rule.otherwise is None:
            yield error
        else:
            sentence = f"没有编号是「{kind}」的券，先只说 otherwise 里的话。{_there_are(kinds)}"
            yield replace(error, severity=Severity.WARNING, sentence=sentence)


def unknown_in_dialogs(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """What a dialog names in vain."""
    for dialog in script.dialogs:
        for kinds, kind in _unknown_coupons(dialog.do, surroundings):
            sentence = f"没有编号是「{kind}」的券，送不出去。{_there_are(kinds)}"
            yield Finding(
                severity=Severity.ERROR,
                code="coupon-unknown",
                dialog=dialog.name,
                place="do.coupon",
                sentence=sentence,
            )


def _unknown_coupons(do: Iterable[Action], surroundings: Surroundings) -> Iterator[tuple[Collection[str], str]]:
    """The coupon kinds that there are, with each that is given and is none of them."""
    kinds = surroundings.coupon_kinds
    for action in do:
        if kinds is not None and isinstance(action, GiveCoupon) and action.kind not in kinds:
            yield kinds, action.kind


def _no_store(near: Near, surroundings: Surroundings) -> str | None:
    """Why nobody can be near such a store; None where somebody may be."""
    stores = surroundings.stores
    if stores is None:
        return None
    if near.store and near.store not in stores:
        return f"没有编号是「{near.store}」的门店。{_there_are(stores)}"
    if near.store and not stores[near.store]:
        return f"门店「{near.store}」还没有写位置，算不出距离。请先给它写上经纬度。"
    if not near.store and not any(stores.values()):
        return "还没有哪家门店写了位置，算不出距离。请先给门店写上经纬度。"
    return None


def _there_are(names: Collection[str]) -> str:
    return f"现在有的：{'、'.join(sorted(names)[:LISTED])}。" if names else "现在一个也没有，请先建一个。"


def _error(rule: Rule, code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, rule=rule.name, place=place, sentence=sentence)
