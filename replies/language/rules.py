"""One rule, as staff write it."""

from replies.language.condition import ALWAYS
from replies.language.do import plain_do, read_do
from replies.language.names import Names
from replies.language.only_if import plain_only_if, read_only_if
from replies.language.rule import Rule
from replies.language.say import plain_say, read_reply, read_say
from replies.language.shape import Misshapen, fields, text
from replies.language.source import Data
from replies.language.when import plain_when, read_when

FIELDS = ("name", "when", "only_if", "say", "do", "otherwise")
MAX_NAME = 60


def read_rule(data: Data, names: Names) -> Rule:
    """The rule. Raises ``Misshapen``."""
    written = fields(data, "", FIELDS)
    for needed in ("name", "when", "say"):
        if needed not in written:
            raise Misshapen(needed, f"少了 {needed}。每条规则都要有 name（叫什么）、when（回应什么）和 say（说什么）。")
    if "otherwise" in written and "do" not in written:
        raise Misshapen("otherwise", "只有写了 do（做什么）才用得上它。请补上 do，或删掉 otherwise。")
    name = text(written["name"], "name", MAX_NAME)
    if name in names.dialogs:
        # What is counted and kept of either is kept under its name.
        raise Misshapen("name", f"已经有叫「{name}」的对话了，记录里会分不清。请给其中一个换个名字。")
    return Rule(
        name=name,
        when=read_when(written["when"]),
        only_if=read_only_if(written["only_if"]) if "only_if" in written else ALWAYS,
        say=read_say(written["say"], "say", names.facts),
        do=read_do(written["do"], names) if "do" in written else (),
        otherwise=read_reply(written["otherwise"], "otherwise", names.facts) if "otherwise" in written else None,
    )


def plain_rule(rule: Rule) -> dict[str, Data]:
    """What staff would write for it."""
    written: dict[str, Data] = {"name": rule.name, "when": plain_when(rule.when)}
    if rule.only_if != ALWAYS:
        written["only_if"] = plain_only_if(rule.only_if)
    written["say"] = plain_say(rule.say)
    if rule.do:
        written["do"] = plain_do(rule.do)
    if rule.otherwise is not None:
        written["otherwise"] = plain_say(rule.otherwise)
    return written
