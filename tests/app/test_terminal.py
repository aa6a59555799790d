"""What a terminal shows of what people wrote."""

from app.cli.terminal import columns


def test_cells_stand_below_one_another_and_numbers_end_there() -> None:
    assert columns([("规则", "次数", "x"), ("hours", "7", "小王"), ("营业时间", "120", "y")]) == [
        "规则      次数  x",
        "hours        7  小王",
        "营业时间   120  y",
    ]


def test_a_cell_of_several_lines_is_told_in_one_and_obeyed_by_no_terminal() -> None:
    assert columns([("a\nb\x1b[2J", "c")]) == ["a b\\u001b[2J  c"]


def test_an_accent_of_its_own_takes_no_place() -> None:
    assert columns([("e\u0301", "x"), ("e", "y")]) == ["e\u0301  x", "e  y"]


def test_nothing_has_no_columns() -> None:
    assert columns([]) == []
