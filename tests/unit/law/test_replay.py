"""A stored decision is recomputed from its record: same norms, same facts, same answer, also years later."""

from __future__ import annotations

import json

import pytest
from tests.oracles.law_questions import Asker

from vangnet.law.decide import decide
from vangnet.law.errors import ReplayImpossible
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.replay import decision_record, replay
from vangnet.law.vocabulary import standard_content

NORMS = standard_norms()


def stored(question):
    return json.loads(json.dumps(decision_record(NORMS, question, decide(NORMS, question))))


def test_a_decision_comes_out_the_same_after_the_law_changed():
    changed = NormSet.build([norm for norm in NORMS.norms if norm.key != "W04"], NORMS.statutes, standard_content())
    archive = {NORMS.hash: NormSet.restore(NORMS.content, NORMS.hash), changed.hash: changed}
    for question in Asker(NORMS, 3).questions(300):
        assert replay(stored(question), archive.get).same


def test_a_record_that_was_tampered_with_is_noticed():
    question = next(one for one in Asker(NORMS, 4).questions(500) if decide(NORMS, one).permitted)
    record = stored(question)
    record["verdict"]["duties"] = []
    record["verdict"]["outcome"] = "DENY"
    assert replay(record, {NORMS.hash: NORMS}.get).differences == ("duties", "outcome")


def test_norms_that_are_gone_or_another_engine_are_said_so():
    record = stored(next(Asker(NORMS, 5).questions(1)))
    with pytest.raises(ReplayImpossible, match="not found"):
        replay(record, lambda _: None)
    with pytest.raises(ReplayImpossible, match="engine version"):
        replay({**record, "engine": "0"}, lambda _: NORMS)


def test_an_archive_that_does_not_fit_its_hash_is_refused():
    with pytest.raises(ReplayImpossible):
        NormSet.restore(NORMS.content.replace("O5", "O4", 1), NORMS.hash)


def test_a_record_names_no_person():
    assert set(stored(next(Asker(NORMS, 6).questions(1)))) == {"engine", "norm_set", "question", "verdict"}
