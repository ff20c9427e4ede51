"""A rules file is checked whole: every fault with its place, and a file with a fault is not used."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.authzen.point import CERTIFICATION

from vangnet.api.authzen.attribute_rules.loading import load, parse
from vangnet.api.authzen.attribute_rules.rules import Effect
from vangnet.core.errors import InvalidInput


def faults(text: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        parse(text.encode(), name="rules.yaml")
    return refused.value.fields


def test_a_sound_file_is_read():
    book = parse(CERTIFICATION.encode(), name="rules.yaml")
    assert [entity.id for entity in book.entities] == ["alice", "bob", "record-1", "record-2"]
    assert book.actions == ("read", "write", "delete")
    assert book.rules[3].action.properties == {"soft": True}
    assert parse(CERTIFICATION.encode(), name="other").version == book.version
    assert parse((CERTIFICATION + " ").encode(), name="rules.yaml").version != book.version


def test_every_key_of_a_rule_is_optional():
    book = parse(b"rules: [{effect: forbid}, {subject: {}}, {id: named, action: {name: read}}]", name="x")
    assert [(rule.id, rule.effect) for rule in book.rules] == [
        ("rule 1", Effect.FORBID),
        ("rule 2", Effect.PERMIT),
        ("named", Effect.PERMIT),
    ]
    assert (book.entities, book.actions) == ((), ())


def test_all_faults_are_named_at_once():
    found = faults("""
entities:
  - {type: user}
  - {type: user, id: [7], colour: red}
  - alice
  - {type: user, id: a, properties: {when: .inf}}
  - {type: user, id: twin}
  - {type: user, id: twin}
actions: [read, null, read]
rules:
  - {id: same, effect: allow}
  - {id: same, effect: permit, subject: {tpye: user}}
  - {effect: permit, action: {name: {}, id: x}}
  - {effect: permit, resource: record}
  - {}
extra: 1
""")
    assert set(found) == {
        "the file.extra", "entities[0].id", "entities[1].id", "entities[1].colour", "entities[2]",
        "entities[3].properties.when", "entities: 'user' 'twin'", "actions[1]", "actions: read",
        "rules[0].effect", "rules: same", "rules[1].subject.tpye", "rules[2].action.name", "rules[2].action.id",
        "rules[3].resource", "rules[4]",
    }  # fmt: skip
    assert found["rules[1].subject.tpye"] == "is not a known key; known are type, id, properties"
    assert found["rules[0].effect"] == "must be permit or forbid"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "the file"),
        ("- a", "the file"),
        ("entities: {}", "entities"),
        ("rules: null", "rules"),
        ("actions: read", "actions"),
        ("rules: [{effect: permit, subject: null}]", "rules[0].subject"),
        ("rules: [{effect: permit, subject: {properties: [a]}}]", "rules[0].subject.properties"),
        ("rules: [{effect: permit, subject: {properties: {1: a}}}]", "rules[0].subject.properties.1"),
        ("rules: [{effect: permit, subject: {type: null}}]", "rules[0].subject.type"),
        ("rules: [{effect: [permit]}]", "rules[0].effect"),
        ("rules: [{effect: permit, id: null}]", "rules[0].id"),
        ("rules: [{effect: permit, subject: {properties: {a: !!set {x}}}}]", "rules[0].subject.properties.a"),
        ("rules: [{effect: permit, subject: {properties: {a: !!binary aGk=}}}]", "rules[0].subject.properties.a"),
        ("entities: [{type: u, id: a, properties: &p {self: *p}}]", "entities[0].properties" + ".self" * 65),
        ("a: [", "YAML"),
        ("rules: !!python/object:os.system {}", "YAML"),
        ("rules: []\nrules: []", "YAML"),
        ("rules: [{effect: permit, effect: forbid}]", "YAML"),
        ("\x00", "YAML"),
    ],
)
def test_each_fault_has_its_place(text: str, place: str):
    assert list(faults(text)) == [place]


def test_a_date_is_the_text_it_is_and_not_a_fault():
    book = parse(b"entities: [{type: u, id: a, properties: {since: 2026-01-01, at: 2026-01-01T10:00:00Z}}]", name="x")
    assert book.entities[0].properties == {"since": "2026-01-01", "at": "2026-01-01T10:00:00Z"}


def test_a_name_is_the_text_it_is_and_a_property_keeps_its_type():
    text = b"""
entities: [{type: 1, id: 007, properties: {id: 7, name: no}}]
actions: [on, 1.0]
rules: [{id: 2, subject: {type: yes, id: 0x1F}, action: {name: off, properties: {type: 3}}}]
"""
    book = parse(text, name="x")
    assert (book.entities[0].type, book.entities[0].id, book.actions) == ("1", "007", ("on", "1.0"))
    assert (book.rules[0].id, book.rules[0].subject.type, book.rules[0].subject.id) == ("2", "yes", "0x1F")
    assert (book.rules[0].action.name, book.rules[0].action.properties) == ("off", {"type": 3})
    assert book.entities[0].properties == {"id": 7, "name": False}


def test_anchors_are_understood():
    book = parse(b"entities: [{type: u, id: a, properties: &p {role: x}}, {type: u, id: b, properties: *p}]", name="x")
    assert book.entities[1].properties == {"role": "x"}


def test_anchors_that_multiply_are_read_in_no_time():
    laughs = "\n".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'ha'}]" for n in range(30))
    book = parse(f"entities:\n- type: u\n  id: a\n  properties:\n{laughs.replace('  a', '    a')}".encode(), name="x")
    assert len(book.entities[0].properties) == 30


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path: Path):
    with pytest.raises(InvalidInput) as refused:
        load(tmp_path / "absent.yaml")
    assert refused.value.en.endswith("absent.yaml cannot be read.")
    with pytest.raises(InvalidInput):
        load(tmp_path)
