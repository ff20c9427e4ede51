"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import IllegalTransition, InvalidInput, RuleBroken


class PlanUnreadable(InvalidInput):
    """The plan misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "plan-unreadable",
            nl="Er klopt iets niet in het plan. Kijk bij de velden.",
            en="Something in the plan is not right. See the fields.",
            fields=fields,
        )


class NotADraft(IllegalTransition):
    """Only a draft can be changed or adopted."""

    def __init__(self) -> None:
        super().__init__(
            "not-a-draft",
            nl="Dit plan is al vastgesteld. Maak een nieuwe versie om iets te wijzigen.",
            en="This plan has been adopted. Make a new version to change something.",
        )


class DraftExists(RuleBroken):
    """One draft a case at a time."""

    def __init__(self) -> None:
        super().__init__(
            "draft-exists",
            nl="Er is al een plan in de maak. Ga daarmee verder.",
            en="A plan is already being written. Continue with that one.",
        )


class SecondCurrentPlan(RuleBroken):
    """Somebody else adopted a plan at the same time; a case has one current plan."""

    def __init__(self) -> None:
        super().__init__(
            "second-current-plan",
            nl="Iemand anders heeft net een plan vastgesteld. Vergelijk beide plannen en kies.",
            en="Somebody else has just adopted a plan. Compare both plans and choose.",
        )


class AgreementUnreadable(InvalidInput):
    """An agreement names what, who and by when; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "agreement-unreadable",
            nl="Bij een afspraak horen: wat, wie en wanneer.",
            en="An agreement has: what, who and by when.",
            fields=fields,
        )


class AgreementDone(IllegalTransition):
    """The agreement was already marked as done."""

    def __init__(self) -> None:
        super().__init__(
            "agreement-done",
            nl="Deze afspraak is al gedaan.",
            en="This agreement has already been done.",
        )


class AgreementOpen(IllegalTransition):
    """The agreement is not done, so there is nothing to undo."""

    def __init__(self) -> None:
        super().__init__(
            "agreement-open",
            nl="Deze afspraak staat al open. Er is niets ongedaan te maken.",
            en="This agreement is already open. There is nothing to undo.",
        )
