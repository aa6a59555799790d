"""A rule that is being typed, checked against the script that it is to stand in."""

from replies.checks.check import Checked, worst_first
from replies.checks.checker import Checker
from replies.checks.located import unreadable
from replies.checks.surroundings import Surroundings
from replies.language.names import Names, name_of
from replies.language.rule import Rule, Script
from replies.language.rules import read_rule
from replies.language.script import read_script
from replies.language.shape import Misshapen
from replies.language.source import Data, Flaw, ScriptError, read_source
from replies.matching.normalise import Normaliser


def check_rule_source(source: str, rule: str, surroundings: Surroundings) -> Checked:
    """What is wrong with one rule, written as YAML, if it stood in a script.

    Raises ``ScriptError`` where the script itself cannot be read.
    """
    script = read_script(source)
    try:
        read = _read_rule(rule, script)
    except ScriptError as error:
        return Checked(None, tuple(unreadable(error)))
    checker = Checker(script, surroundings, Normaliser())
    return Checked(script, worst_first(checker.check_rule(read)))


def _read_rule(source: str, script: Script) -> Rule:
    data = _only(read_source(source))
    dialogs = [dialog.name for dialog in script.dialogs]
    names = Names(facts=script.facts, dialogs=dialogs, rules=[rule.name for rule in script.rules])
    try:
        return read_rule(data, names)
    except Misshapen as flaw:
        name = name_of(data)
        place = f"规则「{name}」的 {flaw.place}" if name else flaw.place
        raise ScriptError(Flaw(None, place, flaw.sentence, name)) from flaw


def _only(data: Data) -> Data:
    """The rule also where it is written as in a script, behind a dash."""
    return data[0] if isinstance(data, list) and len(data) == 1 else data
