"""Who is who: found by the machine, asked of one desk, answered by a human; asked once, bounded, and never more than identifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.flow import journey, reactions
from vangnet.intake.types import Channel, NewSignal, PersonHint
from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.types import Party, Question
from vangnet.people import selectors as people_selectors
from vangnet.people import services as people
from vangnet.people.engine.model import default_model
from vangnet.people.errors import DecisionNeedsReason, PairAnswered, PairChanged
from vangnet.people.models import (
    CandidatePair,
    LinkageModel,
    LinkageRun,
    LinkDecision,
    Person,
    Residence,
    SignalLink,
)
from vangnet.people.rules import review as rules
from vangnet.people.selectors import review
from vangnet.people.selectors.fitting import fit
from vangnet.people.selectors.matching import prepared, scorer
from vangnet.people.selectors.review import Agreement, PairAnswer
from vangnet.people.services import linking, matching, searching
from vangnet.people.services import review as services
from vangnet.people.services.searching import RunView
from vangnet.people.types import NewPerson, PartialDate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JOB = system_actor(reason="test")
ONE = NewPerson(
    surname="Verzonnen", prefix="van der", given_names="Wouter", birth=PartialDate(1987, 3, 14), municipality="GM0193",
    street="Bedachtestraat", house_number="12", postcode="8011AB", city="Zwolle", phone="0600000123",
)  # fmt: skip
ALIKE = replace(
    ONE, given_names="Wouter Jan", prefix="v.d.", phone="", street="Gedachteweg", house_number="3", postcode="8033CD"
)
OTHERS = [
    NewPerson(
        surname=name, given_names=given, birth=PartialDate(1950 + nr, 1 + nr % 12, 1 + nr % 28), municipality="GM0193"
    )
    for nr, (given, name) in enumerate(
        [("Noor", "Bedacht"), ("Sem", "Gefingeerd"), ("Fatima", "Fictief"), ("Ties", "Schijnbaar")]
    )
]
HINT = PersonHint(given_names="Wouter", prefix="van der", surname="Verzonnen", birth_date="1987-03-14")


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def register(actor: Actor, *persons: NewPerson) -> list[UUID]:
    with acting(actor):
        return [people.register(actor=actor, person=person, at=AT).id for person in persons]


def find(region: str = "ZVH04", *, at: datetime = AT) -> RunView:
    with as_job(JOB):
        found = searching.find_pairs(actor=JOB, region=region, at=at)
    assert found is not None
    return found


def waiting(actor: Actor, *, at: datetime = AT) -> list[review.PairRow]:
    """Return the first page of questions; what Vandaag counts is what the queue holds, at every look."""
    with acting(actor):
        days = list(review.waiting(actor=actor, day=local_day(at)).values_list("ask_on", flat=True))
        assert review.owed(actor=actor, at=at) == ((len(days), min(days)) if days else None)
        return list(review.page(actor=actor, at=at).rows)


def answer(
    actor: Actor, pair_id: UUID, said: PairAnswer, *, reason: str = "Zelfde gezicht.", at: datetime = AT
) -> CandidatePair:
    with acting(actor):
        return services.answer(actor=actor, pair_id=pair_id, answer=said, reason=reason, at=at)


@pytest.fixture
def pair(country: Country) -> UUID:
    """Two registrations of one person at the desk of the director, asked about."""
    register(country.director, ONE, ALIKE, *OTHERS)
    find()
    (row,) = waiting(country.director)
    return row.id


# Found and kept


def test_two_alike_become_one_question_and_a_run_that_says_what_was_done(country: Country, pair: UUID) -> None:
    with as_job(JOB):
        run = LinkageRun.objects.get()
        assert run.model_id == default_model().id == LinkageModel.objects.get().id
        assert len(run.input_hash) == 64
        assert (run.counts["records"], run.counts["asked"], run.counts["proposed"]) == (6, 1, 1)
        assert not LinkDecision.objects.exists()


def test_a_second_run_asks_nothing_twice_and_has_the_same_input(country: Country, pair: UUID) -> None:
    again = find()
    with as_job(JOB):
        assert CandidatePair.objects.count() == 1
        assert len(set(LinkageRun.objects.values_list("input_hash", flat=True))) == 1
    assert again.counts["asked"] == 0


def test_the_weight_is_that_of_a_single_look(country: Country, pair: UUID) -> None:
    with acting(country.director):
        row = CandidatePair.objects.get()
        found = fit(row, hint=None)
    assert abs(row.weight - scorer(None).score(found.left, found.right).weight) < 1e-6


def test_no_is_remembered_over_every_run(country: Country, pair: UUID) -> None:
    answer(country.director, pair, PairAnswer.DIFFERENT)
    find()
    assert waiting(country.director) == []
    with as_job(JOB):
        CandidatePair.objects.all().delete()
    assert find().counts["settled"] == 1
    assert waiting(country.director) == []


def test_two_desks_of_one_region_have_no_ground_and_are_counted(country: Country) -> None:
    register(country.director, ONE, *OTHERS)
    register(replace(country.officer, role="casusregisseur"), ALIKE)
    assert find().counts["no_ground"] == 1
    with as_job(JOB):
        assert not CandidatePair.objects.exists()


@pytest.mark.parametrize(("giver", "receiver"), [("MLP", "ZVH"), ("ZVH", "MLP"), ("MLP", "MLP")])
def test_the_law_gives_desks_no_ground_to_see_each_others_persons(giver: str, receiver: str) -> None:
    """When a norm changes this, the queue may ask across desks: look again at `searching`."""
    for purpose in ("zvh_triage", "outreach_oggz"):
        parties = (Party(giver, "medewerker"), Party(receiver, "medewerker"))
        question = Question(parties[0], False, parties[1], "notified_person", "C01", purpose, "F1", AT.date(), {})
        assert decide(standard_norms(), question).outcome == "DENY"


def test_who_resembles_many_is_asked_about_a_few_times_only(country: Country) -> None:
    same = [replace(ONE, phone="", street="", house_number="", postcode="", city="") for _ in range(12)]
    register(country.director, *same, *OTHERS)
    counts = find().counts
    assert counts["asked"] <= 12 * rules.PAIRS_A_PERSON // 2
    assert counts["over_cap"] == counts["proposed"] - counts["asked"] > 0


def test_placeholders_ask_nothing(country: Country) -> None:
    fillers = [
        NewPerson(surname=name, given_names=given)
        for given, name in [("NN", "Onbekend"), ("onbekend", "onbekend"), ("", "NN")] * 6
    ]
    register(country.director, *fillers, *OTHERS)
    assert find().counts["asked"] == 0


def test_a_machine_cannot_answer_also_not_in_the_database(country: Country, pair: UUID) -> None:
    with as_job(JOB), pytest.raises(IntegrityError), transaction.atomic():
        CandidatePair.objects.update(state="same", decided_by=JOB.worker_id)


# Read


def test_only_the_desk_that_is_asked_sees_it(country: Country, pair: UUID) -> None:
    assert waiting(country.stranger) == []
    for actor in (country.stranger, country.officer):
        with acting(actor), pytest.raises(NotVisible):
            review.pair(actor=actor, pair_id=pair, at=AT)
        with acting(actor), pytest.raises(NotVisible):
            services.answer(actor=actor, pair_id=pair, answer=PairAnswer.SAME, reason="x", at=AT)


def test_a_function_that_lays_nothing_together_sees_no_queue(country: Country, pair: UUID) -> None:
    actor = replace(country.director, role="oov_adviseur")
    with acting(actor):
        assert review.owed(actor=actor, at=AT) is None
        with pytest.raises(NotVisible):
            review.pair(actor=actor, pair_id=pair, at=AT)


def test_each_field_says_how_it_compares_and_the_bars_add_up(country: Country, pair: UUID) -> None:
    with acting(country.director):
        found = review.pair(actor=country.director, pair_id=pair, at=AT)
    assert found.agreements["surname"] is Agreement.SAME
    assert found.agreements["birth"] is Agreement.SAME
    assert found.agreements["address"] is Agreement.DIFFERENT
    assert found.agreements["phone"] is Agreement.ONE_SIDE
    assert found.agreements["bsn"] is Agreement.NEITHER
    bars = found.explanation.bars
    assert abs(sum(bar.bits for bar in bars) - found.explanation.weight) < 1e-9
    assert Entry.objects.filter(act="people.review").count() == 2


def test_a_secret_address_is_not_shown(country: Country) -> None:
    register(country.director, replace(ONE, secret_address=True), ALIKE, *OTHERS)
    find()
    (row,) = waiting(country.director)
    with acting(country.director):
        found = review.pair(actor=country.director, pair_id=row.id, at=AT)
    secret = next(side for side in (found.left, found.right) if side.secret)
    assert secret.person is not None
    assert (secret.person.street, secret.person.postcode) == ("", "")


def test_the_queue_goes_by_age_and_by_pages(country: Country) -> None:
    with as_job(JOB):
        model_id = matching.keep_model(model=default_model(), at=AT)
    ids = sorted(register(country.director, *(replace(ONE, given_names=f"Wouter{nr}") for nr in range(8))))
    with as_job(JOB):
        for nr, (one, two) in enumerate(pairwise(ids)):
            CandidatePair.objects.create(
                region="ZVH04", desk_id=country.director.agency_id, person_id=one, other_id=two, model_id=model_id,
                weight=float(nr), found_at=AT, ask_on=(AT - timedelta(days=nr % 3)).date(),
            )  # fmt: skip
    seen, after = [], None
    while True:
        with acting(country.director):
            page = review.page(actor=country.director, at=AT, after=after, limit=3)
        seen += page.rows
        after = page.after
        if after is None:
            break
    assert [row.ask_on for row in seen] == sorted(row.ask_on for row in seen)
    assert len({row.id for row in seen}) == 7


# Answered


def test_yes_lays_them_together_by_the_human(country: Country, pair: UUID) -> None:
    answer(country.director, pair, PairAnswer.SAME)
    with acting(country.director):
        decision = LinkDecision.objects.get()
    assert (decision.verdict, decision.decided_by, decision.model) == (
        "same", country.director.worker_id, default_model().id,
    )  # fmt: skip
    assert waiting(country.director) == []


def test_later_comes_back_after_a_week_with_its_reason(country: Country, pair: UUID) -> None:
    row = answer(country.director, pair, PairAnswer.LATER, reason="Eerst de wijkagent vragen.")
    assert (row.state, row.reason) == ("open", "Eerst de wijkagent vragen.")
    assert waiting(country.director) == []
    assert len(waiting(country.director, at=AT + rules.ASK_AGAIN_AFTER)) == 1


def test_two_reviewers_at_once_the_first_stands(country: Country, pair: UUID) -> None:
    answer(country.director, pair, PairAnswer.SAME)
    with pytest.raises(PairAnswered):
        answer(country.case_director, pair, PairAnswer.DIFFERENT)


def test_a_reason_is_needed(country: Country, pair: UUID) -> None:
    for said in PairAnswer:
        with pytest.raises(DecisionNeedsReason):
            answer(country.director, pair, said, reason="  ")


def test_what_changed_since_one_looked_is_shown_first(country: Country, pair: UUID) -> None:
    with acting(country.director):
        looked = review.pair(actor=country.director, pair_id=pair, at=AT)
        assert looked.right.person is not None
        people.move(
            actor=country.director, person_id=looked.right.person.id, version=looked.right.person.version, municipality="GM0193",
            since=AT.date(), street="Nieuweweg", house_number="9", postcode="8044EF", city="Zwolle", at=AT,
        )  # fmt: skip
        with pytest.raises(PairChanged):
            services.answer(
                actor=country.director,
                pair_id=pair,
                answer=PairAnswer.SAME,
                reason="x",
                fingerprint=looked.fingerprint,
                at=AT,
            )


def test_a_decision_elsewhere_closes_the_question(country: Country, pair: UUID) -> None:
    with acting(country.director):
        row = CandidatePair.objects.get()
        linking.deny_same(actor=country.director, left=row.person_id, right=row.other_id, reason="Broers.", at=AT)
    assert waiting(country.director) == []
    reactions.run(at=AT)
    with as_job(JOB):
        assert CandidatePair.objects.get().state == "settled"


def test_what_vandaag_counts_is_what_the_queue_holds(country: Country) -> None:
    (person_id,) = register(country.director, ONE)
    reported = signal(country, HINT)
    reactions.run(at=AT)
    with acting(country.director):
        people.link_signal(actor=country.director, person_id=person_id, signal_id=reported, reason="x", at=AT)
    register(country.director, ALIKE)
    find()
    with as_job(JOB):
        two = CandidatePair.objects.get(other__isnull=False)
    with acting(country.director):
        linking.deny_same(actor=country.director, left=two.person_id, right=two.other_id, reason="Broers.", at=AT)
    days = (AT.date(), AT.date() + timedelta(days=1))
    # A decision can only be ended, so those that stand come first.
    for ended, state, undone, day in product((None, AT), ("open", "same"), (None, AT), days):
        with as_job(JOB):
            CandidatePair.objects.update(
                state=state, ask_on=day, decided_by=None if state == "open" else country.director.worker_id
            )
            LinkDecision.objects.update(ended_at=ended)
            SignalLink.objects.update(undone_at=undone)
        assert len(waiting(country.director)) == (
            (bool(ended) + bool(undone)) if state == "open" and day == AT.date() else 0
        )


# Signals


def signal(country: Country, hint: PersonHint, channel: Channel = Channel.FORM, *, key: str = "") -> UUID:
    actor = country.director
    with acting(actor):
        new = NewSignal(channel, "E33", "Man roept op straat.", "GM0193", key or str(new_id()), hint=hint)
        return journey.receive(actor=actor, signal=new, at=AT).id


@pytest.mark.parametrize("channel", list(Channel))
def test_a_signal_of_every_channel_is_matched_and_nobody_is_linked(country: Country, channel: Channel) -> None:
    register(country.director, ONE, *OTHERS)
    signal_id = signal(country, HINT, channel)
    reactions.run(at=AT)
    (row,) = waiting(country.director)
    with as_job(JOB):
        assert not SignalLink.objects.exists()
    answer(country.director, row.id, PairAnswer.SAME)
    with acting(country.director):
        assert people_selectors.links_of_signals(signal_ids=[signal_id])[signal_id].reason == "Zelfde gezicht."
    assert waiting(country.director) == []


def test_no_for_a_signal_is_not_asked_again(country: Country) -> None:
    register(country.director, ONE)
    signal_id = signal(country, HINT)
    reactions.run(at=AT)
    (row,) = waiting(country.director)
    answer(country.director, row.id, PairAnswer.DIFFERENT)
    with as_job(JOB):
        matching.match_signal(actor=JOB, signal_id=signal_id, at=AT)
    assert waiting(country.director) == []


def test_a_signal_linked_on_its_own_screen_leaves_the_queue(country: Country) -> None:
    (person_id,) = register(country.director, ONE)
    signal_id = signal(country, HINT)
    reactions.run(at=AT)
    with acting(country.director):
        people.link_signal(actor=country.director, person_id=person_id, signal_id=signal_id, reason="x", at=AT)
    assert waiting(country.director) == []
    reactions.run(at=AT)
    with as_job(JOB):
        assert CandidatePair.objects.get().state == "settled"


def test_persons_of_another_desk_are_not_asked_about(country: Country) -> None:
    register(replace(country.officer, role="casusregisseur"), ONE)
    signal(country, HINT)
    reactions.run(at=AT)
    with as_job(JOB):
        assert not CandidatePair.objects.exists()


def test_a_flood_of_signals_with_one_placeholder_name_stays_small(country: Country) -> None:
    placeholder = PersonHint(given_names="Jan", prefix="de", surname="Vries", birth_date="1970-01-01")
    register(
        country.director,
        NewPerson(surname="Vries", prefix="de", given_names="Jan", birth=PartialDate(1970, 1, 1)),
        *OTHERS,
    )
    for nr in range(120):
        signal(country, placeholder if nr % 2 else PersonHint(given_names="NN", surname="Onbekend"), key=f"flood-{nr}")
    while reactions.run(at=AT):
        continue
    with as_job(JOB):
        assert CandidatePair.objects.count() <= rules.SIGNALS_A_PERSON
    kept = list(Entry.objects.filter(act="people.match_signal").values_list("details", flat=True))
    assert len(kept) == 120
    assert max(line["looked_at"] for line in kept) <= 20
    assert sum(line["passed_over"] for line in kept) >= 60 - rules.SIGNALS_A_PERSON


def test_a_signal_that_resembles_too_many_asks_nothing(country: Country) -> None:
    register(country.director, *(NewPerson(surname="Vries", given_names="Jan") for _ in range(40)))
    signal(country, PersonHint(given_names="Jan", surname="Vries"))
    reactions.run(at=AT)
    with as_job(JOB):
        assert not CandidatePair.objects.exists()
    details = Entry.objects.filter(act="people.match_signal").values_list("details", flat=True).get()
    assert details["looked_at"] == 20


def test_a_signal_that_fits_many_exactly_asks_nothing_and_one_that_fits_one_does(country: Country) -> None:
    jan = NewPerson(surname="Vries", prefix="de", given_names="Jan", birth=PartialDate(1970, 1, 1))
    register(country.director, *(jan for _ in range(40)))
    signal(country, PersonHint(given_names="Jan", prefix="de", surname="Vries", birth_date="1970-01-01"))
    while reactions.run(at=AT):
        continue
    with as_job(JOB):
        assert not CandidatePair.objects.exists()
    (known,) = register(country.director, replace(jan, phone="0600000123", postcode="8011AB", house_number="12"))
    signal(
        country,
        PersonHint(
            given_names="Jan", prefix="de", surname="Vries", birth_date="1970-01-01", phone="0600000123",
            postcode="8011AB", house_number="12",
        ),
    )  # fmt: skip
    while reactions.run(at=AT):
        continue
    with as_job(JOB):
        assert known in CandidatePair.objects.values_list("person", flat=True)


# Every known place counts, as when one record is looked up


def moved(actor: Actor, person_id: UUID, *, at: datetime, street: str, number: str, postcode: str) -> None:
    with acting(actor):
        version = people_selectors.person(actor=actor, person_id=person_id, at=at).version
        people.move(
            actor=actor, person_id=person_id, version=version, municipality="GM0193", street=street,
            house_number=number, postcode=postcode, city="Zwolle", since=at.date(), at=at,
        )  # fmt: skip


def test_the_nightly_search_weighs_every_known_place_as_a_single_look_does(country: Country) -> None:
    # Another surname since, so that the address says who it may be.
    elsewhere = replace(
        ONE, surname="Anders", prefix="", phone="", street="Elderslaan", house_number="99", postcode="8044ZZ"
    )
    (one, other) = register(country.director, elsewhere, replace(ONE, phone=""))
    register(country.director, *OTHERS)
    # The one stayed where the other stays, and went away from there.
    moved(country.director, one, at=AT + timedelta(days=1), street="Bedachtestraat", number="12", postcode="8011AB")
    later = AT + timedelta(days=5)
    moved(country.director, one, at=later, street="Verwegstraat", number="1", postcode="8099AA")
    find(at=later + timedelta(days=1))
    with as_job(JOB):
        (row,) = CandidatePair.objects.all()
        places = {
            person: [prepared(Person.objects.get(id=person), stay) for stay in stays_of(person)]
            for person in (one, other)
        }
        single = max(scorer(None).score(a, b).weight for a in places[one] for b in places[other])
        now_only = scorer(None).score(places[one][-1], places[other][-1]).weight
    assert len(places[one]) == 3
    assert abs(row.weight - single) < 1e-6
    assert row.weight > now_only + 1
    with acting(country.director):
        shown = review.pair(actor=country.director, pair_id=row.id, at=later)
    assert shown.agreements["address"] is Agreement.SAME
    assert abs(shown.explanation.weight - row.weight) < 1e-6
    addresses = {(side.person.street, side.place) for side in (shown.left, shown.right) if side.person}
    assert addresses == {("Bedachtestraat", review.Place.EARLIER), ("Bedachtestraat", review.Place.NOW)}


def stays_of(person_id: UUID) -> list[Residence]:
    return list(Residence.objects.filter(person=person_id).order_by("since", "id"))
