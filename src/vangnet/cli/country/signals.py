"""Signals: how they come in, how a table weighs them, and how they land beside somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from django.db.models import Model

from vangnet.access.models import Worker
from vangnet.cli.country.chance import Chance, start_of
from vangnet.cli.country.names import Someone
from vangnet.cli.country.organisations import Roster
from vangnet.cli.country.outreach import kept_in_view
from vangnet.cli.country.reference import Town
from vangnet.cli.country.texts import fill, pool
from vangnet.core.clock import Instant, local_day
from vangnet.core.workdays import add_workdays
from vangnet.intake import rules
from vangnet.intake.models import Feedback, PersonWord, Signal, Weighing, WeighingCriterion
from vangnet.intake.rules.informing import inform_on
from vangnet.intake.types import Channel, Finding, PersonHint, PersonTold, SignalState, ToldBy, WeighingDecision
from vangnet.people.models import SignalLink, SourceRecord
from vangnet.people.rules.said import said_data, said_in_signal
from vangnet.people.types import SourceKind

_USUAL: dict[WeighingDecision, float] = {
    WeighingDecision.LOCAL: 0.5, WeighingDecision.ADVICE: 0.2, WeighingDecision.OUTREACH: 0.2,
    WeighingDecision.NOT_TAKEN_UP: 0.1,
}  # fmt: skip
_LABELS: dict[str, float] = {
    "nuisance": 0.34, "concern": 0.36, "repeat": 0.14, "self-harm": 0.06, "person-in-danger": 0.05, "with-offence": 0.05,
}  # fmt: skip
# Own guess, as nobody publishes it: of how many answers the reporter hears the same day, and within the term.
_SAME_DAY, _IN_TIME, _TELL_WORKDAYS = 0.86, 0.97, 2
_FORGOTTEN_SINCE = timedelta(days=14)
_CLAIMED = ("given_names", "prefix", "surname", "birth_date", "street", "house_number", "postcode", "city", "phone")


@dataclass(slots=True)
class Desks:
    """Where the signals of a region land, and who answers them."""

    roster: Roster
    day: date
    numbers: Iterator[int]

    @classmethod
    def of(cls, roster: Roster, day: date) -> Desks:
        """Return the desks of a region, with the first number for a signal."""
        return cls(roster, day, count(1))

    @property
    def cutoff(self) -> Instant:
        """Return the moment at which the history ends."""
        return start_of(self.day)


def police(chance: Chance, desks: Desks, *, town: Town, at: Instant, who: Someone | None, text: str = "") -> Signal:
    """Return a police report that came in at the Zorg- en Veiligheidshuis, not yet looked at.

    Args:
        who: whom it is about, as the officer wrote it down; None when nobody knew.
        text: a written one; drawn when empty.
    """
    label = "" if text else chance.weighted(_LABELS)
    words = {"plek": chance.pick(pool("signals")["places"]["texts"]), "straat": "markt", "hij": "die", "hem": "diegene"}
    if who is not None:
        words |= {key: value for key, value in who.words.items() if key != "voornaam"}
    groups = {group["label"]: group["texts"] for group in pool("signals")["police"]}
    number = next(desks.numbers)
    return _signal(
        chance,
        desks,
        "ZVH",
        town=town,
        at=at,
        who=who,
        channel=Channel.POLICE,
        kind="E14" if label == "self-harm" and chance.hit(0.5) else "E33",
        label=label,
        text=text or fill(chance.pick(groups[label]), words),
        place=f"{words['plek']}, {town.name}",
        acute=label in {"self-harm", "person-in-danger"},
        source="politie",
        key=f"{desks.roster.area.code}-{number:06d}",
        reported_by=desks.roster.everybody("politie_zvh")[0].id,
    )


def citizen(chance: Chance, desks: Desks, *, town: Town, at: Instant) -> Signal:
    """Return a worry that a citizen brought to the meldpunt, not yet looked at."""
    group = chance.pick(pool("signals")["desk"])
    words = {"straat": "markt", "hij": "die", "hem": "diegene"}
    return _signal(
        chance,
        desks,
        "MLP",
        town=town,
        at=at,
        who=None,
        channel=Channel.PUBLIC_FORM,
        kind=group["kind"],
        label="",
        text=fill(chance.pick(group["texts"]), words),
        place=town.name,
        acute=False,
        source="",
        key="",
        reported_by=None,
        reporter_contact="06 0000 0000" if chance.hit(0.5) else "",
    )


def weigh(
    chance: Chance, desks: Desks, signal: Signal, *, decision: WeighingDecision | None = None, at: Instant | None = None
) -> tuple[list[Model], Worker | None]:
    """Weigh a signal within its time, or leave it open when that time has not come.

    Args:
        decision: what was decided; drawn when None.
        at: when; drawn when None.

    Returns:
        The rows, and who decided; no rows and nobody when it is still open.
    """
    at = at or _weighed_at(chance, signal)
    if at >= desks.cutoff:
        return [], None
    decision = decision or chance.weighted(_USUAL)
    by = desks.roster.next("procesregisseur" if signal.source else "bemoeizorgmedewerker")
    informed = chance.hit(0.8)
    texts = pool("signals")
    weighing = Weighing(
        id=chance.new_id(at), region=signal.region, signal=signal, at=at, decision=decision.value,
        participants=chance.pick(texts["weighing"]["participants"]), decided_by=by.id, person_informed=informed,
        reason=chance.pick(texts["weighing"]["reason"][decision.value]),
        not_informed_why="" if informed else chance.pick(texts["not_informed"]["texts"]),
    )  # fmt: skip
    signal.state, signal.decision, signal.answered_at = SignalState.ANSWERED.value, decision.value, at
    signal.version = 2
    rows: list[Model] = [weighing]
    heavy = decision in {WeighingDecision.CASE, WeighingDecision.INCLUSION_TABLE}
    for code in rules.ZVH_CRITERIA:
        met = heavy or chance.hit(0.3)
        finding = Finding.MET if met else chance.weighted({Finding.NOT_MET: 0.7, Finding.UNKNOWN: 0.3})
        reason = "" if finding is Finding.UNKNOWN else chance.pick(texts["weighing"]["met" if met else "not_met"][code])
        rows.append(
            WeighingCriterion(
                id=chance.new_id(at),
                region=signal.region,
                weighing_id=weighing.id,
                criterion=code,
                finding=finding.value,
                reason=reason,
            )
        )
    return [
        *rows,
        *_told(desks, signal, by, at=at),
        *_person_told(desks, signal, weighing),
        *kept_in_view(signal, by, at=at, cutoff=desks.cutoff),
    ], by


def _person_told(desks: Desks, signal: Signal, weighing: Weighing) -> list[Model]:
    """Let who did not know hear of it within the month; what became a case is owed there, and of this month it is still owed."""
    day = inform_on(
        WeighingDecision(weighing.decision), informed=weighing.person_informed, received=local_day(signal.received_at),
        day=local_day(weighing.at),
    )  # fmt: skip
    if day is None or weighing.decision == WeighingDecision.CASE.value:
        return []
    chance = Chance(0, "person-told", signal.id.hex)
    told_at = chance.moment(max(local_day(weighing.at), day - timedelta(days=chance.between(0, 9))), first=9, last=16)
    told_at = max(told_at, weighing.at + timedelta(minutes=30))
    if told_at >= desks.cutoff:
        signal.inform_on, signal.inform_owner = day, weighing.decided_by
        return []
    signal.informed_at = told_at
    said = PersonWord(
        id=chance.new_id(told_at), region=signal.region, signal=signal, at=told_at, outcome=PersonTold.TOLD.value,
        text="Gebeld en verteld dat er een signaal is, en waar iemand terecht kan met vragen.", said_by=weighing.decided_by,
        idempotency_key=signal.id.hex,
    )  # fmt: skip
    return [said]


def _told(desks: Desks, signal: Signal, by: Worker, *, at: Instant) -> list[Model]:
    """Let the reporter hear what was decided: mostly the same day, now and then late; of the newest a few are forgotten.

    The luck is that of the signal itself, so that it changes nobody else's.
    """
    if not any((signal.reported_by, signal.reporter_contact, signal.source)):
        return []
    chance = Chance(0, "told", signal.id.hex)
    signal.tell_due = rules.tell_due(at, reachable=True, workdays=_TELL_WORKDAYS)
    draw, told_at = chance.share(), at + timedelta(minutes=chance.between(5, 180))
    if draw > _SAME_DAY:
        late = draw > _IN_TIME
        day = add_workdays(local_day(at), chance.between(3, 5) if late else 1)
        told_at = chance.moment(day, first=9, last=16)
    if told_at >= desks.cutoff or (draw > _IN_TIME and at >= desks.cutoff - _FORGOTTEN_SINCE):
        return []
    signal.told_at = told_at
    texts = pool("signals")["told"]
    return [
        Feedback(
            id=chance.new_id(told_at), region=signal.region, signal=signal, at=told_at, told_by=by.id,
            way=(ToldBy.PHONE if chance.hit(0.6) else ToldBy.MESSAGE).value, text=texts[signal.decision],
            idempotency_key=signal.id.hex,
        )
    ]  # fmt: skip


def beside(chance: Chance, signal: Signal, *, person_id: UUID, by: Worker, at: Instant) -> list[Model]:
    """Lay a signal beside somebody, by a named human; what the reporter said is a record of theirs."""
    link = SignalLink(
        id=chance.new_id(at), region=signal.region, person_id=person_id, signal_id=signal.id, desk_id=signal.desk_id,
        confirmed_by=by.id, confirmed_at=at, reason=chance.pick(pool("signals")["links"]["texts"]),
    )  # fmt: skip
    words = SourceRecord(
        id=link.id, region=signal.region, desk_id=signal.desk_id, home_id=person_id, kind=SourceKind.SIGNAL.value,
        said=said_data(said_in_signal(PersonHint(**signal.hint))), signal_id=signal.id, delivered_by=by.id, delivered_at=at,
    )  # fmt: skip
    return [link, words]


def _weighed_at(chance: Chance, signal: Signal) -> Instant:
    """Draw when the table sat: within two working days, a few too late."""
    wait = chance.between(3, 6) if chance.hit(0.015) else chance.between(0, 2)
    at = chance.moment(add_workdays(local_day(signal.received_at), wait), first=9, last=16)
    return at if at > signal.received_at else chance.moment(
        add_workdays(local_day(signal.received_at), wait + 1), first=9, last=16
    )  # fmt: skip


def _signal(
    chance: Chance,
    desks: Desks,
    desk: str,
    *,
    town: Town,
    at: Instant,
    who: Someone | None,
    channel: Channel,
    kind: str,
    label: str,
    text: str,
    place: str,
    acute: bool,
    source: str,
    key: str,
    reported_by: UUID | None,
    reporter_contact: str = "",
) -> Signal:
    new = chance.new_id(at)
    return Signal(
        id=new,
        region=desks.roster.area.code,
        desk_id=desks.roster.agency(desk).id,
        municipality=town.code,
        channel=channel.value,
        source=source,
        external_key=key,
        idempotency_key=f"{source}:{key}" if key else new.hex,
        kind=kind,
        label=label,
        text=text,
        place=place,
        acute=acute,
        reporter_contact=reporter_contact,
        reported_by=reported_by,
        hint=_hint(chance, who) if who is not None else {},
        received_at=at,
        occurred_at=at - timedelta(minutes=chance.between(20, 400)),
        answer_due=rules.answer_due(at, acute=acute),
        state=SignalState.RECEIVED.value,
    )


def _hint(chance: Chance, who: Someone) -> dict[str, str]:
    """Return what the reporter knew: rarely all, sometimes with a gap in the birth date."""
    birth = who.birth_text if chance.hit(0.85) else f"{who.birth[0]:04d}-00-00"
    known = (who.given, who.prefix, who.surname, birth, who.street, who.number, who.postcode, who.town.name, who.phone)
    hint = dict(zip(_CLAIMED, known, strict=True))
    if chance.hit(0.3):
        hint["phone"] = hint["postcode"] = ""
    return {key: value for key, value in hint.items() if value}
