"""From a question that was missed to a draft that answers it, for every face."""

from collections.abc import Sequence

from sqlalchemy import Engine

from app import scripts
from records.clock import Clock
from records.database import reading
from replies.language.edit import add_rule
from replies.language.rule import Rule
from replies.language.script import read_script
from replies.learning.new_rule import before_the_fallback, rule_from
from replies.versions.drafts import load_draft


def with_rule(source: str, rule: Rule) -> str:
    """The script with one more rule, before its fallback. Raises ``ScriptError`` where either cannot be used."""
    added = add_rule(source, rule, before_the_fallback(read_script(source)))
    read_script(added)
    return added


def answer_in_draft(
    engine: Engine, account_id: str, draft_id: str, texts: Sequence[str], name: str, say: str, by: str, clock: Clock
) -> int:
    """Put a rule that answers these texts into a draft; the draft's next revision.

    Raises ``NothingToAnswer``, ``ScriptError``, ``UnknownDraft`` and ``DraftChanged``: then nothing changes.
    """
    rule = rule_from(texts, name, say)
    with reading(engine) as connection:
        draft = load_draft(connection, account_id, draft_id)
    source = with_rule(draft.source, rule)
    return scripts.save_draft(engine, account_id, draft_id, draft.head.revision, source, by, clock)
