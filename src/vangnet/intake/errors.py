"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import IllegalTransition, InvalidInput, RuleBroken


class SignalUnreadable(InvalidInput):
    """What was reported misses something or has a wrong form; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "signal-unreadable",
            nl="Er klopt iets niet in het signaal. Kijk bij de velden.",
            en="Something in the signal is not right. See the fields.",
            fields=fields,
        )


class TriageUnreadable(InvalidInput):
    """The answers do not belong to the questions of this channel, or something follows after the end."""

    def __init__(self) -> None:
        super().__init__(
            "triage-unreadable",
            nl="Deze antwoorden passen niet bij de vragen. Begin opnieuw bij de eerste vraag.",
            en="These answers do not fit the questions. Start again at the first question.",
        )


class NoDesk(RuleBroken):
    """No meldpunt or Zorg- en Veiligheidshuis serves this municipality."""

    def __init__(self) -> None:
        super().__init__(
            "no-desk",
            nl="Voor deze gemeente is nog geen meldpunt bekend. Bel 0800-1205.",
            en="No desk is known for this municipality yet. Call 0800-1205.",
        )


class AlreadyAnswered(IllegalTransition):
    """The signal has been weighed and answered."""

    def __init__(self) -> None:
        super().__init__(
            "already-answered",
            nl="Dit signaal is al gewogen. Open het om te zien wat er is besloten.",
            en="This signal has already been weighed. Open it to see the decision.",
        )


class CriterionWithoutReason(InvalidInput):
    """Each criterion needs a finding, and a finding needs a reason."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "criterion-without-reason",
            nl="Geef bij elk criterium aan wat jullie vonden, en waarom.",
            en="For each criterion, say what you found and why.",
            fields=fields,
        )


class CaseNeedsCriteria(RuleBroken):
    """A case at the Zorg- en Veiligheidshuis needs all four criteria met (Bgs 2.20)."""

    def __init__(self) -> None:
        super().__init__(
            "case-needs-criteria",
            nl="Voor een casus moeten alle vier de criteria gelden. Kies een ander vervolg, of vul aan wat ontbreekt.",
            en="A case needs all four criteria. Choose another next step, or add what is missing.",
        )
