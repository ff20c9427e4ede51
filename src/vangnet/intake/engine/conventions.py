"""Agreements of the field as dated files: read, judged, and turned into values. Pure.

A file says what it is about, for which scope (`NL`, a region, a channel, or a desk), its version and its days. What ships
with the product is the start; a region stores its own beside it, and the narrowest scope counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, TypeAlias
from uuid import UUID

import yaml

from vangnet.core.errors import BrokenInvariant
from vangnet.intake.engine.triage import Tree, tree_of
from vangnet.intake.errors import ConventionUnreadable
from vangnet.intake.types import DeskScope, NewDesk, OpenHours, WeighingDecision
from vangnet.intake.types.conventions import (
    Climb,
    CodeMap,
    ConventionKind,
    EscalationLevel,
    InclusionCriterion,
    InclusionRules,
    LabelCode,
    LabelList,
    OwnCode,
    Terms,
    Voting,
)

EVERYWHERE: Final = "NL"
Value: TypeAlias = Tree | LabelList | tuple[EscalationLevel, ...] | InclusionRules | Terms | CodeMap | None
_LONGEST_CODE: Final = 20
# Partners by the name of their kind, as the kinds of organisation that speak for them.
_KINDS_OF: Final = {
    "politie": frozenset({"POL"}), "gemeente": frozenset({"COL", "BGM"}), "ggz": frozenset({"GGZ"}),
    "openbaar ministerie": frozenset({"OM"}), "om": frozenset({"OM"}), "reclassering": frozenset({"RECL"}),
    "ggd": frozenset({"GGD"}), "dji": frozenset({"DJI"}), "zorg": frozenset({"ZORG"}),
    "woningcorporatie": frozenset({"WCO"}), "meldpunt": frozenset({"MLP"}),
}  # fmt: skip
_KINDS: Final = frozenset().union(*_KINDS_OF.values())
# For agreements that were written before a term to tell the reporter was part of them.
_TELL_REPORTER: Final = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One version of one agreement; days half-open `[valid_from, valid_until)`.

    Args:
        value: what it says; None for a desk, which is kept in tables.
    """

    what: ConventionKind
    scope: str
    version: int
    valid_from: date
    valid_until: date | None
    source: str
    text: str
    value: Value

    def covers(self, day: date) -> bool:
        """Return whether this version counts on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@lru_cache(maxsize=256)
def parse(text: str) -> Sheet:
    """Return an agreement from its YAML.

    Raises:
        ConventionUnreadable: it is no YAML, misses something, or cannot be worked with; it says what.
    """
    try:
        data = yaml.safe_load(text)
        what = ConventionKind(data["what"])
        since, until = data["valid_from"], data.get("valid_until")
        if type(since) is not date or (until is not None and (type(until) is not date or until <= since)):
            raise ConventionUnreadable("valid_from and valid_until are days, and the end comes after the start")
        value = _READ[what](data)
        if isinstance(value, Tree) and value.channel != data["scope"]:
            raise ConventionUnreadable("the scope of questions is their channel")
        return Sheet(what, str(data["scope"]), int(data["version"]), since, until, str(data["source"]), text, value)
    except BrokenInvariant as error:
        raise ConventionUnreadable(error.nl) from error
    except yaml.YAMLError as error:
        raise ConventionUnreadable(str(error).splitlines()[0]) from error
    except KeyError as error:
        raise ConventionUnreadable(f"{error.args[0]} is missing") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ConventionUnreadable(str(error)[:200]) from error


@cache
def shipped() -> tuple[Sheet, ...]:
    """Return every agreement that ships with the product."""
    folder = files("vangnet.intake.engine") / "agreed"
    found = [parse(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda sheet: (sheet.what, sheet.scope, sheet.version)))


def counting(sheets: Sequence[Sheet], *, what: ConventionKind, scopes: Sequence[str], day: date) -> Sheet | None:
    """Return the agreement that counts on a day: of the first scope that has one, the highest version.

    Args:
        scopes: narrowest first, such as `("ZVH04", "NL")`.
    """
    for scope in scopes:
        found = [s for s in sheets if s.what is what and s.scope == scope and s.covers(day)]
        if found:
            return max(found, key=lambda sheet: sheet.version)
    return None


def _labels(data: Mapping[str, Any]) -> LabelList:
    labels = []
    for code, said in data["labels"].items():
        if not 0 < len(str(code)) <= _LONGEST_CODE:
            raise ConventionUnreadable(f"label {code}: 1 to {_LONGEST_CODE} characters")
        label = LabelCode(str(code), said["nl"], said["en"], said.get("since", date.min), said.get("until"))
        if label.until is not None and label.until <= label.since:
            raise ConventionUnreadable(f"label {code}: ends before it begins")
        labels.append(label)
    return LabelList(tuple(labels))


def _levels(data: Mapping[str, Any]) -> tuple[EscalationLevel, ...]:
    levels = tuple(
        EscalationLevel(int(row["level"]), int(row["after_workdays"]), Climb(row["to"]), str(row["role"]))
        for row in data["levels"]
    )
    numbers, waits = [level.level for level in levels], [level.after_workdays for level in levels]
    if not levels or numbers != list(range(1, len(levels) + 1)) or waits != sorted(waits) or min(waits) < 0:
        raise ConventionUnreadable("levels count from 1 and each waits at least as long as the one before")
    return levels


def _inclusion(data: Mapping[str, Any]) -> InclusionRules:
    national = {criterion.code for criterion in _national()} if data["scope"] != EVERYWHERE else set()
    regional = data["scope"] != EVERYWHERE
    own = tuple(
        InclusionCriterion(
            str(code), said["nl"], said["en"], regional, str(said.get("instead_of", "")), bool(said.get("title", False))
        )
        for code, said in (data.get("criteria") or {}).items()
    )
    for criterion in own:
        if criterion.code in national or (criterion.instead_of and criterion.instead_of not in national):
            raise ConventionUnreadable(
                f"criterion {criterion.code}: is national, or stands in for none of the national ones"
            )
    voting, named = Voting(data["voting"]), data.get("partners") or ()
    partners = tuple(str(name) for name in named)
    if (voting is Voting.NONE) == bool(partners) or len(set(partners)) != len(partners):
        raise ConventionUnreadable("partners are named where they vote, and only there, each once")
    criteria = (*_national(), *own) if regional else own
    given = named if isinstance(named, dict) else {}
    speakers = {name: _speakers(name, given.get(name)) for name in partners}
    return InclusionRules(int(data["version"]), criteria, voting, partners, speakers)


def _speakers(partner: str, said: object) -> frozenset[str]:
    """Return who speaks for a partner: what the region says, else what its name means, else who carries that very name."""
    if said is None:
        return _KINDS_OF.get(partner.casefold(), frozenset({partner.casefold()}))
    every = [str(one) for one in (said if isinstance(said, list) else [said])]
    return frozenset(one if one in _KINDS else one.casefold() for one in every)


def _national() -> tuple[InclusionCriterion, ...]:
    """Return the national criteria, which count in every region."""
    found = counting(shipped(), what=ConventionKind.INCLUSION, scopes=[EVERYWHERE], day=date.max)
    return found.value.criteria if found is not None and isinstance(found.value, InclusionRules) else ()


def _terms(data: Mapping[str, Any]) -> Terms:
    days = {WeighingDecision(code): int(count) for code, count in data["follow_up"].items()}
    tell = int(data.get("tell_reporter", _TELL_REPORTER))
    if any(not 1 <= count <= 60 for count in (*days.values(), tell)):
        raise ConventionUnreadable("a term is 1 to 60 working days")
    return Terms(days, tell)


def _codes(data: Mapping[str, Any]) -> CodeMap:
    kinds = {
        str(code).casefold(): OwnCode(str(said["kind"]), str(said.get("label", "")))
        for code, said in data["kinds"].items()
    }
    reporters = {str(code).casefold(): str(said) for code, said in (data.get("reporters") or {}).items()}
    return CodeMap(kinds, reporters)


def _desk(data: Mapping[str, Any]) -> None:
    if not isinstance(data["desk"], dict):
        raise ConventionUnreadable("desk says how the desk works")


def desk_in(sheet: Sheet, *, agency_id: UUID) -> NewDesk:
    """Return how a desk works, as its file says.

    Args:
        agency_id: the organisation whose desk it is.

    Raises:
        ConventionUnreadable: something is missing or no hour, day or number.
    """
    try:
        said = yaml.safe_load(sheet.text)["desk"]
        kinds = frozenset(str(kind) for kind in said["kinds"])
        areas = tuple(_area(agency_id, kinds, row) for row in said["areas"])
        hours = tuple(
            OpenHours(int(day), _hour(row["opens"]), _hour(row["closes"]))
            for row in said.get("hours") or ()
            for day in row["days"]
        )
        outside = said.get("outside") or {}
        return NewDesk(
            agency_id, kinds, areas, hours, int(said.get("answer_workdays", 2)), _hour(said.get("cutoff", "17:00")),
            int(said.get("keep_days", 30)), str(outside.get("text", "")), str(outside.get("phone", "")),
        )  # fmt: skip
    except KeyError as error:
        raise ConventionUnreadable(f"{error.args[0]} is missing") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ConventionUnreadable(str(error)[:200]) from error


def _area(agency_id: UUID, kinds: frozenset[str], row: Mapping[str, Any]) -> DeskScope:
    first, last = row.get("postcodes") or ("", "")
    return DeskScope(
        agency_id, kinds, str(row["municipality"]), str(first), str(last), row.get("since", date.min), row.get("until")
    )


def _hour(text: object) -> time:
    """Return an hour written as `"09:00"`; YAML reads one without quotation marks as a number of minutes."""
    return time.fromisoformat(str(text)) if not isinstance(text, int) else time(text // 60, text % 60)


_READ: Final[dict[ConventionKind, Callable[[Mapping[str, Any]], Value]]] = {
    ConventionKind.QUESTIONS: tree_of,
    ConventionKind.LABELS: _labels,
    ConventionKind.ESCALATION: _levels,
    ConventionKind.INCLUSION: _inclusion,
    ConventionKind.TERMS: _terms,
    ConventionKind.CODES: _codes,
    ConventionKind.DESK: _desk,
}
