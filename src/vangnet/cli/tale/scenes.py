"""The moments of the story, in the order of the failures that the inspections found (domain.md section 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from vangnet.access.errors import AbsenceWithoutDeputy
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.types import CaseKind, Cover
from vangnet.cli.tale.cast import ELSEWHERE, HOME, Cast, at, react
from vangnet.cli.tale.sharing import a_fact_that_was_missed, advice_of_a_carer, consent_that_ends
from vangnet.cli.tale.telling import Ledger, Scene
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.periods import Period
from vangnet.flow import journey
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.intake import selectors as intake
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, WeighingDecision
from vangnet.intake.types.tables import InclusionResult, LegalTitle, NewInclusion
from vangnet.people import selectors as people
from vangnet.people import services as people_services
from vangnet.people.types import NewPerson, PartialDate
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.types import CrisisStepText, FlagReason, GoalState, GoalText, NewAgreement, PlanText

NAME: Final = "Wouter van Verzonnen"


def signals_from_several_sides(cast: Cast, ledger: Ledger) -> None:
    """F11: several reports were made before, nobody laid them together."""
    neighbour = _signal(
        cast, "buren", Channel.PUBLIC_FORM, "overlast", "Buurman schreeuwt al drie nachten.", at(2024, 11, 4)
    )
    police = _signal(cast, "politie", Channel.POLICE, "E33", "Man stond verward op de weg.", at(2024, 11, 20))
    with acting(cast.triage):
        inbox = {signal.id for signal in intake.inbox(actor=cast.triage, at=at(2024, 11, 20)).signals}
    ledger.tell(
        date(2024, 11, 20), "F11", "P4", "Buren en politie melden iets over dezelfde man.",
        "Beide signalen liggen bij één loket, met een dag waarop zij antwoord hebben.",
        kept={neighbour, police} <= inbox,
    )  # fmt: skip
    moment = at(2024, 11, 26)
    with acting(cast.triage):
        late = [row for row in today(actor=cast.triage, at=moment).late if row.kind is OwedKind.SIGNAL]
    ledger.tell(
        moment.date(), "F11", "P4", "Niemand heeft nog geantwoord.",
        f"{len(late)} signalen staan bovenaan Vandaag, bij 'Te laat'.", kept=len(late) == 2,
    )  # fmt: skip


def one_person(cast: Cast, ledger: Ledger) -> None:
    """F11: the reports are laid beside one person, by a human."""
    moment = at(2024, 11, 26, 11)
    new = NewPerson(surname="Verzonnen", prefix="van", given_names="Wouter", birth=PartialDate(1987), municipality=HOME)
    signals = cast.signals or {}
    with acting(cast.triage):
        cast.person_id = journey.recognise(
            actor=cast.triage, signal_id=signals["politie"], person=new, reason="Noemde zijn naam.", at=moment
        )
        journey.recognise(
            actor=cast.triage, signal_id=signals["buren"], person=cast.person_id, reason="Zelfde adres.", at=moment
        )
        beside = people.signals_of(person_id=cast.person_id)
    ledger.tell(
        moment.date(), "F11", "P3", f"Ilse ziet dat het om {NAME} gaat.",
        "Een mens bevestigt het, met reden. De twee signalen liggen nu naast elkaar.", kept=len(beside) == 2,
    )  # fmt: skip


def inclusion(cast: Cast, ledger: Ledger) -> None:
    """The table weighs on four criteria; a case opens and its empty roles are seen."""
    moment = at(2024, 12, 3)
    assert cast.person_id is not None
    for key, decision in (("buren", WeighingDecision.LOCAL), ("politie", WeighingDecision.INCLUSION_TABLE)):
        _weigh(cast.triage, (cast.signals or {})[key], decision, moment)
    with acting(cast.director):
        day = moment.date()
        criteria = intake.inclusion_rules(region=cast.director.region, day=day).criteria
        journey.include(
            actor=cast.director, signal_id=(cast.signals or {})["politie"], at=moment,
            inclusion=NewInclusion(
                participants="ZVH, GGZ, gemeente", title=LegalTitle(Finding.NOT_MET, Finding.MET, "Zorgmachtiging 2023"),
                findings=tuple(CriterionFinding(one.code, Finding.MET, "Blijkt uit de signalen.") for one in criteria),
                votes=(), result=InclusionResult.INCLUDED, again_on=None, reason="Alle criteria gelden.",
                person_informed=True,
            ),
        )  # fmt: skip
        cast.case_id = journey.open_case(
            actor=cast.director, signal_id=(cast.signals or {})["politie"], person_id=cast.person_id,
            kind=CaseKind.LEVENSLOOP, at=moment,
        )  # fmt: skip
    react(moment)
    empty = [row for row in _owed(cast.director, moment) if row.kind is OwedKind.SLOT]
    ledger.tell(
        moment.date(), "row 5", "P2", "De tafel besluit: Wouter hoort in de Levensloopaanpak.",
        f"De casus opent. {len(empty)} rollen hebben nog niemand en staan op Vandaag.", kept=len(empty) == 3,
    )  # fmt: skip


def everybody_in_place(cast: Cast, ledger: Ledger) -> None:
    """Each role gets a holder and a deputy who says yes; the first plan is adopted."""
    moment = at(2024, 12, 5)
    case_id = _case(cast)
    people_of = {
        "casusregisseur": (cast.municipal, cast.triage),
        "levensloopaanbieder_regisseur": (cast.provider, cast.municipal),
        "wijkagent": (cast.officer, cast.director),
    }
    with acting(cast.director):
        case_services.add_slot(actor=cast.director, case_id=case_id, role="toezichthouder_reclassering", at=moment)
        slots = {slot.role: slot.id for slot in cases.slots(case_id=case_id, day=moment.date())}
        people_of["toezichthouder_reclassering"] = (cast.probation, cast.director)
        for role, (holder, _) in people_of.items():
            journey.staff(
                actor=cast.director, case_id=case_id, slot_id=slots[role], worker_id=holder.worker_id, deputy_id=None,
                since=moment.date(), at=moment,
            )  # fmt: skip
        journey.adopt_first_plan(actor=cast.director, case_id=case_id, text=_plan(date(2025, 6, 1), moment), at=moment)
        plan_services.agree(
            actor=cast.director, case_id=case_id, idempotency_key="story-1", at=moment,
            agreement=NewAgreement("Bel Wouter elke week", "", cast.provider.worker_id, "", None, date(2024, 12, 12), 7),
        )  # fmt: skip
    react(moment)
    calm = [row for row in _owed(cast.director, moment) if row.kind in {OwedKind.SLOT, OwedKind.NO_PLAN}]
    ledger.tell(
        moment.date(), "F6", "P2", "De rollen krijgen een naam, het eerste plan wordt vastgesteld.",
        "Er is één actueel plan, en bij elke rol staat iemand.", kept=not calm,
    )  # fmt: skip


def a_plan_grows_stale(cast: Cast, ledger: Ledger) -> None:
    """F1: the plan was not tuned to the actual situation."""
    moment = at(2025, 5, 27)
    seen = _kinds(cast.director, moment)
    ledger.tell(
        moment.date(), "F1", "P1", "Het plan is een half jaar oud.",
        "De herziening staat op Vandaag, een week voor de datum.", kept=OwedKind.REVIEW in seen,
    )  # fmt: skip
    renew = at(2025, 6, 1)
    with acting(cast.director):
        journey.adopt_first_plan(
            actor=cast.director, case_id=_case(cast), text=_plan(date(2025, 11, 20), renew), at=renew
        )
        earlier = plans.earlier(actor=cast.director, case_id=_case(cast), at=renew)
    react(renew)
    ledger.tell(
        renew.date(), "F1", "P1", "Het team stelt versie 2 vast.",
        "Versie 2 is het ene plan; versie 1 blijft leesbaar.", kept=[plan.nr for plan in earlier] == [1],
    )  # fmt: skip
    happened = at(2025, 9, 14)
    signal_id = _signal(cast, "wijkagent", Channel.FORM, "zorg", "Wouter slaapt in zijn auto.", happened)
    with acting(cast.triage):
        assert cast.person_id is not None
        journey.recognise(
            actor=cast.triage, signal_id=signal_id, person=cast.person_id, reason="De wijkagent kent hem.", at=happened
        )
    react(happened + timedelta(seconds=30))
    _tell_flag(cast, ledger, FlagReason.NEW_SIGNAL, happened, "F1", "Een nieuw signaal: hij slaapt in zijn auto.")


def a_probation_officer_on_leave(cast: Cast, ledger: Ledger) -> None:
    """F6: no adequate cover on leave."""
    moment = at(2025, 9, 29)
    case_id = _case(cast)
    days = Period(date(2025, 10, 6), date(2025, 10, 27))
    with acting(cast.probation):
        held = cases.held_slots(actor=cast.probation, days_from=days.start, days_until=date(2025, 10, 27))
        try:
            case_services.report_absence(actor=cast.probation, days=days, deputies={}, at=moment)
            refused = False
        except AbsenceWithoutDeputy:
            refused = True
        ledger.tell(
            moment.date(), "F6", "P2", "Mo van de reclassering gaat drie weken weg en kiest niemand.",
            "Vangnet laat hem eerst een vervanger kiezen.", kept=refused,
        )  # fmt: skip
        deputies = {slot_id: cast.colleague.worker_id for _, slot_id, _ in held}
        case_services.report_absence(actor=cast.probation, days=days, deputies=deputies, at=moment)
    away = at(2025, 10, 7)
    before = _cover(cast.director, case_id, "toezichthouder_reclassering", away)
    with acting(cast.colleague, at=away):
        (briefing,) = cases.briefings(actor=cast.colleague)
        readable = plans.current(actor=cast.colleague, case_id=case_id, at=away)
        case_services.confirm_briefing(actor=cast.colleague, deputy_id=briefing.deputy_id, at=away)
    after = _cover(cast.director, case_id, "toezichthouder_reclassering", away)
    ledger.tell(
        away.date(), "F6", "P2", "Lot leest het plan en zegt: ik ben op de hoogte.",
        "Tot haar ja telde de rol als niet gedekt; nu staat zij er.",
        kept=(before, after, readable is not None) == (Cover.DEPUTY_UNBRIEFED, Cover.DEPUTY, True),
    )  # fmt: skip


def out_of_sight(cast: Cast, ledger: Ledger) -> None:
    """F3: too little was done to get and keep the person in view."""
    moment = at(2025, 11, 3)
    case_id = _case(cast)
    with acting(cast.provider):
        case_services.record_contact(
            actor=cast.provider, case_id=case_id, kind="visit", text="Deed niet open, ook niet na bellen.",
            contact_at=moment, missed=True, idempotency_key="story-missed", at=moment,
        )  # fmt: skip
    react(moment)
    _tell_flag(cast, ledger, FlagReason.MISSED_CONTACT, moment, "F3", "Noor staat voor een dichte deur.")
    seen = _kinds(cast.director, at(2025, 11, 12))
    ledger.tell(
        date(2025, 11, 12), "F3", "P2", "Niemand zag Wouter nog.",
        "De casus staat op Vandaag: het afgesproken contact is over tijd.", kept=OwedKind.CONTACT in seen,
    )  # fmt: skip


def a_move(cast: Cast, ledger: Ledger) -> None:
    """F8, F19: moves go unnoticed; the police of the place of stay must know."""
    moment = at(2026, 3, 2)
    assert cast.person_id is not None
    with acting(cast.municipal):
        version = people.person(actor=cast.municipal, person_id=cast.person_id, at=moment).version
        people_services.move(
            actor=cast.municipal, person_id=cast.person_id, version=version, municipality=ELSEWHERE,
            since=moment.date(), city="Elderdam", at=moment,
        )  # fmt: skip
    react(moment)
    with acting(cast.director):
        followed = cases.case(actor=cast.director, case_id=_case(cast), at=moment).municipality == ELSEWHERE
    _tell_flag(
        cast, ledger, FlagReason.MOVE, moment, "F8", "Wouter trekt in bij een vriend in Elderdam.", also=followed
    )
    ledger.not_built(
        moment.date(),
        "F8",
        "P4",
        "De politie in Elderdam moet dit weten.",
        "Vangnet stuurt de politie van de verblijfplaats nog geen bericht.",
    )
    ledger.not_built(
        moment.date(),
        "F19",
        "P4",
        "De regio van Elderdam neemt de casus over.",
        "Vangnet draagt een casus nog niet over.",
    )
    ledger.not_built(moment.date(), "F4", "P5", "Wouter heeft een eigen plek nodig.", "Vangnet zoekt nog geen plek.")


def who_looked(cast: Cast, ledger: Ledger) -> None:
    """F2, P3: nothing is seen without a ground, and every look is kept."""
    moment = at(2026, 5, 11)
    case_id = _case(cast)
    with acting(cast.stranger):
        try:
            cases.case(actor=cast.stranger, case_id=case_id, at=moment)
            hidden = False
        except NotVisible:
            hidden = not cases.page(actor=cast.stranger, at=moment).rows
    ledger.tell(
        moment.date(), "F2", "P3", "Een collega uit een andere regio zoekt uit nieuwsgierigheid.",
        "Die ziet niets, ook niet dat de casus bestaat.", kept=hidden,
    )  # fmt: skip


SCENES: Final[tuple[Scene, ...]] = (
    signals_from_several_sides,
    one_person,
    inclusion,
    everybody_in_place,
    a_plan_grows_stale,
    a_probation_officer_on_leave,
    a_fact_that_was_missed,
    out_of_sight,
    advice_of_a_carer,
    consent_that_ends,
    a_move,
    who_looked,
)


def _signal(cast: Cast, key: str, channel: Channel, kind: str, text: str, moment: Instant) -> UUID:
    reporter = cast.officer if channel is not Channel.PUBLIC_FORM else cast.triage
    new = NewSignal(channel, kind, text, HOME, idempotency_key=f"story-{key}")
    with acting(reporter):
        signal = journey.receive(actor=reporter, signal=new, at=moment)
    assert cast.signals is not None
    cast.signals[key] = signal.id
    return signal.id


def _weigh(actor: Actor, signal_id: UUID, decision: WeighingDecision, moment: Instant) -> None:
    with acting(actor):
        signal = intake.signal(actor=actor, signal_id=signal_id, at=moment)
        journey.weigh(
            actor=actor, signal_id=signal_id, version=signal.version, participants="ZVH, politie, GGZ, gemeente",
            findings=[CriterionFinding(code, Finding.MET, "Zie het verslag.") for code in ZVH_CRITERIA],
            decision=decision, reason="Lokaal lukt het niet alleen.", person_informed=True, at=moment,
        )  # fmt: skip


def _plan(review_on: date, moment: Instant) -> PlanText:
    return PlanText(
        own_words="Ik wil een deur die van mij is.",
        own_words_on=moment.date(),
        own_words_category="C24",
        summary="",
        review_on=review_on,
        goals=(GoalText("housing", GoalState.WORRYING, "Huurt tijdelijk.", "Een eigen plek.", "Gemeente"),),
        crisis_steps=(CrisisStepText("Bel eerst Noor.", "06 0000 0003"), CrisisStepText("Gevaar? Bel 112.", "112")),
    )


def _tell_flag(
    cast: Cast, ledger: Ledger, reason: FlagReason, moment: Instant, failure: str, happened: str, *, also: bool = True
) -> None:
    with acting(cast.director):
        plan = plans.current(actor=cast.director, case_id=_case(cast), at=moment)
    flags = {flag.reason for flag in plan.flags} if plan else set()
    ledger.tell(
        moment.date(), failure, "P1", happened, "Het plan is in dezelfde minuut gemarkeerd: klopt het nog?",
        kept=reason in flags and also,
    )  # fmt: skip


def _owed(actor: Actor, moment: Instant) -> list[Owed]:
    with acting(actor):
        work = today(actor=actor, at=moment)
    return [*work.late, *work.today, *work.week]


def _kinds(actor: Actor, moment: Instant) -> set[OwedKind]:
    return {row.kind for row in _owed(actor, moment)}


def _cover(actor: Actor, case_id: UUID, role: str, moment: Instant) -> Cover:
    with acting(actor):
        return {slot.role: slot.cover for slot in cases.slots(case_id=case_id, day=moment.date())}[role]


def _case(cast: Cast) -> UUID:
    assert cast.case_id is not None
    return cast.case_id
