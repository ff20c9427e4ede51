"""The one tree of errors (DESIGN section 7).

VangnetError
  InvalidInput     400
  Refused          403
    NotMandated    403  you may not do this
    NotLawful      403  the law says no; carries the verdict
  NotVisible       404  absent, or not yours to know
  Conflict         409
    StaleVersion       409  somebody changed it in the meantime
    IllegalTransition  409  not from this state
    RuleBroken         409  a rule of the field or of the database says no
  BrokenInvariant  500
  Unavailable      503

A "no" of the law is a value (a verdict), not an error; acting against it is. Messages hold no personal data.
"""

from __future__ import annotations

from collections.abc import Mapping


class VangnetError(Exception):
    """Carry a stable code, one sentence in Dutch and one in English, and the fields concerned.

    Args:
        code: stable, kebab-case, safe to show and to log.
        nl: what happened and what you can do, in plain Dutch, without personal data.
        en: the same in English.
        fields: field name to message, for input that can be mended.
    """

    status = 500

    def __init__(self, code: str, *, nl: str, en: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.nl = nl
        self.en = en
        self.fields: dict[str, str] = dict(fields or {})


class InvalidInput(VangnetError):
    """What was sent cannot be read or breaks a format; `fields` says where."""

    status = 400


class Refused(VangnetError):
    """A named rule refuses this act for this actor."""

    status = 403


class NotMandated(Refused):
    """The actor has no mandate for this act."""


class NotLawful(Refused):
    """Acting against a verdict of the law; `verdict_id` names the verdict."""

    def __init__(self, code: str, *, nl: str, en: str, verdict_id: str = "") -> None:
        super().__init__(code, nl=nl, en=en)
        self.verdict_id = verdict_id


class NotVisible(VangnetError):
    """Absent, or not yours to know: the two always read the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "not-visible",
            nl="Dit bestaat niet, of je mag het niet zien. Vraag de regisseur als je het nodig hebt.",
            en="This does not exist, or you may not see it. Ask the director if you need it.",
        )


class Conflict(VangnetError):
    """The act collides with the state of things."""

    status = 409


class StaleVersion(Conflict):
    """Somebody changed the record since you opened it."""

    def __init__(self, *, current: int) -> None:
        super().__init__(
            "stale-version",
            nl="Iemand anders heeft dit intussen gewijzigd. Vergelijk en kies; jouw tekst staat er nog.",
            en="Somebody else changed this in the meantime. Compare and choose; your text is still there.",
        )
        self.current = current


class IllegalTransition(Conflict):
    """The record is not in a state from which this step may be taken."""


class RuleBroken(Conflict):
    """A rule of the field, held by code and database, says no."""


class BrokenInvariant(VangnetError):
    """The program found itself in a state that may not exist."""


class Unavailable(VangnetError):
    """Something we depend on does not answer; nothing was widened because of it."""

    status = 503
