"""Things that a rule names and the account has not: coupon kinds, stores, dialogs."""

from collections.abc import Collection, Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, GiveCoupon, StartDialog
from replies.language.rule import Near, Rule, Script

LISTED = 10


def unknown_names(rule: Rule, script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """What a rule names in vain."""
    for near in rule.when.nears:
        if sentence := _no_store(near, surroundings):
            yield _error(rule, "store-unknown", "when.location", sentence)
    for action in rule.do:
        if flaw := _unknown(action, script, surroundings):
            yield _error(rule, *flaw)


def unknown_in_dialogs(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """What a dialog names in vain."""
    for dialog in script.dialogs:
        for action in dialog.do:
            if flaw := _unknown(action, script, surroundings):
                code, place, sentence = flaw
                yield Finding(severity=Severity.ERROR, code=code, dialog=dialog.name, place=place, sentence=sentence)


def _unknown(action: Action, script: Script, surroundings: Surroundings) -> tuple[str, str, str] | None:
    match action:
        case GiveCoupon(kind) if surroundings.coupon_kinds is not None and kind not in surroundings.coupon_kinds:
            return (
                "coupon-unknown",
                "do.coupon",
                f"没有编号是「{kind}」的券，送不出去。{_there_are(surroundings.coupon_kinds)}",
            )
        case StartDialog(name) if name not in (names := [dialog.name for dialog in script.dialogs]):
            return "dialog-unknown", "do.start", f"没有叫「{name}」的对话。{_there_are(names)}"
    return None


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
