"""The reference of the script language says all there is, in both languages, and what it shows can be used."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from replies.answers.facts import BUILT_IN
from replies.language.dialog import Expect
from replies.language.do import VERBS
from replies.language.only_if import CONDITIONS
from replies.language.say import REPLIES, VARIANTS
from replies.language.script import read_script
from replies.language.when import FIELDS, FITS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [(DOCS / name).read_text(encoding="utf-8") for name in ("scripts.md", "scripts.zh-CN.md")]

ALL_THERE_IS: Mapping[str, Collection[str]] = {
    "when": FIELDS,
    "text": FITS,
    "only_if": CONDITIONS,
    "say": (*REPLIES, *VARIANTS),
    "do": VERBS,
}


def scripts_shown(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
@pytest.mark.parametrize("part", ALL_THERE_IS)
def test_everything_that_staff_may_write_is_explained(page: str, part: str) -> None:
    assert [name for name in ALL_THERE_IS[part] if not re.search(rf"`(text: )?\{{?{name}:", page)] == []


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_fact_and_every_kind_of_answer_is_explained(page: str) -> None:
    assert [name for name in BUILT_IN if f"| `{{{name}}}` |" not in page] == []
    assert [kind for kind in Expect if f"| `{kind}` |" not in page] == []


@pytest.mark.parametrize("script", [script for page in PAGES for script in scripts_shown(page)])
def test_every_script_that_is_shown_can_be_read(script: str) -> None:
    assert read_script(script).rules


def test_both_languages_show_the_same_scripts() -> None:
    english, chinese = (list(map(read_script, scripts_shown(page))) for page in PAGES)
    assert english == chinese
