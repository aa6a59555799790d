"""What the channel would not show: hand-overs after an event, and more cards than one after a message."""

from collections.abc import Iterator

from replies.answers.reply import HandOver, News
from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Limits, Surroundings
from replies.language.rule import Rule, Script, When
from replies.language.said import said_by_dialog, said_by_rule


def unseen_replies(rule: Rule, _script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """What a rule says that some of those whom it answers would not see."""
    after_message, after_event = _after_message(rule.when), _after_event(rule.when)
    for place, reply in said_by_rule(rule):
        if isinstance(reply, HandOver) and after_event and not surroundings.limits.hands_over_events:
            yield _unseen_hand_over(rule, place, only_events=not after_message)
        if isinstance(reply, News):
            most = _articles(surroundings.limits, after_message)
            if len(reply.articles) > most:
                sentence = f"{place} 有 {len(reply.articles)} 张卡片，这里微信只显示前 {most} 张。请只留最要紧的。"
                yield Finding(
                    severity=Severity.WARNING, code="cards-cut", rule=rule.name, place=place, sentence=sentence
                )


def unseen_in_dialogs(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Cards of a dialog that nobody would see: it always speaks after a message."""
    most = surroundings.limits.message_articles
    for dialog in script.dialogs:
        for place, reply in said_by_dialog(dialog):
            if isinstance(reply, News) and len(reply.articles) > most:
                sentence = f"{place} 有 {len(reply.articles)} 张卡片，这里微信只显示前 {most} 张。请只留最要紧的。"
                yield Finding(
                    severity=Severity.WARNING, code="cards-cut", dialog=dialog.name, place=place, sentence=sentence
                )


def _unseen_hand_over(rule: Rule, place: str, *, only_events: bool) -> Finding:
    how = "只能转接顾客发来的消息，关注、扫码和点菜单之后转不了"
    if only_events:
        sentence = f"{place} 是转人工，但微信{how}，顾客会什么也收不到。请改成一句话，如「想找人请回“人工”」。"
        return Finding(severity=Severity.ERROR, code="hand-over-unseen", rule=rule.name, place=place, sentence=sentence)
    sentence = f"{place} 是转人工，微信{how}。请把 follow、scan、menu 分成另一条规则，用一句话回答。"
    return Finding(severity=Severity.WARNING, code="hand-over-unseen", rule=rule.name, place=place, sentence=sentence)


def _articles(limits: Limits, after_message: bool) -> int:
    return limits.message_articles if after_message else limits.event_articles


def _after_message(when: When) -> bool:
    return bool(when.text.phrases or when.nears or when.kinds or when.fallback)


def _after_event(when: When) -> bool:
    return bool(when.follows or when.scans or when.menus)
