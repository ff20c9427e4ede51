"""The made-up country in the database: the same every time, whole, and seen by exactly those the services would let see."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from tests.conftest import Database, connected_to
from tests.country import made_up_country
from tests.integration.conftest import COUNTRY as WISH
from tests.integration.conftest import COUNTRY_DAY as DAY
from tests.integration.conftest import Loaded

from vangnet.access import rules as access_rules
from vangnet.access import selectors as access
from vangnet.access.models import Account, Agency, Grant, Municipality, Region, Sight, Worker
from vangnet.access.services import acting, as_job, close_grants, open_grant, system_actor
from vangnet.access.types import Basis, Relation
from vangnet.audit import selectors as audit
from vangnet.audit.models import Entry
from vangnet.cases import selectors as cases
from vangnet.cases.models import Case, Deputy, Holding, RoleSlot
from vangnet.cli import seed
from vangnet.cli.country.chance import start_of
from vangnet.cli.country.loading import ORDER
from vangnet.core import bsn
from vangnet.core.errors import Conflict, Refused
from vangnet.flow import derivation, journey, reactions
from vangnet.flow.today import OwedKind, today
from vangnet.intake import rules as intake_rules
from vangnet.intake.models import Signal, Weighing, WeighingCriterion
from vangnet.people.models import Identifier, MatchKey, Person, SignalLink
from vangnet.people.ports import vault
from vangnet.people.rules.numbers import context
from vangnet.people.services import index_many
from vangnet.plans.models import Flag, Plan
from vangnet.sharing import services as sharing
from vangnet.sharing.models import Fact

AT = start_of(DAY) + timedelta(hours=9)
JOB = system_actor(reason="test")


def fingerprint() -> str:
    """Return one hash of all rows; the numbers the database gives to lines of the record are left out."""
    total = hashlib.sha256()
    with as_job(JOB), connection.cursor() as cursor:
        for name in ORDER:
            model = apps.get_model(name)
            columns = ", ".join(f.column for f in model._meta.concrete_fields if f.column and f.column != "position")
            cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM (SELECT {columns} FROM "
                           f"{model._meta.db_table}) t")  # fmt: skip
            total.update(repr(cursor.fetchone()).encode())
    return total.hexdigest()


def test_the_same_seed_gives_the_same_rows(country_database: Loaded, own_database: Database) -> None:
    again = seed.load(WISH)
    assert again.rows == country_database.seeded.rows
    mine = fingerprint()
    with connected_to(country_database.database):
        assert fingerprint() == mine
    with as_job(JOB):
        assert Case.objects.count() == round(700 * 0.006) + round(6_000 * 0.006)
    seed.empty(own_database.url, demo=True)
    assert not Region.objects.exists()
    with as_job(JOB):
        assert not Entry.objects.exists()


def test_a_full_database_is_refused_and_only_the_demo_is_emptied(seeded: seed.Seeded) -> None:
    with pytest.raises(Conflict):
        seed.refuse_full()
    with pytest.raises(Refused):
        seed.empty("postgresql://nobody@nowhere/x", demo=False)


def test_the_country_is_whole(seeded: seed.Seeded) -> None:
    assert (Region.objects.count(), Municipality.objects.count()) == (31, 342)
    kinds = {
        "ZVH",
        "COL",
        "POL",
        "RECL",
        "GGZ",
        "GGD",
        "MLP",
        "WCO",
        "OM",
        "DJI",
        "ZK",
        "CIZ",
        "ZORG",
        "VT",
        "WMOU",
        "AUD",
    }
    for region in Region.objects.all():
        assert set(Agency.objects.filter(region=region).values_list("kind", flat=True)) == kinds
    assert Worker.objects.filter(role="procesregisseur").count() >= 62
    assert Account.objects.filter(is_demo=True).count() == Account.objects.count() == 11
    assert not any(account.has_usable_password() for account in Account.objects.all())


def test_every_region_can_register_and_answer_the_request_of_a_person(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        at_work = Worker.objects.filter(left_on=None, agency__kind__in=("ZVH", "COL", "BGM"))
        found = {
            role: Counter(at_work.filter(role=role).values_list("region_id", flat=True))
            for role in ("procesregisseur", "contactpunt")
        }
        regions = set(Region.objects.values_list("code", flat=True))
    assert len(regions) > 20
    for role, numbers in found.items():
        assert {code for code in regions if numbers[code] < 2} == set(), role


def test_the_record_is_sealed_and_holds(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        report = audit.verify_chain()
        assert report.holds
        assert (report.unsealed, report.sealed) == (0, seeded.sealed)
        assert seeded.sealed > 100
        assert audit.count_pending() == 0


def rights() -> set[tuple[object, ...]]:
    rows = Grant.objects.filter(closed_at=None)
    return set(
        rows.values_list(
            "worker_id", "case_id", "subject_id", "region", "categories", "form", "basis", "basis_id", "until"
        )
    )


def sights() -> set[tuple[object, ...]]:
    return set(
        Sight.objects.values_list(
            "worker_id", "case_id", "subject_id", "region", "relation", "categories", "form", "until"
        )
    )


def derived() -> Iterator[tuple[UUID, str, Basis, UUID, Case]]:
    """Yield who must see what: process directors of the house, whoever holds a slot, whoever stands in."""
    open_cases = {row.id: row for row in Case.objects.filter(closed_on=None)}
    houses = dict(Agency.objects.filter(kind="ZVH").values_list("region_id", "id"))
    directors = list(Worker.objects.filter(role="procesregisseur").values_list("region_id", "id"))
    for case in open_cases.values():
        for region, worker_id in directors:
            if region == case.region:
                yield worker_id, "procesregisseur", Basis.TEAM, houses[region], case
    for basis, rows in (
        (Basis.SLOT, Holding.objects.filter(days__contains=DAY)),
        (Basis.DEPUTY, Deputy.objects.all()),
    ):
        for row in rows.select_related("slot"):
            if row.case_id in open_cases:
                yield row.worker_id, row.slot.role, basis, row.id, open_cases[row.case_id]


def test_every_open_grant_and_sight_is_what_the_services_write(seeded: seed.Seeded, django_db_blocker) -> None:
    """Derive all grants from the facts; and for some cases close them, open them again through the service, and compare."""
    with pytest.raises(_Undo), as_job(JOB):
        before, seen_before = rights(), sights()
        carried = list(derived())
        assert {(who, case.id, basis.value, about) for who, _, basis, about, case in carried} == {
            (row[0], row[1], row[6], row[7]) for row in before
        }
        again = set(Case.objects.order_by("-id").values_list("id", flat=True)[:8])
        for case_id in again:
            close_grants(actor=JOB, at=AT, why="test", case_id=case_id)
        assert not {row for row in rights() | sights() if row[1] in again}
        for worker_id, role, basis, basis_id, case in carried:
            if case.id not in again:
                continue
            open_grant(
                actor=JOB, at=AT, worker_id=worker_id, case_id=case.id, subject_id=case.person_id, region=case.region,
                categories=access.categories_of(role=role), basis=basis, basis_id=basis_id,
            )  # fmt: skip
        assert rights() == before
        assert sights() == seen_before
        raise _Undo


@pytest.mark.django_db
def test_the_services_themselves_write_those_grants() -> None:
    """The other way round: what a case made by people opens is what is derived from its facts."""
    country = made_up_country()
    case_id = country.case(at=AT)
    with acting(country.director):
        slot = next(slot for slot in cases.slots(case_id=case_id, day=DAY) if slot.role == "wijkagent")
        journey.staff(
            actor=country.director, case_id=case_id, slot_id=slot.id, worker_id=country.officer.worker_id,
            deputy_id=country.clinician.worker_id, since=DAY, at=AT,
        )  # fmt: skip
    with as_job(JOB):
        written = set(Grant.objects.filter(closed_at=None).values_list("worker_id", "basis", "basis_id", "categories"))
        wanted = {
            (who, basis.value, about, access.categories_of(role=role)) for who, role, basis, about, _ in derived()
        }
    assert written == wanted
    assert len(written) == 4


def test_the_nightly_sweep_finds_nothing_to_close(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        assert derivation.underivable(at=AT) == []


def test_people_can_be_found_again_and_the_law_knows_why_there_is_a_case(seeded: seed.Seeded) -> None:
    with pytest.raises(_Undo), as_job(JOB):
        keys = set(MatchKey.objects.values_list("key", "person_id"))
        index_many()
        assert set(MatchKey.objects.values_list("key", "person_id")) == keys
        assert {person_id for _, person_id in keys} == set(Person.objects.values_list("id", flat=True))
        case = Case.objects.latest("id")
        facts = set(Fact.objects.filter(case=case).values_list("name", "value", "source"))
        sharing.adopt_origin(actor=JOB, case_id=case.id, at=AT)
        rows = Fact.objects.filter(case=case, recorded_at=AT).values_list("name", "value", "source")
        assert set(rows) == facts
        assert facts
        raise _Undo


class _Undo(Exception):
    """Ends a test so that its transaction is rolled back."""


def test_lists_are_ordered_as_the_reactions_would(seeded: seed.Seeded) -> None:
    with pytest.raises(_Undo), as_job(JOB):
        before = set(Sight.objects.values_list("worker_id", "case_id", "owed_on"))
        for case_id in Case.objects.filter(closed_on=None).values_list("id", flat=True):
            reactions.order(case_id=case_id, at=AT)
        assert set(Sight.objects.values_list("worker_id", "case_id", "owed_on")) == before
        raise _Undo


def test_cases_are_as_the_rules_want_them(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        for case in Case.objects.all():
            signal = Signal.objects.get(id=case.opened_from)
            assert signal.decision in {"case", "inclusion-table"}
            assert SignalLink.objects.get(signal_id=signal.id).person_id == case.person_id
            assert case.last_contact_on is None or case.opened_on <= case.last_contact_on < DAY
        required = RoleSlot.objects.filter(required=True).values_list("case_id", "role")
        by_case = Counter(case_id for case_id, _ in required)
        assert all(by_case[case.id] == (4 if case.kind == "levensloop" else 3) for case in Case.objects.all())
        late = Plan.objects.filter(state="current", adopted_at__gt=AT)
        assert not late.exists()
        assert not Flag.objects.filter(settled_at__lt=F("since")).exists()


def test_answered_signals_were_weighed_and_others_not(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        answered = Signal.objects.filter(state="answered")
        assert answered.count() == Weighing.objects.count() == WeighingCriterion.objects.count() / 4
        assert not Weighing.objects.exclude(signal__state="answered").exists()
        for signal in Signal.objects.order_by("id")[:300]:
            assert signal.answer_due == intake_rules.answer_due(signal.received_at, acute=signal.acute)
            assert signal.received_at < start_of(DAY)


def test_two_thirds_of_the_traceable_signals_are_about_people_already_known(seeded: seed.Seeded) -> None:
    """RIVM on 2016: 61,000 of 80,000 traceable, 40,000 of them about 13,000 people already known."""
    year_ago = start_of(DAY) - timedelta(days=365)
    with as_job(JOB):
        police = Signal.objects.filter(channel="police", received_at__gte=year_ago)
        total = police.count()
        assert total == round(169_000 * WISH.scale)
        links = SignalLink.objects.filter(signal_id__in=police.values("id")).select_related("person")
        traceable = len(links)
        known = [link for link in links if link.person.registered_at < year_ago + timedelta(days=2)]
        assert 0.70 < traceable / total < 0.80
        assert 0.6 < len(known) / traceable < 0.72
        assert Person.objects.count() > Case.objects.count()


@pytest.mark.parametrize("name", ["anouk", "bilal", "cor", "dineke", "esra"])
def test_everybody_of_the_demo_has_a_morning(seeded: seed.Seeded, name: str) -> None:
    account = Account.objects.get(email=f"{name}@demo.vangnet.example")
    actor = access.actor_of(account_id=account.id)
    with acting(actor):
        work = today(actor=actor, at=AT)
        assert work.late
        assert work.today or work.week
        assert all(row.name for row in work.late if row.case_id is not None)


def test_the_process_director_meets_everything_at_once(seeded: seed.Seeded) -> None:
    actor = access.actor_of(account_id=Account.objects.get(email="anouk@demo.vangnet.example").id)
    with acting(actor):
        work = today(actor=actor, at=AT)
        assert len(work.late) >= 4
        assert len(work.today) >= 3
        assert len(work.week) >= 4
        kinds = Counter(row.kind for row in (*work.late, *work.today, *work.week))
        assert kinds[OwedKind.SLOT] >= 2
        assert kinds[OwedKind.BRIEFING] == 1
        assert kinds[OwedKind.SIGNAL] >= 4
        assert work.standing_in
        assert work.counts[Relation.DEPUTY] >= 2
        assert cases.page(actor=actor, at=AT, relation=Relation.TEAM).rows


def test_the_auditor_sees_no_case_and_no_signal(seeded: seed.Seeded) -> None:
    account = Account.objects.get(email="frans@demo.vangnet.example")
    actor = access.actor_of(account_id=account.id)
    with acting(actor):
        work = today(actor=actor, at=AT)
        assert (work.late, work.today, work.week) == ((), (), ())
        assert not Case.objects.exists()
        assert not Signal.objects.exists()


def test_categories_follow_the_role(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        holding = Holding.objects.filter(slot__role="wijkagent", days__endswith=None, case__closed_on=None).first()
        assert holding is not None
        grant = Grant.objects.get(basis="slot", basis_id=holding.id)
        assert grant.categories == access_rules.ROLE_CATEGORIES["wijkagent"]
        assert isinstance(grant.opened_at, datetime)


def test_part_of_the_people_show_a_made_up_bsn_that_nobody_else_has(seeded: seed.Seeded) -> None:
    with as_job(JOB):
        rows = list(Identifier.objects.all())
    plain = [vault().decrypt(bytes(row.encrypted), context=context(row.kind, row.id)) for row in rows]
    assert len(rows) > 20
    assert len(set(plain)) == len(rows)
    assert set(plain) <= set(bsn.made_up(9_090))
    assert all(row.passes_test for row in rows)
