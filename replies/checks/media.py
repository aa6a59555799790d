"""Pictures, sounds and films that are not there, or are something else."""

from collections.abc import Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.media import Shown, shown_by
from replies.language.rule import Rule, Script
from replies.language.said import Said, said_by_dialog, said_by_rule

IN_CHINESE = {"picture": "图片", "voice": "语音", "video": "视频", "thumb": "封面图"}
Flaw = tuple[Severity, str, str]


def wrong_media(rule: Rule, _script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """Media of a rule that the account has not, or has as another kind."""
    for place, (severity, code, sentence) in _wrong(said_by_rule(rule), surroundings):
        yield Finding(severity=severity, code=code, rule=rule.name, place=place, sentence=sentence)


def wrong_dialog_media(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """The same for dialogs."""
    for dialog in script.dialogs:
        for place, (severity, code, sentence) in _wrong(said_by_dialog(dialog), surroundings):
            yield Finding(severity=severity, code=code, dialog=dialog.name, place=place, sentence=sentence)


def _wrong(said: Iterator[Said], surroundings: Surroundings) -> Iterator[tuple[str, Flaw]]:
    for place, reply in said:
        if (shown := shown_by(reply)) and (flaw := _flaw(place, shown, surroundings)):
            yield place, flaw


def _flaw(place: str, shown: Shown, surroundings: Surroundings) -> Flaw | None:
    if surroundings.media is None:
        return None
    kind = surroundings.media.get(shown.media)
    if kind in shown.kinds:
        return None
    wanted = IN_CHINESE[shown.kinds[0]]
    if kind is not None:
        is_one = IN_CHINESE.get(kind, kind)
        return (
            Severity.ERROR,
            "media-kind",
            f"{place} 要{wanted}，可素材「{shown.media}」是{is_one}。请换一个{wanted}的编号。",
        )
    if shown.media in surroundings.removed_media:
        return Severity.ERROR, "media-removed", f"{place} 的素材「{shown.media}」已经删掉了。请换一个，或重新登记。"
    return (
        Severity.WARNING,
        "media-unknown",
        f"{place} 的素材「{shown.media}」没有登记过，不知道还在不在。请核对编号，或登记它。",
    )
