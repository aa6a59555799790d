"""The template fills values in and does nothing else."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_sync.connector import Json
from crm_sync.connectors.http.template import BadTemplate, Template, filled, parse

FIELDS = ["nickname", "points", "tags"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


def test_a_placeholder_becomes_the_value_itself_and_the_rest_stays() -> None:
    template = parse('{"ref": "{id}", "custom": {"积分": "{points}", "all": ["{tags}", "x{points}"]}, "n": 1}', FIELDS)
    values: dict[str, Json] = {"id": "c1", "points": 30, "tags": ["a"], "nickname": None}
    assert filled(template.contact, values) == {
        "ref": "c1",
        "custom": {"积分": 30, "all": [["a"], "x{points}"]},
        "n": 1,
    }


def test_an_empty_template_sends_every_field_under_its_own_name() -> None:
    assert filled(parse(" ", ["points"]).contact, {"id": "c1", "points": 3}) == {"id": "c1", "points": 3}


def test_a_list_of_one_item_is_a_batch() -> None:
    assert parse('["{id}"]', FIELDS) == Template("{id}", batched=True)
    assert not parse('["{id}", "{points}"]', FIELDS).batched


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{id}", "not JSON"),
        ('{"name": "{nickname}"}', 'needs "{id}"'),
        ('{"id": "{id}", "age": "{age}"}', "names age; there are only id, nickname, points, tags"),
        ('[["{id}", {"b": "{zoo}", "a": ["{age}"]}]]', "names age, zoo; there are only id, nickname, points, tags"),
        ('[{"id": "x{id}"}]', 'needs "{id}"'),
    ],
)
def test_a_template_that_cannot_work_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadTemplate, match=why):
        parse(text, FIELDS)


@settings(max_examples=50, deadline=None)
@given(name=st.text(), value=JSON)
def test_what_a_customer_typed_is_never_read_as_a_template(name: str, value: Json) -> None:
    assert filled({"id": "{id}", "name": "{nickname}"}, {"id": value, "nickname": "{id}" + name}) == {
        "id": value,
        "name": "{id}" + name,
    }


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_any_json_can_be_parsed_or_is_refused(document: Json) -> None:
    with suppress(BadTemplate):
        filled(parse(json.dumps(document), FIELDS).contact, {})
