"""Where the parts of a script begin, counted as an editor counts."""

from replies.language.lines import Lines, lines_of
from tests.replies.language.test_whole import SOURCE


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    lines = lines_of(SOURCE)
    written = SOURCE.splitlines()
    assert [written[line - 1] for line in lines.rules] == ["  - name: 什么都问", "  - name: 换着说"]
    assert written[lines.facts["新年茶"] - 1].startswith("  新年茶:")
    assert [written[line - 1] for line in lines.dialogs] == ["  - name: 订位"]
    assert len(lines.examples) == 5
    assert written[lines.sections["budget"] - 1].startswith("budget:")
    assert lines.named == dict(zip(("什么都问", "换着说"), lines.rules, strict=True))


def test_what_has_no_line_has_that_of_its_section() -> None:
    lines = Lines(sections={"rules": 3}, rules=(4,))
    assert [lines.of("rules", 0), lines.of("rules", 1), lines.of("rules"), lines.of("facts", "a")] == [4, 3, 3, None]


def test_a_script_of_odd_shape_has_lines_all_the_same() -> None:
    assert lines_of("rules: x\nfacts: [a]\n").sections == {"rules": 1, "facts": 2}
    assert lines_of("- a\n") == Lines()
    assert lines_of("") == Lines()
