"""Who was not told that a signal about them was weighed hears of it by a day, also when no case opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.country import Country
from tests.integration.test_tables import JOB, country, inclusion, manager, meldpunt, signal

from vangnet.access.models import Worker
from vangnet.access.services import acting, as_job
from vangnet.access.types import Actor
from vangnet.cases.types import CaseKind
from vangnet.core.errors import Conflict, InvalidInput, NotVisible, Refused
from vangnet.flow import journey, promises
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.intake import selectors, services
from vangnet.intake.models import Escalation, PersonWord, Signal
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.selectors.keeping import when_not_informed
from vangnet.intake.services.emptying import empty
from vangnet.intake.types import CriterionFinding, Finding, PersonTold, SignalView, ToldBy, WeighingDecision
from vangnet.intake.types.tables import Late
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 12, 23, 9, 0, tzinfo=UTC)
NEXT_DAY = DUE + timedelta(days=1)
__all__ = ["country", "manager", "meldpunt"]


def weighed(
    actor: Actor, decision: WeighingDecision = WeighingDecision.LOCAL, *, informed: bool = False, key: str = "k"
) -> SignalView:
    view = signal(actor, key=key)
    finding = Finding.MET if decision is WeighingDecision.CASE else Finding.UNKNOWN
    with acting(actor):
        return journey.weigh(
            actor=actor, signal_id=view.id, version=view.version, participants="Table", reason="because", at=AT,
            findings=[CriterionFinding(code, finding, "reason") for code in ZVH_CRITERIA], decision=decision,
            person_informed=informed, not_informed_why="" if informed else "Nog niet gevonden.",
        )  # fmt: skip


def tell(
    actor: Actor,
    view: SignalView,
    outcome: PersonTold,
    *,
    text: str = "Gebeld.",
    again_on: date | None = None,
    key: str = "t",
    at: datetime = AT,
) -> None:
    with acting(actor):
        services.tell_person(
            actor=actor, signal_id=view.id, outcome=outcome, text=text, again_on=again_on, idempotency_key=key, at=at
        )


def owed(actor: Actor, at: datetime) -> tuple[list[Owed], list[Owed]]:
    """Return what is mine to do, and what somebody else still has time for."""
    with acting(actor):
        shown = today(actor=actor, at=at)
    mine = [row for row in (*shown.late, *shown.today, *shown.week) if row.kind is OwedKind.TELL_PERSON]
    return mine, [row for row in shown.waiting if row.kind is OwedKind.TELL_PERSON]


def late(at: datetime) -> int:
    with as_job(JOB):
        return next(one.violations or 0 for one in promises.count(region="ZVH04", at=at) if one.code == "P3")


def colleague(actor: Actor) -> Actor:
    with as_job(JOB):
        worker = Worker.objects.create(agency_id=actor.agency_id, region_id="ZVH04", name="Collega", role=actor.role)
    return replace(actor, worker_id=worker.id)


def test_word_to_the_person_is_owed_within_a_month_first_by_who_decided_and_counts_when_late(
    country: Country, meldpunt: Actor
) -> None:
    other = colleague(meldpunt)
    view = weighed(meldpunt)
    assert (view.inform_on, view.inform_owner) == (DUE.date(), meldpunt.worker_id)
    assert owed(meldpunt, AT) == ([], [])  # not this week
    ((row,), _) = owed(meldpunt, DUE)
    assert (row.due_on, row.object_id, row.note) == (DUE.date(), view.id, "Made up.")
    assert [len(rows) for rows in owed(other, DUE)] == [0, 1]
    assert [len(rows) for rows in owed(other, NEXT_DAY)] == [1, 0]
    assert owed(country.director, NEXT_DAY) == ([], [])
    assert owed(replace(meldpunt, role="wijkagent"), NEXT_DAY) == ([], [])
    assert (late(DUE), late(NEXT_DAY)) == (0, 1)
    tell(other, view, PersonTold.TOLD, at=NEXT_DAY)
    tell(other, view, PersonTold.TOLD, at=NEXT_DAY)  # the same key twice is once
    assert owed(meldpunt, NEXT_DAY) == ([], [])
    assert late(NEXT_DAY) == 0
    with acting(meldpunt):
        (said,) = selectors.person_words(actor=meldpunt, signal_id=view.id)
        assert (said.outcome, said.text, said.said_by) == (PersonTold.TOLD, "Gebeld.", other.worker_id)
    with pytest.raises(Conflict):
        tell(meldpunt, view, PersonTold.TOLD, key="again")


def tell_reporter(actor: Actor, view: SignalView) -> None:
    with as_job(JOB):
        owes = Signal.objects.get(id=view.id).tell_due is not None
    if owes:
        with acting(actor):
            services.tell_reporter(
                actor=actor, signal_id=view.id, way=ToldBy.PHONE, text="Gebeld.", idempotency_key="r", at=AT
            )


def climb(at: datetime) -> int:
    with as_job(JOB):
        return services.escalate_due(actor=JOB, at=at)


def climbed(at: datetime) -> list[int]:
    """Return the levels at which somebody is asked about the person now."""
    with as_job(JOB):
        rows = Escalation.objects.filter(what=Late.PERSON.value, ended_at=None)
        return sorted(rows.values_list("level", flat=True))


def test_late_word_to_the_person_climbs_until_it_is_said_and_again_when_it_was_put_off(
    country: Country, meldpunt: Actor, manager: Actor
) -> None:
    view = weighed(meldpunt)
    tell_reporter(meldpunt, view)
    assert climb(DUE + timedelta(hours=9)) == 0  # the day itself
    assert climb(NEXT_DAY) >= 1
    assert climb(NEXT_DAY + timedelta(minutes=5)) == 0, "each level once"
    later = DUE + timedelta(days=8)
    climb(later)
    assert climbed(later) == [1, 2]
    for actor in (country.director, manager):
        with acting(actor):
            rows = [row for row in today(actor=actor, at=later).late if row.kind is OwedKind.ESCALATION]
            assert [(row.detail, row.note) for row in rows] == [("person", "Meldpunt IJsselland")]
            assert not Signal.objects.exists(), "where it lies, and nothing of it"
    tell(meldpunt, view, PersonTold.LATER, text="Gevaar.", again_on=date(2027, 2, 1), at=later)
    assert climb(later) == 0
    assert climbed(later) == []
    again = datetime(2027, 2, 12, 9, 0, tzinfo=UTC)
    assert climb(again) == 2
    assert climbed(again) == [1, 2]
    tell(meldpunt, view, PersonTold.TOLD, key="told", at=again)
    assert climb(datetime(2027, 2, 13, 9, 0, tzinfo=UTC)) == 0  # a Saturday: nothing climbs, what was said is let go
    assert climbed(again) == []


def test_a_case_that_opens_ends_what_climbed(country: Country, manager: Actor) -> None:
    director = country.director
    view = weighed(director, WeighingDecision.CASE)
    assert climb(NEXT_DAY) >= 1
    assert climbed(NEXT_DAY)
    with acting(director):
        person = journey.recognise(actor=director, signal_id=view.id, person=NewPerson(surname="V"), reason="x", at=AT)
        journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.ZVH, at=NEXT_DAY)
    climb(NEXT_DAY)
    assert climbed(NEXT_DAY) == []


@pytest.mark.parametrize("decision", list(WeighingDecision))
def test_only_who_knows_already_or_of_whom_nothing_is_kept_is_owed_no_word(
    country: Country, decision: WeighingDecision
) -> None:
    assert weighed(country.director, decision, informed=True, key="a").inform_on is None
    owes = weighed(country.director, decision, key="b").inform_on
    assert (owes is None) == (decision is WeighingDecision.NOT_TAKEN_UP)


def test_later_has_a_day_and_not_at_all_a_reason(country: Country) -> None:
    director = country.director
    view = weighed(director)
    for outcome, text, again_on in (
        (PersonTold.LATER, "Gevaar.", None), (PersonTold.LATER, "Gevaar.", AT.date()), (PersonTold.TOLD, " ", None),
        (PersonTold.LATER, "Gevaar.", AT.date() + timedelta(days=93)), (PersonTold.NOT, "", None),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            tell(director, view, outcome, text=text, again_on=again_on)
    tell(director, view, PersonTold.LATER, text="Gevaar.", again_on=date(2027, 2, 1), at=DUE)
    assert owed(director, NEXT_DAY) == ([], [])
    assert late(NEXT_DAY) == 0
    again = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)
    assert len(owed(director, again)[0]) == late(again) == 1
    tell(director, view, PersonTold.NOT, text="Niemand weet wie het is.", key="n", at=again)
    assert owed(director, again) == ([], [])
    with as_job(JOB):
        assert list(PersonWord.objects.order_by("at").values_list("outcome", flat=True)) == ["later", "not"]
        assert Signal.objects.get().informed_at is None


def test_another_desk_and_who_may_not_answer_keep_their_hands_off(country: Country, meldpunt: Actor) -> None:
    view = weighed(meldpunt)
    with pytest.raises(NotVisible):
        tell(country.director, view, PersonTold.TOLD)
    with pytest.raises(Refused):
        tell(replace(meldpunt, role="wijkagent"), view, PersonTold.TOLD)
    tell(meldpunt, view, PersonTold.TOLD)
    with acting(country.director):
        assert not PersonWord.objects.exists()


def test_a_case_that_opens_takes_it_over_and_knows_who_was_told_since(country: Country) -> None:
    director = country.director
    for told in (False, True):
        view = weighed(director, WeighingDecision.CASE, key=str(told))
        if told:
            tell(director, view, PersonTold.TOLD)
        with acting(director):
            person = journey.recognise(
                actor=director, signal_id=view.id, person=NewPerson(surname=f"V{told}"), reason="x", at=AT
            )
            journey.open_case(actor=director, signal_id=view.id, person_id=person, kind=CaseKind.ZVH, at=AT)
        with as_job(JOB):
            assert Signal.objects.get(id=view.id).inform_on is None
            assert (when_not_informed(signal_id=view.id) is None) == told


@pytest.mark.parametrize(
    ("weighed_so", "included_so", "owes"),
    [(False, True, False), (False, False, True), (True, False, True), (True, True, False)],
)
def test_the_inclusion_table_tells_the_person_or_owes_it(
    country: Country, weighed_so: bool, included_so: bool, owes: bool
) -> None:
    director = country.director
    view = weighed(director, WeighingDecision.INCLUSION_TABLE, informed=weighed_so)
    new = inclusion(director, person_informed=included_so, not_informed_why="" if included_so else "Later.")
    with acting(director):
        journey.include(actor=director, signal_id=view.id, inclusion=new, at=AT)
        assert (selectors.signal(actor=director, signal_id=view.id, at=AT).inform_on is not None) == owes


def test_an_emptied_signal_asks_nobody(country: Country) -> None:
    view = weighed(country.director)
    tell(country.director, view, PersonTold.LATER, text="Gevaar.", again_on=date(2026, 12, 1))
    with as_job(JOB):
        empty(signal_id=view.id, at=AT)
        assert PersonWord.objects.get().text == ""
    assert owed(country.director, NEXT_DAY) == ([], [])
    assert late(NEXT_DAY) == 0
