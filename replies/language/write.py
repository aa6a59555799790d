"""Scripts written as YAML, as a person would write them: what is read from it is the same script."""

from collections.abc import Iterable

from replies.language.dialog import Dialog
from replies.language.dialogs import plain_dialog
from replies.language.emit import emit
from replies.language.examples import plain_example
from replies.language.plain import plain
from replies.language.rule import Budget, Example, Fact, Rule, Script
from replies.language.rules import plain_rule
from replies.language.shop_facts import plain_fact
from replies.language.source import Data

INDENT = "  "


def write_script(script: Script) -> str:
    """The source of a script that ``read_script`` could have read."""
    sections = (
        _section("facts", (write_fact(name, fact) for name, fact in script.facts.items())),
        write_budget(script.budget) if script.budget != Budget() else "",
        _section("rules", map(write_rule, script.rules), "\n"),
        _section("dialogs", map(write_dialog, script.dialogs), "\n"),
        _section("examples", map(write_example, script.examples)),
    )
    return "\n".join(section for section in sections if section)


def write_rule(rule: Rule) -> str:
    """The rule as an item of ``rules``, not set in; ends with a line break."""
    return emit([_closed(plain_rule(rule))])


def write_dialog(dialog: Dialog) -> str:
    """The dialog as an item of ``dialogs``, not set in; ends with a line break."""
    return emit([_closed(plain_dialog(dialog))])


def write_example(example: Example) -> str:
    """The example as an item of ``examples``, not set in; ends with a line break."""
    return emit([plain_example(example)])


def write_fact(name: str, fact: Fact) -> str:
    """The fact as an entry of ``facts``, not set in; ends with a line break."""
    return emit({name: _closed(plain_fact(fact))})


def write_budget(budget: Budget) -> str:
    """The section ``budget``; ends with a line break."""
    return emit({"budget": {"points": plain(budget.points), "coupons": plain(budget.coupons)}})


def set_in(written: str, by: str = INDENT) -> str:
    """Every line of it with so many blanks before it."""
    return "".join(by + line if line.strip() else line for line in written.splitlines(keepends=True))


def _closed(data: Data) -> Data:
    """The data, where every text of several lines ends the last one too: reading takes that away again."""
    if isinstance(data, str):
        return f"{data}\n" if "\n" in data else data
    if isinstance(data, list):
        return [_closed(each) for each in data]
    return {name: _closed(value) for name, value in data.items()}


def _section(name: str, items: Iterable[str], between: str = "") -> str:
    written = between.join(map(set_in, items))
    return f"{name}:\n{written}" if written else ""
