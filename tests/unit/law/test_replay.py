"""A stored decision is recomputed from its record: same norms, same facts, same answer, also years later."""

from __future__ import annotations

import json

import pytest
from tests.oracles.law_questions import Asker

from vangnet.law.decide import ENGINE, decide
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


def test_a_field_too_many_or_too_few_is_noticed():
    record = stored(next(Asker(NORMS, 4).questions(1)))
    record["verdict"]["score"] = 1
    assert replay(record, {NORMS.hash: NORMS}.get).differences == ("score",)
    del record["verdict"]["score"], record["verdict"]["rows"]
    assert replay(record, {NORMS.hash: NORMS}.get).differences == ("rows",)


def test_norms_that_are_gone_or_another_engine_are_said_so():
    record = stored(next(Asker(NORMS, 5).questions(1)))
    with pytest.raises(ReplayImpossible, match="not found"):
        replay(record, lambda _: None)
    with pytest.raises(ReplayImpossible, match="engine version"):
        replay({**record, "engine": "0"}, lambda _: NORMS)
    changed = NormSet.build(NORMS.norms[1:], NORMS.statutes, standard_content())
    with pytest.raises(ReplayImpossible, match="not found"):
        replay(record, lambda _: changed)


def test_why_it_cannot_be_recomputed_is_said_in_both_languages():
    record = stored(next(Asker(NORMS, 5).questions(1)))
    with pytest.raises(ReplayImpossible) as gone:
        replay(record, lambda _: None)
    with pytest.raises(ReplayImpossible) as other:
        replay({**record, "engine": "0"}, lambda _: NORMS)
    with pytest.raises(ReplayImpossible) as broken:
        NormSet.restore(NORMS.content, "0" * 64)
    assert [(one.value.code, one.value.nl, one.value.en) for one in (gone, other, broken)] == [
        (
            "replay-impossible",
            "De normen van dit besluit zijn niet gevonden in het archief.",
            "The norms of this decision were not found in the archive.",
        ),
        (
            "replay-impossible",
            f"Dit besluit is genomen met rekenversie 0; deze versie is {ENGINE}.",
            f"This decision was made by engine version 0; this is version {ENGINE}.",
        ),
        (
            "replay-impossible",
            "De bewaarde normen passen niet bij hun kenmerk; dit besluit kan niet worden nagerekend.",
            "The archived norms do not fit their hash; this decision cannot be recomputed.",
        ),
    ]


def test_an_archive_that_does_not_fit_its_hash_is_refused():
    with pytest.raises(ReplayImpossible):
        NormSet.restore(NORMS.content.replace("O5", "O4", 1), NORMS.hash)


def test_a_record_names_no_person():
    record = stored(next(Asker(NORMS, 6).questions(1)))
    assert set(record) == {"engine", "norm_set", "question", "verdict"}
    fields = {"outcome", "grounds", "prohibitions", "missing", "duties", "output_form", "rows"}
    assert set(record["verdict"]) == fields
