"""What a customer is told whose answer was not understood, unless the step has words of its own."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from replies.dialogs.heard import Reason
from replies.dialogs.understand import MOST_CHARACTERS
from replies.language.dialog import Dialog, Expect, Step

RESUMED = "我们接着上次的说（想重来请回「重新开始」）。"
LEAVE_OUT = "不填就回「跳过」。"
PHONE = "请回 11 位手机号，如 13800138000。"
BIRTHDAY = "请回生日，如 1990-05-01 或 5月1日。"
DATE = "请回日期，如 明天、周六 或 2月6日。"


def sentence(step: Step, reason: Reason, today: date) -> str:
    """Why it was not understood where that helps, and what would be, with an example."""
    if reason is Reason.NEEDED:
        return f"这一项要填，不能跳过。{sentence(step, Reason.UNCLEAR, today)}"
    # Behind the sentence of a choice its items follow.
    leave_out = LEAVE_OUT if step.may_skip and not step.choices else ""
    return _SENTENCES[step.expect](step, reason, today) + leave_out


def way_out(dialog: Dialog, asked: Step) -> str:
    """How to change what was answered before ``asked``, and how to leave the dialog; empty where no word does."""
    back = f"要改上一项，回「{dialog.back[0]}」。" if dialog.back and asked is not dialog.steps[0] else ""
    return back + (f"想先不办了，回「{dialog.cancel[0]}」就行。" if dialog.cancel else "")


def _phone(_step: Step, reason: Reason, _today: date) -> str:
    return f"请只回一个手机号。{PHONE}" if reason is Reason.AMBIGUOUS else PHONE


def _birthday(_step: Step, reason: Reason, _today: date) -> str:
    match reason:
        case Reason.ABOVE:
            return f"这一天还没到。{BIRTHDAY}"
        case Reason.AMBIGUOUS:
            return "年份请写四位，如 1990-05-01。"
        case _:
            return BIRTHDAY


def _date(step: Step, reason: Reason, today: date) -> str:
    match reason:
        case Reason.BELOW:
            return f"这一天已经过去了。{DATE}"
        case Reason.ABOVE:
            last = today + timedelta(days=step.within_days or 0)
            return f"最远可以到 {last.month}月{last.day}日，请回这之前的日期。"
        case Reason.AMBIGUOUS:
            return "请说是哪一天，如 周六 或 周日。"
        case _:
            return DATE


def _number(step: Step, _reason: Reason, _today: date) -> str:
    match step.least, step.most:
        case None, None:
            return "请回一个数字，如 3。"
        case least, None:
            return f"请回不小于 {least} 的数字，如 {least}。"
        case None, most:
            return f"请回不大于 {most} 的数字，如 {most}。"
        case least, most:
            return f"请回 {least} 到 {most} 的数字，如 {least}。"


def _choice(_step: Step, reason: Reason, _today: date) -> str:
    if reason is Reason.AMBIGUOUS:
        return "请再具体一点，回其中一项的全文："
    if reason is Reason.ANY:
        return "都可以的话，回 1 就好："
    return "请从下面选一样，回数字就行："


def _text(step: Step, reason: Reason, _today: date) -> str:
    match reason:
        case Reason.BELOW:
            return f"请再写详细一点，至少 {step.least} 个字。"
        case Reason.ABOVE:
            return f"请写短一点，最多 {step.most or MOST_CHARACTERS} 个字。"
        case _:
            return "请用文字回复。"


def _picture(_step: Step, _reason: Reason, _today: date) -> str:
    return "请发一张图片。"


_SENTENCES: Mapping[Expect, Callable[[Step, Reason, date], str]] = {
    Expect.PHONE: _phone,
    Expect.BIRTHDAY: _birthday,
    Expect.DATE: _date,
    Expect.NUMBER: _number,
    Expect.CHOICE: _choice,
    Expect.TEXT: _text,
    Expect.PICTURE: _picture,
}
