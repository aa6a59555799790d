"""What is asked and what the rules answer: the same words for every contestant."""

import random
from functools import cache
from typing import NamedTuple

CHARACTERS = "红白青黄金木水火土日月山川云冰冷香甜酸苦米豆茶奶糖麦瓜果桃杏梅李竹松菊荷春夏秋冬早晚东西南北大小长短圆方"
"""None of them is in ``question``, so a keyword is found where it stands and nowhere else."""
ASKED = 10
"""How many different keywords people ask for, spread evenly among the rules."""


class Rule(NamedTuple):
    keyword: str
    answer: str


def rules(count: int) -> list[Rule]:
    """``count`` rules, at least ten: the ten that are asked for and fillers between them."""
    asked, fillers = _words()[:ASKED], _words()[ASKED:]
    share = count // ASKED
    words: list[str] = []
    for number, word in enumerate(asked):
        before = (share - 1) // 2
        mine = fillers[number * share : number * share + share - 1]
        words += [*mine[:before], word, *mine[before:]]
    return [Rule(word, answer(word)) for word in words]


def asked(number: int) -> str:
    """The keyword in message ``number``."""
    return _words()[number % ASKED]


def question(number: int) -> str:
    """The text of message ``number``; no two are the same."""
    return f"请问{asked(number)}的价格是多少 {number}"


def answer(word: str) -> str:
    """Short, so that 10,000 rules stay below the megabyte that a script may have."""
    return f"{word}每份二十八元"


@cache
def _words() -> list[str]:
    """10,010 different keywords of three characters, the same in every process."""
    dice = random.Random("huitou")
    words: dict[str, None] = {}
    while len(words) < 10_010:
        words["".join(dice.choices(CHARACTERS, k=3))] = None
    return list(words)
