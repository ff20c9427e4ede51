"""Norms of a configured folder count without a release; each load is kept, and an old decision stays what it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import ProgrammingError
from tests.case_to_share import AT, TABLE, ask, case_to_share
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry
from vangnet.law.loader import package_folder, standard_norms
from vangnet.law.replay import replay
from vangnet.law.types import NormLoadView
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import NotPermitted
from vangnet.sharing.models import NormLoad, Verdict

pytestmark = pytest.mark.django_db
BEFORE, AFTER = (
    "facts_required: [zvh_criteria_met, parties_admitted_to_case, necessity_motivated]",
    "facts_required: [necessity_motivated]",
)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def take(folder: Path, minutes: int) -> NormLoadView:
    actor = system_actor(reason="test")
    with as_job(actor):
        return services.take_norms(actor=actor, folders=[folder], at=AT + timedelta(minutes=minutes))


def changed(
    folder: Path, old: str = "title: Involved participants share", new: str = "title: Those at the table share"
) -> None:
    text = package_folder().joinpath("wgs.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "wgs.yaml").write_text(text.replace(old, new), encoding="utf-8")


def test_before_the_first_load_the_norms_of_the_program_count() -> None:
    assert selectors.running_norms() is standard_norms()


def test_a_changed_file_counts_at_once_and_the_load_is_kept(tmp_path: Path) -> None:
    assert take(tmp_path, 0).hash == standard_norms().hash
    changed(tmp_path, "verified: yes", "verified: no")
    taken = take(tmp_path, 1)
    assert taken.taken
    assert selectors.running_norms().hash == taken.hash != standard_norms().hash
    assert not any(norm.verified for norm in selectors.running_norms().norms if norm.statute == "wgs")
    (tmp_path / "wgs.yaml").unlink()
    assert take(tmp_path, 2).hash == standard_norms().hash == selectors.running_norms().hash
    assert [load.hash == standard_norms().hash for load in selectors.norm_loads()] == [True, False, True]
    assert Entry.objects.filter(act="sharing.load_norms").count() == 3


def test_reading_the_same_again_is_no_load(tmp_path: Path) -> None:
    for minute in range(3):
        take(tmp_path, minute)
    assert NormLoad.objects.count() == 1


def test_with_faults_nothing_is_taken_and_all_faults_are_kept(tmp_path: Path) -> None:
    take(tmp_path, 0)
    (tmp_path / "wgs.yaml").write_text("statute: {key: wgs, colour: red}\nnorms: [{}]\n", encoding="utf-8")
    refused = take(tmp_path, 1)
    assert not refused.taken
    assert len(refused.faults) > 5
    assert selectors.running_norms().hash == standard_norms().hash
    assert take(tmp_path, 2) == refused
    assert NormLoad.objects.count() == 2
    assert Entry.objects.filter(act="sharing.load_norms", outcome="refused").count() == 1


def test_a_folder_that_is_gone_leaves_the_running_norms(tmp_path: Path) -> None:
    changed(tmp_path, "verified: yes", "verified: no")
    running = take(tmp_path, 0).hash
    assert not take(tmp_path / "gone", 1).taken
    assert selectors.running_norms().hash == running


def test_a_load_cannot_be_rewritten(tmp_path: Path) -> None:
    take(tmp_path, 0)
    with pytest.raises(ProgrammingError, match="permission denied"), as_job(system_actor(reason="test")):
        NormLoad.objects.update(faults=["x"])


def test_the_answer_follows_the_norms_and_the_old_decision_stays(
    country: Country, case_id: UUID, tmp_path: Path
) -> None:
    director = country.director
    with acting(director):
        first = ask(director, case_id, TABLE, "zvh_case", "C18")
        asked = services.answer_missing(
            actor=director, question_id=first.id, answers={"necessity_motivated": (True, "Nodig.")}, at=AT
        )
    assert asked.verdicts[0].permitted
    changed(tmp_path, "verified: yes", "verified: no")
    take(tmp_path, 1)
    with acting(director):
        later = services.ask_again(actor=director, question_id=asked.id, at=AT)
        assert (later.verdicts[0].outcome, later.norm_set) == ("HUMAN", selectors.running_norms().hash)
        old = selectors.question(actor=director, question_id=asked.id, at=AT)
        assert old.verdicts[0].outcome == asked.verdicts[0].outcome
        for row in Verdict.objects.all():
            assert replay(row.record, lambda found: selectors.norms_of(norm_set=found)).same
        with pytest.raises(NotPermitted):
            services.disclose(
                actor=director, question_id=asked.id, item_ids=[asked.verdicts[0].item.id], motive="Nodig.",
                idempotency_key="k", at=AT,
            )  # fmt: skip
