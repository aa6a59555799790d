"""How many."""

import re

from replies.dialogs.heard import Heard, Reason, compact
from replies.dialogs.numerals import NUMBER, whole_number

_BEFORE = "我们|我|一共|总共|共|大概|大约|约|差不多|就|要|有|来|预计|改成|改|是"
_UNITS = "个大人|个人|位客人|[位人个名口份张间桌杯件只斤瓶盒袋次天晚岁块元条套台辆本支]|小时|分钟|块钱"
_AFTER = "左右|吧|啊|啦|呀|哦|呢|的|了|哈|谢谢|[.。!~,]"
_COUNT = re.compile(rf"(?:{_BEFORE})*({NUMBER})(?:{_UNITS})?(?:{_AFTER})*")


def read_number(text: str, least: int | None, most: int | None) -> Heard:
    """The whole number that a text says and hardly anything besides: 3, 十二, 两位, 我们3个人. Kept in digits."""
    found = _COUNT.fullmatch(compact(text))
    number = whole_number(found[1]) if found else None
    if number is None:
        return Reason.UNCLEAR
    if least is not None and number < least:
        return Reason.BELOW
    return Reason.ABOVE if most is not None and number > most else str(number)
