"""Several words written as if they were one."""

import re
from collections.abc import Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.rule import How, Rule, Script
from replies.language.when import fit_of

_BETWEEN_WORDS = re.compile(r"(?<=[^\x00-\x7f])\s*[，、；,;/ ]\s*(?=[^\x00-\x7f])")
LOOKED_FOR = (How.STARTS_WITH, How.CONTAINS)
"""In a whole sentence or one that is only similar, a comma may well be."""


def lumped_words(rule: Rule, _script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Words that a text is to begin with or to contain, with a comma or the like among them."""
    for phrase in rule.when.text.phrases:
        for words in (phrase.words, *phrase.also) if phrase.how in LOOKED_FOR else ():
            if _BETWEEN_WORDS.search(words):
                fit = fit_of(phrase)
                apart = ", ".join(_BETWEEN_WORDS.split(words))
                sentence = f"{fit} 的「{words}」算一个词，要整串连着说才对得上。想分开，请写成 [{apart}]，用英文逗号。"
                place = f"when.text.{fit}"
                yield Finding(
                    severity=Severity.WARNING, code="one-word", rule=rule.name, place=place, sentence=sentence
                )
