"""Read a report before it is taken in: own codes translated, labels of the day, everything checked at once."""

from __future__ import annotations

from dataclasses import replace

from vangnet.access import selectors as access
from vangnet.access.types import POLICE_KINDS, Actor
from vangnet.core.clock import Instant, local_day
from vangnet.intake import rules
from vangnet.intake.errors import NotForADesk
from vangnet.intake.selectors import conventions
from vangnet.intake.types import Channel, NewSignal, TriageRoute
from vangnet.intake.types.conventions import CodeMap, LabelList

TO_A_DESK = frozenset({TriageRoute.DESK, TriageRoute.ZVH})
# Whom it comes from, where the channel or the organisation says it.
OF_AGENCY = {
    "POL": "police", "COL": "municipality", "BGM": "municipality", "GGD": "municipality", "WMOU": "care", "GGZ": "care",
    "ZORG": "care", "HA": "care", "AMB": "care", "ZIEK": "care", "WCO": "housing", "MLP": "desk", "ZVH": "desk",
}  # fmt: skip
UNKNOWN_KIND = "overig"


class Reader:
    """Reads reports of one actor at one moment; asks the database once for what counts, however many reports come."""

    def __init__(self, actor: Actor, at: Instant) -> None:
        self._actor = actor
        self._at = at
        self._codes: CodeMap | None = conventions.code_map(agency_id=actor.agency_id, day=local_day(at))
        self._labels: dict[str, LabelList] = {}

    def read(self, signal: NewSignal) -> NewSignal:
        """Return the report as it is taken in.

        A code that the list of the desk does not know is kept beside the signal, which comes in as something else: no
        signal is lost for a code, and the figures count how many were not translated.

        Raises:
            NotForADesk: the questions ended at 112, at care coordination or at advice.
            SignalUnreadable: with every fault at once, by field.
        """
        if signal.triage is not None and signal.triage.route is not None and signal.triage.route not in TO_A_DESK:
            raise NotForADesk(signal.triage.route.value)
        signal = self._translated(signal)
        rules.check(signal, labels=self._labels_of(signal.municipality), at=self._at)
        return replace(signal, reporter_kind=signal.reporter_kind or self._reporter(signal))

    def _translated(self, signal: NewSignal) -> NewSignal:
        reporter = signal.reporter_kind
        if self._codes is not None and reporter:
            reporter = self._codes.reporters.get(reporter.casefold(), reporter)
        if not signal.own_code:
            return replace(signal, reporter_kind=reporter)
        own = self._codes.kinds.get(signal.own_code.casefold()) if self._codes else None
        kind = own.kind if own else signal.kind or UNKNOWN_KIND
        return replace(signal, reporter_kind=reporter, kind=kind, label=(own.label if own else "") or signal.label)

    def _labels_of(self, municipality: str) -> LabelList:
        if municipality not in self._labels:
            region = access.municipality_region(code=municipality) or "NL"
            self._labels[municipality] = conventions.label_list(region=region, day=local_day(self._at))
        return self._labels[municipality]

    def _reporter(self, signal: NewSignal) -> str:
        if signal.channel is Channel.POLICE:
            return "police"
        # A code of the police may be what they told: then who typed it does not say whom it comes from.
        if signal.channel is not Channel.FORM or (signal.kind in POLICE_KINDS and self._actor.agency_kind != "POL"):
            return ""
        return OF_AGENCY.get(self._actor.agency_kind, "")
