"""What a question is about: its manners taken out, and the words that only ask brought to one letter each.

我想问一下你们店在哪里呀 and 店在哪 are then one text, and what two questions share because both are questions
hardly counts.
"""

import re
from collections.abc import Mapping

_MANNERS = (
    "请问 你们家 你们 咱们 我们 你好 麻烦 一下 那个 想问 问下 告诉 知道 帮我 帮忙 给我 发我 想要 需要 现在 今天 "
    "请 我 你 您 吗 嘛 呢 啊 呀 吧 哦 噢 啦 的 了 么 想 要 都 还"
)
_ASKING: Mapping[str, str] = {
    "能": "可不可以 能不能 可以",
    "有": "有没有",
    "怎": "怎么样 如何 怎么 怎样 咋",
    "因": "为什么 为啥",
    "何": "什么 啥 哪些 哪个 哪款",
    "价": "多少钱",
    "几": "多少",
    "久": "多久",
    "哪": "在哪里 在哪儿 在哪 哪里 哪儿",
    "几点": "什么时候",
    "到几点": "到什么时候",
    "是": "是不是",
    "要": "要不要",
    "会": "会不会",
}
_SAID = dict.fromkeys(_MANNERS.split(), "") | {word: said for said, words in _ASKING.items() for word in words.split()}
_WORDS = re.compile("|".join(sorted(_SAID, key=len, reverse=True)))


def bare(folded: str) -> str:
    """What a folded text is about; all of it where nothing else is left."""
    return _WORDS.sub(lambda found: _SAID[found[0]], folded) or folded
