"""One dialog, as staff write it: its steps, then what is said and done."""

from replies.language.dialog import BACK, CANCEL, CANCELLED, TIME_OUT, Dialog, Step
from replies.language.do import plain_do, read_do
from replies.language.names import Names
from replies.language.plain import plain_fields
from replies.language.say import plain_say, read_reply
from replies.language.shape import Misshapen, fields, items, number, text, texts
from replies.language.source import Data
from replies.language.steps import FIELDS as STEP_FIELDS
from replies.language.steps import read_step

FIELDS = ("name", "steps", "say", "do", "cancel", "back", "cancelled", "time_out")
MAX_NAME = 60
MAX_STEPS = 20
MAX_WORD = 20
MAX_TIME_OUT = 7 * 24 * 60


def read_dialog(data: Data, names: Names) -> Dialog:
    """The dialog. Raises ``Misshapen``."""
    written = fields(data, "", FIELDS)
    for needed in ("name", "steps", "say"):
        if needed not in written:
            raise Misshapen(
                needed, f"少了 {needed}。每个对话都要有 name（叫什么）、steps（问什么）和 say（最后说什么）。"
            )
    steps = _steps(written["steps"], names)
    learnt = names.with_facts(step.keep for step in steps)
    dialog = Dialog(
        name=text(written["name"], "name", MAX_NAME),
        steps=steps,
        say=read_reply(written["say"], "say", learnt.facts),
        do=read_do(written["do"], learnt) if "do" in written else (),
        cancel=texts(written["cancel"], "cancel", MAX_WORD) if "cancel" in written else CANCEL,
        back=texts(written["back"], "back", MAX_WORD) if "back" in written else BACK,
        cancelled=read_reply(written["cancelled"], "cancelled", names.facts) if "cancelled" in written else CANCELLED,
        time_out=number(written["time_out"], "time_out", MAX_TIME_OUT) if "time_out" in written else TIME_OUT,
    )
    _check_words(dialog)
    return dialog


def plain_dialog(dialog: Dialog) -> dict[str, Data]:
    """What staff would write for it."""
    parts: dict[str, Data] = {
        "steps": [plain_fields(step, STEP_FIELDS) for step in dialog.steps],
        "say": plain_say(dialog.say),
        "do": plain_do(dialog.do),
        "cancelled": plain_say(dialog.cancelled),
    }
    written = plain_fields(dialog, FIELDS)
    return {name: parts.get(name, value) for name, value in written.items()}


def _steps(data: Data, names: Names) -> tuple[Step, ...]:
    if data in ("", []):
        raise Misshapen(
            "steps", "这里还没有问题。一个对话至少要问一句：ask（怎么问）、expect（要什么）和 keep（记成什么）。"
        )
    written = items(data, "steps")
    if len(written) > MAX_STEPS:
        raise Misshapen("steps", f"这里有 {len(written)} 步，最多 {MAX_STEPS} 步。请只问最要紧的。")
    steps: list[Step] = []
    for place, each in enumerate(written, 1):
        steps.append(read_step(each, f"steps[{place}]", names.with_facts(step.keep for step in steps)))
    return tuple(steps)


def _check_words(dialog: Dialog) -> None:
    """A word that leads out of the dialog means nothing else in it."""
    cancel, back = ({word.casefold() for word in words} for words in (dialog.cancel, dialog.back))
    for word in dialog.back:
        if word.casefold() in cancel:
            raise Misshapen("back", f"「{word}」在 cancel（取消）里也有。请在两处中删掉一处。")
    for position, step in enumerate(dialog.steps, 1):
        for item in step.choices:
            if item.casefold() in cancel | back:
                raise Misshapen(f"steps[{position}].choices", f"「{item}」是取消或返回的话，选不了。请换一个说法。")
