"""A sitting is planned, and partners of other organisations sit at it themselves: they see that sitting, until its end, and vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.country import Country, made_up_country
from tests.integration.test_tables import JOB, SEATS, VOTING, inclusion

from vangnet.access.models import Worker
from vangnet.access.services import acting, as_job
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.core.clock import now
from vangnet.core.errors import InvalidInput, NotVisible, Refused
from vangnet.flow import journey
from vangnet.flow.today import OwedKind, today
from vangnet.intake import selectors, services
from vangnet.intake.errors import TableDecided, VotedAlready
from vangnet.intake.models import Board, BoardGuest, BoardItem, BoardSeat, BoardVote, InclusionVote, Signal
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, PersonHint, SignalView, WeighingDecision
from vangnet.intake.types.tables import BoardKind, Vote, VoteCast

pytestmark = pytest.mark.django_db
# The wall in the database lives now, and so do these tests.
AT = now() - timedelta(minutes=10)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def signal(country: Country, key: str, *, channel: Channel = Channel.FORM) -> SignalView:
    actor = country.director
    hint = PersonHint(given_names="Testje", surname="Verzonnen", street="Bedachtestraat", phone="0600000123")
    new = NewSignal(
        channel,
        "E33",
        f"Text of {key}.",
        "GM0193",
        key,
        reporter_name="Bel Verzonnen",
        reporter_contact="06 0000 0000",
        reporter_kind="desk" if channel is Channel.FORM else "",
        hint=hint,
    )
    with acting(actor):
        return journey.receive(actor=actor, signal=new, at=AT - timedelta(hours=1))


def begin(actor: Actor, *, kind: BoardKind = BoardKind.WEEKLY, key: str = "b") -> UUID:
    with acting(actor):
        return services.open_board(actor=actor, kind=kind, seats=SEATS, idempotency_key=key, at=AT)


def invite(country: Country, board_id: UUID, guest: Actor, **more: str) -> UUID:
    with acting(country.director):
        return services.invite_guest(
            actor=country.director, board_id=board_id, worker_id=guest.worker_id, at=AT, **more
        )


def seen(actor: Actor, board_id: UUID, *, at: datetime = AT) -> dict[str, tuple[bool, bool]]:
    """Return by text what the guest sees: whether it is hidden, and decided."""
    with acting(actor):
        found = selectors.guest_board(actor=actor, board_id=board_id, at=at)
        return {item.text: (item.hidden, item.decided) for item in found.items}


def test_a_partner_sees_the_sitting_at_which_they_sit_and_nothing_else(country: Country) -> None:
    officer, director = country.officer, country.director
    on_it = signal(country, "on the table")
    board_id = begin(director)
    signal(country, "later")
    with acting(officer):
        assert not Signal.objects.exists()
        assert not Board.objects.exists()
    with pytest.raises(NotVisible):
        seen(officer, board_id)
    invite(country, board_id, officer)
    assert invite(country, board_id, officer)  # twice is one seat
    assert seen(officer, board_id) == {"Text of on the table.": (False, False)}
    with acting(officer):
        (item,) = selectors.guest_board(actor=officer, board_id=board_id, at=AT).items
        assert (item.id, item.hint) == (on_it.id, PersonHint(given_names="Testje", surname="Verzonnen"))
        assert not hasattr(item, "reporter_name")
        assert [row.id for row in Signal.objects.all()] == [on_it.id]
        assert [one.id for one in selectors.guest_boards(actor=officer, at=AT)] == [board_id]
        for look in (selectors.board, services.close_board):
            with pytest.raises(NotVisible):
                look(
                    actor=officer, board_id=board_id, at=AT, **({"version": 1} if look is services.close_board else {})
                )
        with pytest.raises(NotVisible):
            selectors.signal(actor=officer, signal_id=on_it.id, at=AT)
        assert BoardSeat.objects.update(name="x") == BoardItem.objects.all().delete()[0] == 0
    for other in (country.clinician, country.stranger, replace(officer, role="manager")):
        with pytest.raises(NotVisible):
            seen(other, board_id)
    with as_job(JOB):
        line = Entry.objects.filter(act="intake.read_as_guest", object_id=board_id).first()
        assert line is not None
        assert (line.details["rows"], line.details["signals"]) == (1, str(on_it.id))
        assert "Politie IJsselland: Werker 2" in _participants(director, board_id)


def _participants(director: Actor, board_id: UUID) -> str:
    with acting(director):
        return selectors.board(actor=director, board_id=board_id, at=AT).participants


@pytest.mark.parametrize("ending", ["closed", "sent-away", "time"])
def test_nothing_is_seen_after_the_end(country: Country, ending: str) -> None:
    officer, director = country.officer, country.director
    signal(country, "on the table")
    board_id = begin(director)
    guest_id = invite(country, board_id, officer)
    assert seen(officer, board_id)
    with acting(director):
        if ending == "closed":
            services.close_board(actor=director, board_id=board_id, version=1, at=AT)
        elif ending == "sent-away":
            services.end_guest(actor=director, board_id=board_id, guest_id=guest_id, at=AT)
    if ending == "time":
        with pytest.raises(NotVisible):
            seen(officer, board_id, at=AT + timedelta(hours=13))
        with as_job(JOB):
            BoardGuest.objects.update(until=now() - timedelta(seconds=1))
    with acting(officer):
        assert not Signal.objects.exists()
        assert not Board.objects.exists()
    with pytest.raises(NotVisible):
        seen(officer, board_id)


def test_a_signal_that_went_to_another_desk_is_no_longer_on_this_table(country: Country) -> None:
    view = signal(country, "goes away")
    board_id = begin(country.director)
    invite(country, board_id, country.officer)
    assert seen(country.officer, board_id)
    with as_job(JOB):
        Signal.objects.filter(id=view.id).update(desk_id=country.stranger.agency_id)
    with acting(country.officer):
        assert not Signal.objects.exists()
    assert seen(country.officer, board_id) == {}


def test_what_a_function_does_not_see_in_a_case_it_does_not_see_at_a_table(country: Country) -> None:
    signal(country, "a colleague")
    signal(country, "the police", channel=Channel.POLICE)
    board_id = begin(country.director)
    invite(country, board_id, country.officer)
    invite(country, board_id, country.clinician)
    assert seen(country.officer, board_id) == {
        "Text of a colleague.": (False, False),
        "Text of the police.": (False, False),
    }
    assert seen(country.clinician, board_id) == {"Text of a colleague.": (False, False), "": (True, False)}


@pytest.mark.parametrize("kind", list(BoardKind))
def test_a_long_agenda_costs_a_partner_what_a_short_one_does_and_is_one_read(country: Country, kind: BoardKind) -> None:
    def queries(number: int) -> int:
        for nr in range(number):
            view = signal(country, f"{kind}-{number}-{nr}", channel=Channel.POLICE if nr % 2 else Channel.FORM)
            if kind is BoardKind.INCLUSION:
                weigh_for_inclusion(country, view)
        board_id = begin(country.director, kind=kind, key=f"{kind}-{number}")
        invite(country, board_id, country.clinician)
        with acting(country.clinician), CaptureQueriesContext(connection) as asked:
            found = selectors.guest_board(actor=country.clinician, board_id=board_id, at=AT)
        assert len(found.items) >= number
        with as_job(JOB):
            (line,) = Entry.objects.filter(act="intake.read_as_guest", object_id=board_id)
        read = [str(item.id) for item in found.items if not item.hidden]
        only_who = [str(item.id) for item in found.items if item.hidden]
        assert only_who
        assert (line.details["signals"].split(), line.details["hint_only"].split()) == (read, only_who)
        return len(asked)

    assert queries(2) == queries(12)


def test_only_somebody_of_another_organisation_of_the_region_whose_function_sits_there(country: Country) -> None:
    board_id = begin(country.director)
    for nobody in (country.case_director, country.stranger):
        with pytest.raises(NotVisible):
            invite(country, board_id, nobody)
    with pytest.raises(Refused), acting(country.director):
        services.invite_guest(
            actor=replace(country.director, role="wijkagent"),
            board_id=board_id,
            worker_id=country.officer.worker_id,
            at=AT,
        )
    with pytest.raises(NotVisible), acting(country.stranger):
        services.invite_guest(actor=country.stranger, board_id=board_id, worker_id=country.officer.worker_id, at=AT)
    with pytest.raises(InvalidInput):
        invite(country, board_id, country.officer, partner="Politie")  # nobody votes at the weekly table


def asked(country: Country) -> SignalView:
    return weigh_for_inclusion(country, signal(country, "to include"))


def weigh_for_inclusion(country: Country, view: SignalView) -> SignalView:
    actor = country.director
    with acting(actor):
        return journey.weigh(
            actor=actor, signal_id=view.id, version=view.version, participants="Table", reason="because", at=AT,
            findings=[CriterionFinding(code, Finding.UNKNOWN, "") for code in ZVH_CRITERIA],
            decision=WeighingDecision.INCLUSION_TABLE, person_informed=True,
        )  # fmt: skip


@pytest.mark.parametrize("named", [True, False])
def test_where_the_region_votes_a_partner_votes_themself_and_that_vote_counts(country: Country, named: bool) -> None:
    director, officer = country.director, country.officer
    with as_job(JOB):
        services.store_convention(actor=JOB, text=VOTING, at=AT)
    view = asked(country)
    board_id = begin(director, kind=BoardKind.INCLUSION)
    invite(country, board_id, officer, partner="Politie")
    with pytest.raises(InvalidInput):
        invite(country, board_id, country.clinician, partner="Politie")  # somebody votes for the police already
    invite(country, board_id, country.clinician)

    def vote(actor: Actor, cast: Vote, reason: str = "") -> None:
        with acting(actor):
            services.cast_vote(actor=actor, board_id=board_id, signal_id=view.id, vote=cast, reason=reason, at=AT)

    with pytest.raises(InvalidInput):
        vote(officer, Vote.AGAINST)
    vote(officer, Vote.FOR)
    vote(officer, Vote.AGAINST, "Er loopt al een traject.")
    with pytest.raises(NotVisible):
        vote(country.clinician, Vote.FOR)  # sits there, votes for nobody
    with acting(country.clinician), pytest.raises(ProgrammingError), transaction.atomic():
        board = Board.objects.get()
        BoardVote.objects.create(
            region="ZVH04", desk_id=board.desk_id, board=board, signal_id=view.id, partner="GGZ", vote="for",
            cast_by=country.clinician.worker_id, at=AT,
        )  # fmt: skip
    written = tuple(VoteCast(name, Vote.FOR) for name in ("GGZ", "Politie", "Gemeente"))
    findings = tuple(
        CriterionFinding(one.code, Finding.MET, "x")
        for one in selectors.inclusion_rules(region="ZVH04", day=AT.date()).criteria
    )
    new = replace(inclusion(director), votes=written, findings=findings, board_id=board_id if named else None)
    with acting(director):
        journey.include(actor=director, signal_id=view.id, inclusion=new, at=AT)
    with as_job(JOB):
        votes = {row.partner: (row.vote, row.cast_by) for row in InclusionVote.objects.all()}
    assert votes == {"GGZ": ("for", None), "Politie": ("against", officer.worker_id), "Gemeente": ("for", None)}
    with pytest.raises(TableDecided):
        vote(officer, Vote.FOR)


@pytest.mark.parametrize(
    ("partners", "who", "votes"),
    [
        ("[GGZ, Politie]", "officer", {"Politie"}),
        ("[GGZ, Politie]", "clinician", {"GGZ"}),
        ("[GGZ Verzonnen, GGZ Anders]", "clinician", {"GGZ Verzonnen"}),
        ("{Zorg: [GGZ, ZORG], Veiligheid: POL}", "clinician", {"Zorg"}),
        ("{Eerste: ggz verzonnen, Tweede: GGZ Anders}", "clinician", {"Eerste"}),
        ("[Iedereen, Niemand]", "officer", set()),
    ],
)
def test_who_sits_at_the_table_votes_for_their_own_organisation_only(
    country: Country, partners: str, who: str, votes: set[str]
) -> None:
    guest = getattr(country, who)
    with as_job(JOB):
        text = VOTING.replace("[GGZ, Politie, Gemeente]", partners)
        services.store_convention(actor=JOB, text=text, at=AT)
    view = asked(country)
    board_id = begin(country.director, kind=BoardKind.INCLUSION)
    named = selectors.inclusion_rules(region="ZVH04", day=AT.date()).partners
    taken = set()
    for partner in named:
        try:
            invite(country, board_id, guest, partner=partner)
        except InvalidInput:
            continue
        taken.add(partner)
    assert taken == votes
    wrong = next(name for name in named if name not in votes)
    if not votes:
        invite(country, board_id, guest)
    with as_job(JOB):
        BoardGuest.objects.update(partner=wrong)  # a seat given before this was asked
    with acting(guest), pytest.raises(NotVisible):
        services.cast_vote(actor=guest, board_id=board_id, signal_id=view.id, vote=Vote.FOR, reason="", at=AT)


def test_vandaag_says_at_whose_table_one_sits_until_its_end(country: Country) -> None:
    officer, director = country.officer, country.director

    def tables(actor: Actor) -> list[tuple[str, str]]:
        with acting(actor):
            shown = today(actor=actor, at=AT)
        return [
            (row.detail, row.note) for row in (*shown.late, *shown.today, *shown.week) if row.kind is OwedKind.TABLE
        ]

    board_id = begin(director)
    assert tables(officer) == []
    invite(country, board_id, officer)
    assert tables(officer) == [("weekly", "ZVH IJsselland")]
    assert tables(country.clinician) == tables(director) == []
    with acting(director):
        services.close_board(actor=director, board_id=board_id, version=1, at=AT)
    assert tables(officer) == []


def test_a_sitting_is_planned_and_takes_what_waits_when_it_begins(country: Country) -> None:
    director, officer = country.director, country.officer
    moment = AT + timedelta(days=6)

    def plan(starts_at: datetime, key: str = "p") -> UUID:
        with acting(director):
            return services.plan_board(
                actor=director, kind=BoardKind.WEEKLY, starts_at=starts_at, seats=SEATS, idempotency_key=key, at=AT
            )

    for wrong in (AT, AT + timedelta(days=93)):
        with pytest.raises(InvalidInput):
            plan(wrong, "wrong")
    board_id = plan(moment)
    assert plan(moment) == board_id
    invite(country, board_id, officer)
    signal(country, "comes in before")
    with acting(director):
        assert services.fill_agenda(actor=director, board_id=board_id, at=AT) == 0
        (planned,) = selectors.boards(actor=director)
        assert (planned.begun_at, planned.starts_at, len(planned.seats), len(planned.guests)) == (None, moment, 2, 1)
    assert seen(officer, board_id) == {}
    with acting(director):
        services.begin_board(actor=director, board_id=board_id, version=planned.version, at=AT)
        services.begin_board(actor=director, board_id=board_id, version=planned.version, at=AT)
        begun = selectors.board(actor=director, board_id=board_id, at=AT)
        assert (begun.begun_at, begun.starts_at, begun.left) == (AT, AT, 1)
    assert list(seen(officer, board_id)) == ["Text of comes in before."]
    with pytest.raises(Refused), acting(director):
        services.plan_board(
            actor=replace(director, role="wijkagent"), kind=BoardKind.WEEKLY, starts_at=moment, seats=SEATS,
            idempotency_key="x", at=AT,
        )  # fmt: skip


def test_nobody_seats_themselves_at_the_table_of_another_desk(country: Country) -> None:
    signal(country, "x")
    board_id = begin(country.director)
    officer = country.officer
    with acting(officer):
        BoardGuest.objects.create(
            region="ZVH04", desk_id=officer.agency_id, worker_id=officer.worker_id, organisation="x", name="x", partner="",
            invited_by=officer.worker_id, invited_at=AT, until=AT + timedelta(days=900), board_id=board_id,
        )  # fmt: skip
        seen = [model.objects.count() for model in (Board, BoardItem, BoardSeat, Signal)]
    assert seen == [0, 0, 0, 0]


def test_who_takes_over_a_seat_hears_that_a_vote_was_cast_already(country: Country) -> None:
    director, officer = country.director, country.officer
    with as_job(JOB):
        worker = Worker.objects.create(agency_id=officer.agency_id, region_id="ZVH04", name="Ook", role=officer.role)
    other = replace(officer, worker_id=worker.id)
    with as_job(JOB):
        services.store_convention(actor=JOB, text=VOTING, at=AT)
    view = asked(country)
    board_id = begin(director, kind=BoardKind.INCLUSION)
    guest_id = invite(country, board_id, officer, partner="Politie")
    with acting(officer):
        services.cast_vote(actor=officer, board_id=board_id, signal_id=view.id, vote=Vote.FOR, reason="", at=AT)
    with acting(director):
        services.end_guest(actor=director, board_id=board_id, guest_id=guest_id, at=AT)
    invite(country, board_id, other, partner="Politie")
    with acting(other), pytest.raises(VotedAlready):
        services.cast_vote(actor=other, board_id=board_id, signal_id=view.id, vote=Vote.FOR, reason="", at=AT)
