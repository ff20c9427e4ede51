"""The people of the story, made in a region of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from vangnet.access import services as access
from vangnet.access.types import Actor
from vangnet.flow import reactions

REGION, NEXT_REGION = "VERH1", "VERH2"
HOME, ELSEWHERE = "VERHA", "VERHB"


@dataclass
class Cast:
    """Who plays, and what the story has made so far.

    Args:
        director: process director at the Zorg- en Veiligheidshuis.
        triage: worker at the same house, who weighs signals.
        municipal: case director of the municipality.
        provider: coordinator of the Levensloop provider.
        officer: neighbourhood officer.
        probation: probation officer.
        colleague: probation officer who stands in.
        stranger: process director of another region.
    """

    director: Actor
    triage: Actor
    municipal: Actor
    provider: Actor
    officer: Actor
    probation: Actor
    colleague: Actor
    stranger: Actor
    person_id: UUID | None = None
    case_id: UUID | None = None
    signals: dict[str, UUID] | None = None
    consent_id: UUID | None = None
    question_id: UUID | None = None


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """Return a moment of the story, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def react(moment: datetime) -> None:
    """Let Vangnet do what follows from what happened, as its background worker would within seconds."""
    while reactions.run(at=moment):
        continue


def make() -> Cast:
    """Make the regions, organisations and workers of the story."""
    job = access.system_actor(reason="story")
    with access.as_job(job):
        here = access.add_region(actor=job, code=REGION, name="Verzonnen Regio", municipalities={HOME: "Verzonstad"})
        there = access.add_region(
            actor=job, code=NEXT_REGION, name="Andere Regio", municipalities={ELSEWHERE: "Elderdam"}
        )
        house = access.add_agency(actor=job, name="Zorg- en Veiligheidshuis Verzonnen Regio", kind="ZVH", region=here)
        town = access.add_agency(actor=job, name="Gemeente Verzonstad", kind="COL", region=here)
        care = access.add_agency(actor=job, name="Forensische zorg De Verzinning", kind="GGZ", region=here)
        police = access.add_agency(actor=job, name="Politie Verzonstad", kind="POL", region=here)
        probation = access.add_agency(actor=job, name="Reclassering Verzonnen", kind="RECL", region=here)
        other = access.add_agency(actor=job, name="Zorg- en Veiligheidshuis Andere Regio", kind="ZVH", region=there)
        return Cast(
            director=access.add_worker(actor=job, agency_id=house, name="Samira Voorbeeld", role="procesregisseur"),
            triage=access.add_worker(actor=job, agency_id=house, name="Ilse Proef", role="procesregisseur"),
            municipal=access.add_worker(actor=job, agency_id=town, name="Teun Verzinsel", role="casusregisseur"),
            provider=access.add_worker(
                actor=job, agency_id=care, name="Noor Denkbeeld", role="levensloopaanbieder_regisseur"
            ),
            officer=access.add_worker(actor=job, agency_id=police, name="Bas Bedacht", role="wijkagent"),
            probation=access.add_worker(
                actor=job, agency_id=probation, name="Mo Fictie", role="toezichthouder_reclassering"
            ),
            colleague=access.add_worker(
                actor=job, agency_id=probation, name="Lot Fantasie", role="toezichthouder_reclassering"
            ),
            stranger=access.add_worker(actor=job, agency_id=other, name="Kim Elders", role="procesregisseur"),
            signals={},
        )
