"""Whatever is sent as a question is answered or refused by name; nothing else happens."""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.law_questions import Asker

from vangnet.cli.share import answer, compare
from vangnet.law.errors import QuestionInvalid
from vangnet.law.loader import standard_norms
from vangnet.law.question import question_data, read_question

NORMS = standard_norms()
VALID = [question_data(question) for question in Asker(NORMS, 99).questions(50)]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
PATHS = [
    ("giver",), ("giver", "org_type"), ("giver", "role"), ("giver", "bound_by_secrecy"), ("receiver",), ("receiver", "role"),
    ("subject_circle",), ("category",), ("purpose",), ("phase",), ("on",), ("facts",), ("facts", "necessity_motivated"),
    ("consent",), ("consent", "receivers"), ("consent", "explicit"), ("consent", "valid_until"), ("invoked_ground",),
    ("requested_form",), ("assume_verified",), ("unknown",), ("giver", "unknown"), ("facts", "unknown"),
]  # fmt: skip


@given(anything)
@settings(max_examples=300, deadline=None)
def test_anything_at_all_is_answered_or_refused(data):
    given_answer = answer(NORMS, {"id": "x", "input": data})
    assert set(given_answer) == {"id", "error"}
    assert compare({"expected": data}, given_answer) is not None
    json.dumps(given_answer)


@given(st.sampled_from(VALID), st.sampled_from(PATHS), anything)
@settings(max_examples=600, deadline=None)
def test_one_wrong_field_is_refused_by_its_name(valid, path, value):
    data = copy.deepcopy(valid)
    place = data
    for step in path[:-1]:
        place = place.setdefault(step, {})
    place[path[-1]] = value
    try:
        question = read_question(data, NORMS)
    except QuestionInvalid as refusal:
        named = ".".join(path)
        # A consent that did not exist before lacks its other fields, and those are named as well.
        assert any(field.startswith(named) for field in refusal.fields) or path[0] == "consent"
    else:
        assert read_question(question_data(question), NORMS) == question
