"""The JSON that a CRM wants, as a template: a JSON document in which ``"{field}"`` stands for a value.

Only a string that is nothing but a placeholder is replaced, by the value itself: a number stays a number, a list a
list. Nothing is calculated, so neither a customer's name nor the template can run anything. A template that is a
list of one item is a batch: the item is repeated for every contact.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import msgspec

from crm_sync.connector import Json

KEY = "id"
"""The placeholder of the external key: our contact's id."""
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class BadTemplate(ValueError):
    """The template cannot be used, and the message says why."""


class Template(msgspec.Struct, frozen=True):
    """The JSON of one contact, and whether many of them may go in one list."""

    contact: Json
    batched: bool = False


def parse(text: str, fields: Collection[str]) -> Template:
    """The template that ``text`` describes; an empty one sends every field under its own name.

    Raises ``BadTemplate`` when it is not JSON, names a field that is not among ``fields``, or has no ``"{id}"``:
    without our id the CRM could not know a contact again.
    """
    if not text.strip():
        return Template({name: f"{{{name}}}" for name in (KEY, *fields)})
    try:
        document = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise BadTemplate(f"the template is not JSON: {error}") from error
    batched = isinstance(document, list) and len(document) == 1
    template = Template(document[0] if batched else document, batched)
    _check(set(_names(template.contact)), {KEY, *fields})
    return template


def filled(template: Json, values: Mapping[str, Json]) -> Json:
    """The template with every placeholder replaced by its value, null where there is none."""
    match template:
        case str():
            found = _PLACEHOLDER.fullmatch(template)
            return values.get(found[1]) if found else template
        case list():
            return [filled(part, values) for part in template]
        case dict():
            return {name: filled(part, values) for name, part in template.items()}
    return template


def _check(named: set[str], known: set[str]) -> None:
    if unknown := sorted(named - known):
        raise BadTemplate(f"the template names {', '.join(unknown)}; there are only {', '.join(sorted(known))}")
    if KEY not in named:
        raise BadTemplate('the template needs "{id}" somewhere: by it the CRM knows a contact again')


def _names(template: Json) -> Iterator[str]:
    match template:
        case str():
            if found := _PLACEHOLDER.fullmatch(template):
                yield found[1]
        case list():
            for part in template:
                yield from _names(part)
        case dict():
            for part in template.values():
                yield from _names(part)
