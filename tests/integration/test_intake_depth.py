"""Desks as data, signals passed on with a yes, feedback, outreach care, and what is destroyed on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, public_desk, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.core.errors import Conflict, InvalidInput, NotVisible, Refused, StaleVersion
from vangnet.flow import destruction, journey
from vangnet.intake import selectors, services
from vangnet.intake.engine import triage as trees
from vangnet.intake.models import Attempt, Desk, Feedback, Outreach, Signal, Weighing, WeighingCriterion
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import (
    Asked,
    Channel,
    CriterionFinding,
    DeskScope,
    Finding,
    NewDesk,
    NewSignal,
    OpenHours,
    PersonHint,
    RoutedBy,
    SignalView,
    ToldBy,
    TriageRoute,
    TriageStep,
    WeighingDecision,
)
from vangnet.people.models import SignalLink
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
JOB = system_actor(reason="test")
OFFICE = tuple(OpenHours(day, time(9), time(17)) for day in range(5))


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def meldpunt(country: Country) -> Actor:
    """Somebody at a meldpunt in the same region, which takes worries in the whole municipality."""
    with as_job(JOB):
        agency = Agency.objects.create(name="Meldpunt IJsselland", kind="MLP", region_id="ZVH04", phone="038 000 0001")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Melder", role="bemoeizorgmedewerker")
        areas = (DeskScope(agency.id, frozenset(), "GM0193"),)
        services.set_desk(
            actor=JOB, at=AT,
            desk=NewDesk(
                agency.id, frozenset({"zorg", "overlast"}), areas, OFFICE, answer_workdays=5, keep_days=14,
                outside_text="Bel de huisartsenpost.", outside_phone="038 000 0002",
            ),
        )  # fmt: skip
    return Actor(worker.id, agency.id, "MLP", "ZVH04", "bemoeizorgmedewerker")


def signal(actor: Actor, *, kind: str = "zorg", key: str = "k", **more: object) -> SignalView:
    with acting(actor):
        return services.register(
            actor=actor, at=AT, signal=NewSignal(Channel.FORM, kind, "Made up.", "GM0193", key, **more)
        )


def weigh(actor: Actor, view: SignalView, decision: WeighingDecision) -> None:
    with acting(actor):
        services.weigh(
            actor=actor, signal_id=view.id, version=view.version, participants="Table", reason="because",
            findings=[CriterionFinding(code, Finding.UNKNOWN, "") for code in ZVH_CRITERIA], decision=decision,
            person_informed=True, not_informed_why="", at=AT,
        )  # fmt: skip


def at_desk(actor: Actor, signal_id: UUID) -> SignalView:
    with acting(actor):
        return selectors.signal(actor=actor, signal_id=signal_id, at=AT)


# Routing


def test_a_desk_takes_what_it_says_and_the_zvh_owns_the_rest(country: Country, meldpunt: Actor):
    worry = signal(country.officer, key="a")
    lonely = signal(country.officer, key="b", kind="eenzaamheid")
    police = signal(country.officer, key="c", kind="E33")
    assert (worry.desk_id, worry.routed_by) == (meldpunt.agency_id, RoutedBy.AREA)
    assert (lonely.desk_id, lonely.routed_by) == (country.director.agency_id, RoutedBy.OWNER)
    assert (police.desk_id, police.routed_by) == (country.director.agency_id, RoutedBy.OWNER)
    assert worry.answer_due.date() == date(2026, 11, 30)
    assert lonely.answer_due.date() == date(2026, 11, 25)


def test_questions_that_end_at_the_zvh_go_there(country: Country, meldpunt: Actor):
    step = TriageStep("form", 1, (("danger", "no"),), None, TriageRoute.ZVH)
    view = signal(country.officer, triage=step)
    assert (view.desk_id, view.routed_by) == (country.director.agency_id, RoutedBy.REGION)


def test_a_region_without_desks_as_data_keeps_working(country: Country):
    assert signal(country.officer).routed_by is RoutedBy.REGION


def test_many_signals_ask_for_each_municipality_once(country: Country, meldpunt: Actor, django_assert_max_num_queries):
    many = [
        NewSignal(Channel.FILE, kind, f"Made up {n}.", "GM0193", f"m{n}")
        for n, kind in enumerate(["zorg", "eenzaamheid", "E33"] * 100)
    ]
    with acting(country.director), django_assert_max_num_queries(15):
        done = services.register_many(actor=country.director, signals=many, origin="test", at=AT)
    assert done.new == 300
    with acting(meldpunt):
        assert Signal.objects.count() == 100


def test_a_batch_keeps_of_a_signal_what_one_signal_keeps(country: Country, meldpunt: Actor):
    said = 'Zij zei: "kom", 100 % \\ zeker; \u202eرسالة 😀\n{a,b}'
    one, other = (
        NewSignal(
            Channel.FILE, "zorg", said, "GM0193", key, occurred_at=AT - timedelta(hours=3), acute=True,
            hint=PersonHint(given_names="Zoë \"x\"", surname="Verzonnen"),
        )
        for key in ("one", "other")
    )  # fmt: skip
    with acting(country.director):
        services.register(actor=country.director, signal=one, at=AT)
        services.register_many(actor=country.director, signals=[other], origin="test", at=AT)
    with acting(meldpunt):
        first, second = Signal.objects.order_by("idempotency_key").values()
    differ = {name for name, value in first.items() if value != second[name]}
    assert differ == {"id", "idempotency_key"}
    assert (second["text"], second["occurred_at"]) == (said, AT - timedelta(hours=3))
    assert second["hint"] == {"given_names": 'Zoë "x"', "surname": "Verzonnen"}


def test_a_resident_hears_when_the_desk_opens_again(country: Country, meldpunt: Actor):
    actor = public_desk()
    report = NewSignal(Channel.PUBLIC_FORM, "zorg", "Made up.", "GM0193", "p")
    with acting(actor):
        by_night = services.report(actor=actor, signal=report, at=NIGHT)
        by_day = services.report(actor=actor, signal=report, at=AT)
    assert (by_night.desk_name, by_night.outside_phone) == ("Meldpunt IJsselland", "038 000 0002")
    assert by_night.opens_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert (by_day.opens_at, by_day.outside_text) == (None, "")


def test_how_a_desk_works_is_no_business_of_a_screen(country: Country, meldpunt: Actor):
    kept = selectors.desk(agency_id=meldpunt.agency_id)
    assert kept is not None
    assert (kept.answer_workdays, len(kept.hours), kept.areas[0].municipality) == (5, 5, "GM0193")
    with pytest.raises(Refused), acting(country.director):
        services.set_desk(actor=country.director, desk=kept, at=AT)
    with pytest.raises(ProgrammingError), acting(country.director), transaction.atomic():
        Desk.objects.update(keep_days=365)


# Passing on


def test_a_signal_passes_only_when_the_receiver_says_yes(country: Country, meldpunt: Actor):
    director = country.director
    view = signal(country.officer, kind="eenzaamheid")
    with acting(director):
        services.offer(
            actor=director,
            signal_id=view.id,
            version=view.version,
            agency_id=meldpunt.agency_id,
            reason="Jullie wijk.",
            at=AT,
        )
        with pytest.raises(Conflict):
            services.weigh(
                actor=director, signal_id=view.id, version=2, participants="x", findings=[], reason="x",
                decision=WeighingDecision.LOCAL, person_informed=True, not_informed_why="", at=AT,
            )  # fmt: skip
    with acting(meldpunt):
        (offered,) = selectors.offered(actor=meldpunt, at=AT)
        assert selectors.signal(actor=meldpunt, signal_id=view.id, at=AT, also_offered=True) == offered
        with pytest.raises(NotVisible):
            journey.recognise(actor=meldpunt, signal_id=view.id, person=NewPerson(surname="X"), reason="x", at=AT)
        assert selectors.inbox(actor=meldpunt, at=AT).signals == ()
        services.accept(actor=meldpunt, signal_id=view.id, version=offered.version, at=AT)
        (mine,) = selectors.inbox(actor=meldpunt, at=AT).signals
    assert (mine.desk_id, mine.routed_by, mine.answer_due) == (meldpunt.agency_id, RoutedBy.TAKEN, view.answer_due)
    with acting(director):
        assert selectors.inbox(actor=director, at=AT).signals == ()
        with pytest.raises(NotVisible):
            selectors.signal(actor=director, signal_id=view.id, at=AT)


def test_a_no_leaves_it_where_it_was_with_the_reason(country: Country, meldpunt: Actor):
    director = country.director
    view = signal(country.officer, kind="eenzaamheid")
    with acting(director):
        services.offer(
            actor=director, signal_id=view.id, version=1, agency_id=meldpunt.agency_id, reason="Jullie wijk.", at=AT
        )
    with acting(meldpunt):
        services.decline(actor=meldpunt, signal_id=view.id, version=2, reason="Wij doen geen eenzaamheid.", at=AT)
        assert selectors.offered(actor=meldpunt, at=AT) == []
        with pytest.raises(NotVisible):
            selectors.signal(actor=meldpunt, signal_id=view.id, at=AT)
        with pytest.raises(NotVisible):
            services.accept(actor=meldpunt, signal_id=view.id, version=3, at=AT)
    kept = at_desk(director, view.id)
    assert (kept.declined, kept.offered_why) == (True, "Wij doen geen eenzaamheid.")
    weigh(director, kept, WeighingDecision.LOCAL)


def test_two_desks_at_once_and_one_wins(country: Country, meldpunt: Actor):
    director = country.director
    view = signal(country.officer, kind="eenzaamheid")
    with acting(director):
        services.offer(actor=director, signal_id=view.id, version=1, agency_id=meldpunt.agency_id, reason="x", at=AT)
    with acting(meldpunt):
        services.accept(actor=meldpunt, signal_id=view.id, version=2, at=AT)
    with acting(director), pytest.raises(NotVisible):
        services.take_back(actor=director, signal_id=view.id, version=2, at=AT)


def test_it_is_offered_to_a_desk_and_to_another_one(country: Country, meldpunt: Actor):
    director, view = country.director, signal(country.officer, kind="eenzaamheid")
    with acting(director):
        for agency, reason in ((country.officer.agency_id, "x"), (director.agency_id, "x"), (meldpunt.agency_id, " ")):
            with pytest.raises(Conflict):
                services.offer(actor=director, signal_id=view.id, version=1, agency_id=agency, reason=reason, at=AT)
        with pytest.raises(StaleVersion):
            services.offer(
                actor=director, signal_id=view.id, version=9, agency_id=meldpunt.agency_id, reason="x", at=AT
            )


def test_who_reported_a_signal_does_not_weigh_it_at_another_desk(country: Country, meldpunt: Actor):
    view = signal(country.director)
    assert view.desk_id == meldpunt.agency_id
    with pytest.raises(NotVisible):
        weigh(country.director, view, WeighingDecision.LOCAL)


# Feedback


def test_a_colleague_who_reported_reads_what_was_told_and_no_more(country: Country):
    view = signal(country.officer)
    weigh(country.director, view, WeighingDecision.ADVICE)
    with acting(country.director):
        for _ in range(2):
            services.tell_reporter(
                actor=country.director, signal_id=view.id, way=ToldBy.PHONE, text="Wij geven advies.",
                idempotency_key="f", at=AT,
            )  # fmt: skip
        assert Feedback.objects.count() == 1
    assert at_desk(country.director, view.id).told_at == AT
    with acting(country.officer):
        ((mine, told),) = selectors.reported(actor=country.officer, at=AT)
        assert (mine.id, [one.text for one in told]) == (view.id, ["Wij geven advies."])
        assert selectors.weighing(actor=country.officer, signal_id=view.id) is None
        assert not Weighing.objects.exists()
        with pytest.raises(NotVisible):
            services.tell_reporter(
                actor=country.officer, signal_id=view.id, way=ToldBy.PHONE, text="x", idempotency_key="g", at=AT
            )
    with acting(country.clinician):
        assert not Feedback.objects.exists()


def test_nothing_is_told_before_it_is_decided(country: Country):
    view = signal(country.officer)
    with acting(country.director), pytest.raises(Conflict):
        services.tell_reporter(
            actor=country.director, signal_id=view.id, way=ToldBy.PHONE, text="x", idempotency_key="f", at=AT
        )


# Outreach care


def kept_in_view(country: Country) -> UUID:
    view = signal(country.officer)
    weigh(country.director, view, WeighingDecision.OUTREACH)
    with acting(country.director):
        ids = {
            services.keep_in_view(
                actor=country.director, signal_id=view.id, ground="Weigert hulp, vervuilt.",
                owner_id=country.case_director.worker_id, review_on=date(2026, 12, 21), at=AT,
            )
            for _ in range(2)
        }  # fmt: skip
    assert len(ids) == 1
    return ids.pop()


def test_outreach_care_has_a_ground_tries_a_review_and_an_end(country: Country):
    outreach_id, director = kept_in_view(country), country.director
    with acting(director):
        for reached, key in ((False, "a"), (False, "a"), (True, "b")):
            services.attempt(
                actor=director, outreach_id=outreach_id, way="visit", reached=reached, text="Aan de deur.",
                idempotency_key=key, at=AT + timedelta(hours=len(key) + reached),
            )  # fmt: skip
        (view,) = selectors.watch_list(actor=director, at=AT)
        assert [one.reached for one in view.attempts] == [True, False]
        services.review(actor=director, outreach_id=outreach_id, version=1, review_on=date(2027, 1, 4), at=AT)
        with pytest.raises(StaleVersion):
            services.end_outreach(actor=director, outreach_id=outreach_id, version=1, why="Gaat beter.", at=AT)
        services.end_outreach(actor=director, outreach_id=outreach_id, version=2, why="Gaat beter.", at=AT)
        assert selectors.watch_list(actor=director, at=AT) == []
        with pytest.raises(Conflict):
            services.attempt(
                actor=director, outreach_id=outreach_id, way="visit", reached=True, text="x", idempotency_key="c", at=AT
            )


def test_nobody_is_kept_in_view_without_a_decision_or_by_a_stranger(country: Country):
    view = signal(country.officer)
    weigh(country.director, view, WeighingDecision.LOCAL)
    asked = {"signal_id": view.id, "ground": "x", "review_on": date(2026, 12, 1), "at": AT}
    with acting(country.director), pytest.raises(Conflict):
        services.keep_in_view(actor=country.director, owner_id=country.case_director.worker_id, **asked)
    outreach_id = kept_in_view_at(country)
    with acting(country.stranger):
        assert selectors.watch_list(actor=country.stranger, at=AT) == []
        with pytest.raises(NotVisible):
            selectors.outreach(actor=country.stranger, outreach_id=outreach_id, at=AT)
        assert not Outreach.objects.exists()
        assert not Attempt.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "coordinerend_fg", "oov_adviseur"])
def test_whose_function_reads_no_content_reads_no_outreach_of_the_own_desk(country: Country, role: str):
    outreach_id = kept_in_view_at(country)
    director = country.director
    with as_job(system_actor(reason="test")):
        worker = Worker.objects.create(agency_id=director.agency_id, region_id=director.region, name="Lezer", role=role)
    reader = Actor(worker.id, director.agency_id, director.agency_kind, director.region, role)
    with acting(director):
        signal_id = Outreach.objects.values_list("signal_id", flat=True).get(id=outreach_id)
        assert len(selectors.watch_list(actor=director, at=AT)) == 1
    with acting(reader):
        assert selectors.watch_list(actor=reader, at=AT) == []
        assert selectors.outreach_of(actor=reader, signal_id=signal_id) == []
        with pytest.raises(NotVisible):
            selectors.outreach(actor=reader, outreach_id=outreach_id, at=AT)


def kept_in_view_at(country: Country) -> UUID:
    view = signal(country.officer, key="other")
    weigh(country.director, view, WeighingDecision.OUTREACH)
    with acting(country.director):
        return services.keep_in_view(
            actor=country.director, signal_id=view.id, ground="x", owner_id=country.director.worker_id,
            review_on=date(2026, 12, 1), at=AT,
        )  # fmt: skip


def test_the_owner_works_at_the_desk(country: Country):
    view = signal(country.officer)
    weigh(country.director, view, WeighingDecision.OUTREACH)
    with acting(country.director), pytest.raises(NotVisible):
        services.keep_in_view(
            actor=country.director, signal_id=view.id, ground="x", owner_id=country.stranger.worker_id,
            review_on=date(2026, 12, 1), at=AT,
        )  # fmt: skip


# What is not taken up


def test_what_is_not_taken_up_is_emptied_on_its_day_and_forgotten_everywhere(country: Country, meldpunt: Actor):
    hint = PersonHint(surname="Geheimnaam")
    view = signal(country.officer, hint=hint, place="Geheimstraat", reporter_name="Geheimmelder")
    other = signal(country.officer, key="stays")
    with acting(meldpunt):
        journey.recognise(
            actor=meldpunt, signal_id=view.id, person=NewPerson(surname="Geheimnaam"), reason="Geheimreden", at=AT
        )
    weigh(meldpunt, view, WeighingDecision.NOT_TAKEN_UP)
    weigh(meldpunt, other, WeighingDecision.LOCAL)
    assert at_desk(meldpunt, view.id).destroy_on == date(2026, 12, 7)
    assert at_desk(meldpunt, other.id).destroy_on is None
    assert not destruction.run(at=AT + timedelta(days=13)).gone
    assert destruction.run(at=AT + timedelta(days=14)).gone == {("signal", "R02"): 1}
    assert not destruction.run(at=AT + timedelta(days=14)).gone
    with as_job(JOB):
        row = Signal.objects.get(id=view.id)
        left = [str(vars(thing)) for thing in (row, *Weighing.objects.filter(signal=row), *SignalLink.objects.all())]
        assert not [text for text in left if "Geheim" in text or "because" in text]
        assert (row.kind, row.municipality, row.decision) == ("zorg", "GM0193", "not-taken-up")
        assert not SignalLink.objects.exists()
        assert Signal.objects.get(id=other.id).text == "Made up."
        assert set(WeighingCriterion.objects.filter(weighing__signal=row).values_list("reason", flat=True)) == {""}
    assert Entry.objects.filter(act="retention.destroy", object_id=view.id).count() == 1


def test_an_unknown_way_or_an_empty_try_is_refused(country: Country):
    outreach_id = kept_in_view(country)
    with acting(country.director):
        for way, text in (("telepathy", "x"), ("visit", " ")):
            with pytest.raises(InvalidInput):
                services.attempt(
                    actor=country.director, outreach_id=outreach_id, way=way, reached=True, text=text,
                    idempotency_key=str(uuid4()), at=AT,
                )  # fmt: skip


def test_what_was_asked_stays_readable_in_the_version_of_then(country: Country):
    given = (("danger", "no"), ("about", "person"))
    old = trees.trees()
    versions = [one for one in old if one.channel == "form"]
    assert [one.version for one in versions] == [1, 2, 3]
    for before, after in pairwise(versions):
        assert after.valid_from == before.valid_until  # no day without questions, and none with two lists
    first = versions[0]
    for tree in versions:
        way = next(iter(walks(tree)))
        asked = Asked("form", tree.version, way)
        said = selectors.asked_words(asked)
        assert [one.question_nl for one in said] == [tree.questions[question].nl for question, _ in way]
    gone = selectors.asked_words(Asked("form", 99, given))
    assert [(one.question_nl, one.answer_nl) for one in gone] == list(given)
    with acting(country.director):
        step = TriageStep("form", 1, next(iter(walks(first))), None, TriageRoute.DESK)
        view = journey.receive(
            actor=country.director, at=AT, signal=NewSignal(Channel.FORM, "E33", "x", "GM0193", "t", triage=step)
        )
        assert view.asked == Asked("form", 1, step.given)


def walks(tree: trees.Tree) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield every whole way through a tree."""
    todo: list[tuple[str, tuple[tuple[str, str], ...]]] = [(tree.start, ())]
    while todo:
        question, way = todo.pop()
        for answer in tree.questions[question].answers:
            branch = tree.branches[question, answer.code]
            here = (*way, (question, answer.code))
            if branch.route is not None:
                yield here
            else:
                todo.append((branch.question, here))


@pytest.mark.parametrize("channel", ["form", "public-form", "police", "file", "api"])
def test_each_channel_ends_in_each_route_it_should(channel: str):
    tree = trees.tree_on(channel, date(2026, 12, 1))
    assert tree is not None
    ends = {trees.walk(tree, [answer for _, answer in way]).route for way in walks(tree)}
    # Who reports without an account decides nothing about a case, and is told of the crisis line in place of care coordination.
    public = {TriageRoute.EMERGENCY, TriageRoute.CRISIS, TriageRoute.DESK, TriageRoute.ADVICE}
    others = {TriageRoute.EMERGENCY, TriageRoute.COORDINATION, TriageRoute.DESK, TriageRoute.ZVH, TriageRoute.ADVICE}
    assert ends == (public if channel == "public-form" else others)
