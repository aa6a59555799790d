"""Patterns that staff write: re2 only, which takes linear time whatever the pattern."""

from functools import lru_cache

import re2

MAX_PROGRAM = 2_000
"""Instructions of one pattern. A dozen words with a few ``.*`` between them take about a hundred."""
MAX_MEMORY = 1 << 18
"""Bytes that one pattern may use while it runs; beyond, re2 goes on without its cache, still in linear time."""


class BadPattern(Exception):
    """A pattern that cannot be used; the text says why, and what to do."""


def pattern_options() -> re2.Options:
    """How patterns are read: case does not matter, and nothing is logged of what staff typed."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = MAX_MEMORY
    return options


@lru_cache(maxsize=20_000)  # a script is read at every keystroke of a check, and its patterns seldom change
def program_size(pattern: str) -> int:
    """How many instructions a pattern takes. Raises ``BadPattern`` for one that re2 refuses or that is too large."""
    try:
        size = int(re2.compile(pattern, pattern_options()).programsize)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace")
        raise BadPattern(
            f"这个匹配式用不了（{reason}）。它不能回头引用（\\1）或前后张望（(?=…)），括号要成对。请改写。"
        ) from error
    if size > MAX_PROGRAM:
        raise BadPattern(f"这个匹配式太大了（{size} 步，最多 {MAX_PROGRAM} 步）。请减少 {{m,n}} 里的次数，或拆成几条。")
    return size
