"""Scripts: read from YAML, checked whole before anything is said from them."""

from collections.abc import Mapping

from replies.answers.facts import BUILT_IN, NAME
from replies.language.do import read_do
from replies.language.pattern import program_size
from replies.language.rule import Fact, Rule, Script
from replies.language.say import read_say
from replies.language.shape import Misshapen, fields, items, text
from replies.language.source import Data, ScriptError, line_of, read_source
from replies.language.when import read_when

RULE_FIELDS = ("name", "when", "say", "do", "otherwise")
MAX_NAME = 60
MAX_PROGRAMS = 500_000
"""Instructions of all the patterns of a script: some 8 MB of memory in each process."""


def read_script(source: str) -> Script:
    """The script of a YAML source. Raises ``ScriptError``, whose sentence names the line, the rule and the place."""
    data = read_source(source)
    try:
        parts = fields(data, "脚本", ("facts", "rules"))
        facts = _facts(parts.get("facts", {}))
        rules = _rules(parts.get("rules", []))
    except Misshapen as flaw:
        raise ScriptError(str(flaw)) from flaw
    read = tuple(_located(rule, position, facts, source) for position, rule in enumerate(rules))
    _check_names(read, source)
    _check_patterns(read)
    return Script(rules=read, facts=facts)


def _rules(data: Data) -> list[Data]:
    if not isinstance(data, list):
        raise Misshapen("rules", "这里要是规则的列表。请在每条规则前面写「- 」。")
    return items(data, "rules")


def _located(data: Data, position: int, facts: Mapping[str, Fact], source: str) -> Rule:
    try:
        return _rule(data, facts)
    except Misshapen as flaw:
        name = data.get("name") if isinstance(data, dict) else None
        title = f"规则「{name[:MAX_NAME]}」" if isinstance(name, str) and name else f"第 {position + 1} 条规则"
        line = line_of(source, ("rules", position))
        raise ScriptError(f"第 {line} 行起，{title}的 {flaw.place}：{flaw.sentence}") from flaw


def _rule(data: Data, facts: Mapping[str, Fact]) -> Rule:
    written = fields(data, "规则", RULE_FIELDS)
    for needed in ("name", "when", "say"):
        if needed not in written:
            raise Misshapen(needed, f"少了 {needed}。每条规则都要有 name（叫什么）、when（回应什么）和 say（说什么）。")
    if "otherwise" in written and "do" not in written:
        raise Misshapen("otherwise", "只有写了 do（做什么）才用得上它。请补上 do，或删掉 otherwise。")
    return Rule(
        name=text(written["name"], "name", MAX_NAME),
        when=read_when(written["when"]),
        say=read_say(written["say"], "say", facts),
        do=read_do(written["do"]) if "do" in written else (),
        otherwise=read_say(written["otherwise"], "otherwise", facts) if "otherwise" in written else None,
    )


def _facts(data: Data) -> dict[str, Fact]:
    if not isinstance(data, dict):
        raise Misshapen("facts", "这里要写成「名字: 内容」，如 营业时间: 每天 8:00–22:00。")
    for name in data:
        if not NAME.fullmatch(name):
            raise Misshapen("facts", f"「{name[:40]}」不能当名字。请只用汉字、字母、数字和下划线，最多 32 个。")
        if name in BUILT_IN:
            raise Misshapen("facts", f"「{name}」已经是{BUILT_IN[name].meaning}的名字。请换一个。")
    return {name: Fact(text=text(value, f"facts.{name}", 500)) for name, value in data.items()}


def _check_names(rules: tuple[Rule, ...], source: str) -> None:
    first: dict[str, int] = {}
    for position, rule in enumerate(rules):
        if rule.name in first:
            here, there = (line_of(source, ("rules", at)) for at in (position, first[rule.name]))
            raise ScriptError(f"第 {here} 行起，规则「{rule.name}」和第 {there} 行的重名。请给其中一条换个名字。")
        first[rule.name] = position


def _check_patterns(rules: tuple[Rule, ...]) -> None:
    total = sum(program_size(pattern) for rule in rules for pattern in rule.when.text.patterns)
    if total > MAX_PROGRAMS:
        raise ScriptError(
            f"所有 pattern 加起来太大了（{total} 步，最多 {MAX_PROGRAMS} 步）。请把简单的几条改成 contains。"
        )
