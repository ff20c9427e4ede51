"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import Conflict, InvalidInput, RuleBroken


class PersonUnreadable(InvalidInput):
    """What was written about a person misses something or has a wrong form; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "person-unreadable",
            nl="Er klopt iets niet bij de gegevens van deze persoon. Kijk bij de velden.",
            en="Something about this person is not right. See the fields.",
            fields=fields,
        )


class LinkNeedsReason(RuleBroken):
    """Laying a signal beside a person needs a reason in words."""

    def __init__(self) -> None:
        super().__init__(
            "link-needs-reason",
            nl="Schrijf op waaraan je ziet dat dit dezelfde persoon is.",
            en="Write down how you can tell that this is the same person.",
        )


class LinkedToSomebodyElse(Conflict):
    """A signal lies beside one person at a time."""

    def __init__(self) -> None:
        super().__init__(
            "linked-to-somebody-else",
            nl="Een collega legde dit signaal al bij iemand anders. Overleg wie van jullie gelijk heeft.",
            en="A colleague laid this signal beside somebody else already. Talk about who is right.",
        )
