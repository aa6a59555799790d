"""Texts longer than the channel shows, counted with the facts in them."""

import unicodedata
from collections.abc import Iterator, Mapping

from replies.answers.facts import BUILT_IN, fill
from replies.answers.reply import Choices, Reply, Text
from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, StartDialog
from replies.language.dialog import Dialog
from replies.language.rule import Rule, Script
from replies.language.said import Said, said_by_dialog, said_by_rule

LONGEST: Mapping[str, str] = {
    "nickname": "长" * 32,
    "points": "1000000",
    "coupon_code": "7Q2K-9XWD-M4TP",
    "coupon_name": "券" * 20,
    "coupon_expires": "2027年12月31日",
    "coupon_stores": "、".join(["一家名字不短的门店"] * 5),
    "coupons": "\n".join(["一张名字不短的优惠券  7Q2K-9XWD-M4TP  2027年12月31日前有效"] * 5),
}
"""What the built-in facts may plausibly come to for somebody."""
ANY_LONGEST = "长" * 20
"""The same for any other."""
KEPT_CHARACTERS = 100
"""What an answer in a dialog may come to where its step sets no bound."""
_INVISIBLE = ("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp")


def long_texts(rule: Rule, script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Texts of a rule that are too long, or that nobody could see."""
    for place, reply in said_by_rule(rule):
        found = _judge(*_followed(place, reply, rule.do, script), script, {}, surroundings)
        if found is not None:
            severity, code, sentence = found
            yield Finding(severity=severity, code=code, rule=rule.name, place=place, sentence=sentence)


def long_dialog_texts(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """The same for dialogs."""
    for dialog in script.dialogs:
        kept = {step.keep: "长" * (step.most or KEPT_CHARACTERS) for step in dialog.steps}
        for place, reply in said_by_dialog(dialog):
            do = dialog.do if place == "say" else ()
            found = _judge(*_followed(place, reply, do, script), script, kept, surroundings)
            if found is not None:
                severity, code, sentence = found
                yield Finding(severity=severity, code=code, dialog=dialog.name, place=place, sentence=sentence)


def _judge(
    place: str, reply: Reply, script: Script, kept: Mapping[str, str], surroundings: Surroundings
) -> tuple[Severity, str, str] | None:
    text = _shown(reply)
    if text is None:
        return None
    limit = surroundings.limits.text_bytes
    usual = {name: fact.text for name, fact in script.facts.items()} if "{" in text else {}
    if _is_invisible(told := fill(text, usual | dict.fromkeys(kept, "某"))):
        return Severity.ERROR, "empty", f"{place} 里没有看得见的字，顾客什么也收不到。请写上要说的话。"
    if (size := len(told.encode())) > limit:
        return (
            Severity.ERROR,
            "too-long",
            f"{place} 有 {size} 字节，{_at_most(limit)}，后面的会被截掉。请写短，或分成几条规则。",
        )
    worst = len(fill(text, {**_worst(script), **kept}).encode())
    if worst > limit:
        sentence = f"{place} 填上最长的信息会有 {worst} 字节，{_at_most(limit)}，后面的会被截掉。请留些余地。"
        return Severity.WARNING, "maybe-too-long", sentence
    return None


def _shown(reply: Reply) -> str | None:
    """What is shown as a text, None for anything else."""
    match reply:
        case Text(text):
            return text
        case Choices():
            return reply.numbered().text
    return None


def _followed(place: str, reply: Reply, do: tuple[Action, ...], script: Script) -> Said:
    """What is said, with the first question of the dialog that begins behind it: both are one message."""
    started = [action.dialog for action in do if isinstance(action, StartDialog)]
    dialog = next((dialog for dialog in script.dialogs if dialog.name in started), None)
    if dialog is None or not isinstance(reply, Text):
        return place, reply
    return f"{place} 连同「{dialog.name}」的第一句问话", Text(f"{reply.text}\n{_first_question(dialog)}")


def _first_question(dialog: Dialog) -> str:
    first = dialog.steps[0]
    return first.ask if not first.choices else Choices(first.ask, first.choices).numbered().text


def _worst(script: Script) -> dict[str, str]:
    built_in = {name: LONGEST.get(name, ANY_LONGEST) for name in BUILT_IN}
    shop = {
        name: max(fact.text, fact.otherwise, key=lambda text: len(text.encode())) for name, fact in script.facts.items()
    }
    return built_in | shop


def _is_invisible(text: str) -> bool:
    return all(unicodedata.category(letter) in _INVISIBLE for letter in text)


def _at_most(limit: int) -> str:
    return f"微信一条最多 {limit:,} 字节（大约 {limit // 3} 个汉字）"
