"""Pictures, sounds and films that are not there, or are something else."""

import pytest

from replies.checks.finding import Severity
from tests.replies.checks.checking import codes, findings, only, rule, script


def showing(say: str) -> str:
    return script(rule("看", "{menu: LOOK}", say=say))


@pytest.mark.parametrize(
    "say",
    [
        "{picture: M_LATTE}",
        "{voice: M_HELLO}",
        "{video: M_TOUR}",
        "{music: {thumb: M_COVER}}",
        "{music: {thumb: M_LATTE}}",
    ],
)
def test_media_that_is_there_and_of_its_kind_is_left_alone(say: str) -> None:
    assert codes(showing(say)) == []


@pytest.mark.parametrize(
    ("say", "severity", "code", "sentence"),
    [
        ("{picture: M_OLD}", Severity.ERROR, "media-removed", "素材「M_OLD」已经删掉了"),
        ("{voice: M_LATTE}", Severity.ERROR, "media-kind", "要语音，可素材「M_LATTE」是图片"),
        ("{picture: M_WHO}", Severity.WARNING, "media-unknown", "素材「M_WHO」没有登记过"),
        ("{one_of: [好, {video: M_OLD}]}", Severity.ERROR, "media-removed", "say.one_of[2]"),
    ],
)
def test_media_that_cannot_be_shown_is_told(say: str, severity: Severity, code: str, sentence: str) -> None:
    finding = only(showing(say))
    assert (finding.severity, finding.code, finding.rule) == (severity, code, "看")
    assert sentence in finding.sentence


def test_without_knowing_the_media_nothing_is_said_of_them() -> None:
    assert findings(showing("{picture: M_OLD}"), media=None) == ()


def test_a_dialog_is_looked_at_too() -> None:
    steps = "    steps:\n      - {ask: 几位？, expect: number, keep: 数}\n"
    dialog = f"dialogs:\n  - name: 订\n{steps}    say: {{picture: M_OLD}}\n"
    source = script(rule("开始", "{menu: A}", more="do:\n  - start: 订"), after=dialog)
    assert [(each.code, each.dialog, each.place) for each in findings(source)] == [("media-removed", "订", "say")]
