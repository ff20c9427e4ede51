"""A very small made-up country for tests: one region, its desk, a few workers, and one region next door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vangnet.access.models import Agency, Municipality, Region, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases.types import CaseKind
from vangnet.flow import journey
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, WeighingDecision
from vangnet.people.types import NewPerson


@dataclass(frozen=True)
class Country:
    """Actors of the small country."""

    director: Actor
    case_director: Actor
    officer: Actor
    clinician: Actor
    stranger: Actor

    def case(
        self, *, at: datetime, name: str = "Verzonnen", key: str = "case", channel: Channel = Channel.FORM
    ) -> UUID:
        """Open a case the way people do; returns its id."""
        actor = self.director
        with acting(actor):
            signal = journey.receive(
                actor=actor,
                signal=NewSignal(
                    channel,
                    "E33",
                    "Made-up signal.",
                    "GM0193",
                    f"{key}-{name}",
                    reporter_kind="police" if channel is Channel.POLICE else "desk",
                ),
                at=at,
            )
            person = journey.recognise(
                actor=actor,
                signal_id=signal.id,
                person=NewPerson(surname=name, municipality="GM0193"),
                reason="x",
                at=at,
            )
            journey.weigh(
                actor=actor,
                signal_id=signal.id,
                version=signal.version,
                participants="Table",
                findings=[CriterionFinding(code, Finding.MET, "reason") for code in ZVH_CRITERIA],
                decision=WeighingDecision.CASE,
                reason="reason",
                person_informed=True,
                at=at,
            )
            return journey.open_case(actor=actor, signal_id=signal.id, person_id=person, kind=CaseKind.ZVH, at=at)


def made_up_country() -> Country:
    """Make the country in the current database."""
    with as_job(system_actor(reason="test")):
        here, there = (
            Region.objects.create(code="ZVH04", name="IJsselland"),
            Region.objects.create(code="ZVH05", name="Twente"),
        )
        Municipality.objects.create(code="GM0193", name="Zwolle", region=here)
        Municipality.objects.create(code="GM0153", name="Enschede", region=there)
        zvh = Agency.objects.create(name="ZVH IJsselland", kind="ZVH", region=here)
        police = Agency.objects.create(name="Politie IJsselland", kind="POL", region=here)
        ggz = Agency.objects.create(name="GGZ Verzonnen", kind="GGZ", region=here)
        zvh_there = Agency.objects.create(name="ZVH Twente", kind="ZVH", region=there)
        rows = [
            (zvh, "procesregisseur"),
            (zvh, "casusregisseur"),
            (police, "wijkagent"),
            (ggz, "behandelaar"),
            (zvh_there, "procesregisseur"),
        ]
        actors = []
        for number, (agency, role) in enumerate(rows):
            worker = Worker.objects.create(agency=agency, region=agency.region, name=f"Werker {number}", role=role)
            actors.append(Actor(worker.id, agency.id, agency.kind, agency.region_id, role))
    return Country(*actors)
