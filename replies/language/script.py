"""Scripts: read from YAML, checked whole before anything is said from them."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from replies.language.dialogs import read_dialog
from replies.language.examples import read_example
from replies.language.flaws import Flaws, Part, Section
from replies.language.names import name_of, names_of
from replies.language.pattern import program_size
from replies.language.rule import Budget, Fact, Rule, Script
from replies.language.rules import read_rule
from replies.language.shape import Misshapen, fields, items, number
from replies.language.shop_facts import read_fact
from replies.language.source import Data, Flaw, ScriptError, read_source

FACTS, BUDGET = Section("facts"), Section("budget")
RULES, DIALOGS, EXAMPLES = (
    Section("rules", "条", "规则"),
    Section("dialogs", "个", "对话"),
    Section("examples", "个", "例子"),
)
SECTIONS = tuple(section.name for section in (FACTS, BUDGET, RULES, DIALOGS, EXAMPLES))
MAX_PROGRAMS = 500_000
"""Instructions of all the patterns of a script: some 8 MB of memory in each process."""
MAX_POINTS = 1_000_000
MAX_COUPONS = 1_000

Read = TypeVar("Read")
Sections: TypeAlias = dict[str, Data]


def read_script(source: str) -> Script:
    """The script of a YAML source.

    Raises ``ScriptError`` with the first flaw of every part that has one, each with its line, its place and the mend.
    """
    sections = _sections(read_source(source))
    names = names_of(sections)
    flaws = Flaws()
    script = Script(
        facts=_facts(sections.get("facts", {}), flaws),
        budget=_budget(sections.get("budget", {}), flaws),
        rules=_each(RULES, sections, lambda data: read_rule(data, names), flaws),
        dialogs=_each(DIALOGS, sections, lambda data: read_dialog(data, names), flaws),
        examples=_each(EXAMPLES, sections, lambda data: read_example(data, names), flaws),
    )
    flaws.raise_any(source)
    _check_patterns(script.rules)
    return script


def _sections(data: Data) -> Sections:
    try:
        return {RULES.name: [], **fields(data, "脚本", SECTIONS)}
    except Misshapen as flaw:
        raise ScriptError(Flaw(None, flaw.place, flaw.sentence)) from flaw


def _facts(data: Data, flaws: Flaws) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    with flaws.of(Part(FACTS)):
        if not isinstance(data, dict):
            raise Misshapen("facts", "这里要写成「名字: 内容」，如 营业时间: 每天 8:00–22:00。")
        for name, written in data.items():
            with flaws.of(Part(FACTS, name)):
                facts[name] = read_fact(name, written)
    return facts


def _budget(data: Data, flaws: Flaws) -> Budget:
    limits = {"points": MAX_POINTS, "coupons": MAX_COUPONS}
    with flaws.of(Part(BUDGET)):
        written = fields(data, "budget", limits)
        return Budget(**{name: number(value, f"budget.{name}", limits[name], 0) for name, value in written.items()})
    return Budget()


def _each(section: Section, sections: Sections, read: Callable[[Data], Read], flaws: Flaws) -> tuple[Read, ...]:
    parts: list[Read] = []
    first: dict[str, int] = {}
    for position, written in enumerate(_list(section, sections, flaws)):
        with flaws.of(Part(section, position, written)):
            name = name_of(written)
            if name and first.setdefault(name, position) != position:
                other = f"第 {first[name] + 1} {section.measure}{section.noun}"
                raise Misshapen("name", f"和{other}重名。请给其中一{section.measure}换个名字。")
            parts.append(read(written))
    return tuple(parts)


def _list(section: Section, sections: Sections, flaws: Flaws) -> list[Data]:
    if section.name not in sections:
        return []
    data = sections[section.name]
    with flaws.of(Part(section)):
        if section is RULES and data in ("", []):
            raise Misshapen(
                section.name, "还没有规则。请至少写一条，有 name（叫什么）、when（回应什么）和 say（说什么）。"
            )
        if not isinstance(data, list):
            raise Misshapen(section.name, f"这里要是{section.noun}的列表。请在每{section.measure}前面写「- 」。")
        return items(data, section.name)
    return []


def _check_patterns(rules: tuple[Rule, ...]) -> None:
    total = sum(program_size(pattern) for rule in rules for pattern in rule.when.text.patterns)
    if total > MAX_PROGRAMS:
        raise ScriptError(
            f"所有 pattern 加起来太大了（{total} 步，最多 {MAX_PROGRAMS} 步）。请把简单的几条改成 contains。"
        )
