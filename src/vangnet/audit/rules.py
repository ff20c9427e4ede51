"""How a line of the record is sealed, and to which processing activity an act belongs. Pure."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from typing import Final

from vangnet.audit.types import Activity, EntryView
from vangnet.core.errors import BrokenInvariant

GENESIS = "0" * 64
# How often what follows from an event is tried, and how long it waits after the first failure; each next wait is twice as long.
ATTEMPTS: Final = 8
FIRST_WAIT: Final = timedelta(seconds=10)


def retry_after(attempts: int) -> timedelta | None:
    """Return how long an event waits after its `attempts`-th failure; None when it is set aside for a human.

    >>> retry_after(1), retry_after(3), retry_after(8)
    (datetime.timedelta(seconds=10), datetime.timedelta(seconds=40), None)
    """
    return FIRST_WAIT * 2 ** (attempts - 1) if attempts < ATTEMPTS else None


def canonical(entry: EntryView) -> bytes:
    """Return the bytes of an entry that are sealed: every field, in a fixed order."""
    return json.dumps(
        [
            str(entry.id),
            entry.position,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.act,
            str(entry.worker_id),
            str(entry.agency_id),
            str(entry.on_behalf_of or ""),
            entry.region,
            str(entry.case_id or ""),
            str(entry.subject_id or ""),
            entry.object_kind,
            str(entry.object_id or ""),
            list(entry.fields),
            entry.ground,
            entry.purpose,
            entry.outcome,
            entry.trace_id,
            entry.details,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def seal(previous: str, entry: EntryView) -> str:
    """Return the hash of `entry` chained to `previous`.

    Args:
        previous: hex hash of the entry before it that day, or `GENESIS`.
        entry: the line to seal.

    Returns:
        64 hexadecimal characters (SHA-256).
    """
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


_CASEWORK: Final = ("zvh_triage", "zvh_case", "zvh_execute")
# Stage of an act -> processing activity. A stage that has none yet stands here too, so that its first act is covered.
ACTIVITIES: Final[dict[str, Activity]] = {
    "intake": Activity("signalen", "Signalen aannemen en wegen", ("zvh_triage", "outreach_oggz")),
    "people": Activity("personen", "Vaststellen over wie een signaal gaat", ("zvh_triage", "zvh_case")),
    "cases": Activity("casussen", "Een casus samen dragen", _CASEWORK),
    "plans": Activity("plannen", "Eén plan maken en uitvoeren", ("zvh_case", "zvh_execute")),
    "sharing": Activity("delen", "Vragen of iets gedeeld mag worden, en delen", _CASEWORK),
    "notices": Activity("berichten", "Wie het nu moet weten, op tijd inlichten", ("zvh_execute", "public_order")),
    "handovers": Activity("overdracht", "Verantwoordelijkheid overdragen", ("zvh_execute", "resocialise")),
    "places": Activity("plekken", "Een passende plek zoeken", ("zvh_execute", "resocialise", "housing_tenancy")),
    "capacity": Activity("ruimte", "Tekorten aan plekken voorspellen", ("statistics_anonymous",)),
    "funding": Activity("betaling", "Afspreken wie wat betaalt", ("zvh_execute",)),
    "monitor": Activity("cijfers", "Cijfers maken zonder personen", ("statistics_anonymous",)),
    "learning": Activity("leren", "Terugkijken en leren", ("oversight", "research")),
    "flow": Activity("werklijst", "Laten zien wat er vandaag moet gebeuren", _CASEWORK),
    "access": Activity("toegang", "Regelen wie wat mag zien", ("zvh_case", "oversight")),
    "rights": Activity("rechten", "Antwoorden op een verzoek van de persoon zelf", ("rights_request",)),
    "retention": Activity("bewaren", "Gegevens op tijd vernietigen", ("rights_request", "oversight")),
}


def activity_of(act: str) -> str:
    """Return the URI of the processing activity that an act belongs to.

    Args:
        act: stage and verb, such as `plans.adopt`.

    Raises:
        BrokenInvariant: the stage has no row in the register, so this may not be done to anybody's data.

    >>> activity_of("plans.adopt")
    'urn:vangnet:verwerking:plannen'
    """
    activity = ACTIVITIES.get(act.partition(".")[0])
    if activity is None:
        raise BrokenInvariant(
            "activity-unregistered",
            nl="Deze handeling staat niet in het register van verwerkingen. Meld dit aan de beheerder.",
            en=f"The act {act} has no processing activity in audit.rules.ACTIVITIES.",
        )
    return activity.uri
