"""Which of the shop's facts a part of a script tells."""

from replies.answers.facts import facts_used
from replies.answers.reply import Article, InTurn, News, Text
from replies.answers.spoken import spoken
from replies.language.told import facts_of, facts_of_dialog
from tests.replies.language.reading import dialog_of, rule_of

FACTS = "facts: {甲: 一, 乙: 二, 丙: 三, 丁: 四, 戊: 五, 己: 六}\n"


def test_a_rule_tells_facts_in_every_variant_and_in_what_it_does() -> None:
    rule = rule_of(
        """
when: fallback
say: {one_of: ['{甲}{nickname}', {choices: {ask: '{乙}', items: [一, 二]}}]}
do: [{case: '{丙}'}, {notify: '{丁}'}, {set: {phone: '{戊}'}}, {tag: 己}]
otherwise: '{己}'
""",
        before=FACTS,
    )
    assert facts_of(rule) == {"甲", "乙", "丙", "丁", "戊", "己"}


def test_a_dialog_tells_facts_of_the_shop_and_what_it_learns_is_not_one() -> None:
    dialog = dialog_of(
        """
steps:
  - {ask: '{甲}', again: '{乙}', expect: text, keep: 记}
say: '{丙}{记}{points}'
do: {case: '{丁}{记}'}
cancelled: '{戊}'
""",
        before=FACTS,
    )
    assert facts_of_dialog(dialog) == {"甲", "乙", "丙", "丁", "戊"}


def test_the_texts_of_all_variants_are_seen() -> None:
    say = InTurn((Text("{甲}"), News((Article("{乙}", "https://m.example.com"),))))
    assert list(spoken(say)) == ["{甲}", "{乙}", ""]
    assert facts_used(say) == {"甲", "乙"}
