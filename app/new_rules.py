"""From a question that was missed to a draft that answers it, for every face."""

from sqlalchemy import Engine

from app import scripts
from records.clock import Clock
from records.database import reading
from replies.language.edit import add_rule
from replies.language.rule import Rule, Script
from replies.language.script import read_script
from replies.learning.new_rule import before_the_fallback
from replies.versions.drafts import load_draft, script_of


def with_rule(source: str, script: Script, rule: Rule) -> str:
    """The source of a script with one more rule, before its fallback.

    Raises ``ScriptError`` where there is no place for it, such as beside a rule of the same name.
    """
    added = add_rule(source, rule, before_the_fallback(script))
    read_script(added)
    return added


def put_into_draft(engine: Engine, account_id: str, draft_id: str, rule: Rule, by: str, clock: Clock) -> int:
    """Put one more rule into a draft; the draft's next revision.

    Raises ``ScriptError``, ``UnknownDraft`` and ``DraftChanged``: then nothing changes.
    """
    with reading(engine) as connection:
        draft = load_draft(connection, account_id, draft_id)
    source = with_rule(draft.source, script_of(draft), rule)
    return scripts.save_draft(engine, account_id, draft_id, draft.head.revision, source, by, clock)
