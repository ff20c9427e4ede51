"""What an inclusion table said, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from vangnet.core.clock import local_day
from vangnet.intake import selectors as intake
from vangnet.intake.types import Finding, SignalView, WeighingDecision
from vangnet.intake.types.conventions import InclusionRules
from vangnet.intake.types.tables import FINAL_RESULTS, InclusionView, VoteCast
from vangnet.web.intake import labels
from vangnet.web.intake.table_forms import criterion_words
from vangnet.web.shared.visit import Visit


@dataclass(frozen=True, slots=True)
class Said:
    """One decision of the inclusion table, in words."""

    view: InclusionView
    result: str
    final: bool
    criteria: tuple[tuple[str, str, str], ...]
    votes: tuple[tuple[str, str, str], ...]
    title_now: str
    title_ever: str


def inclusion_words(visit: Visit, found: SignalView) -> list[Said]:
    """Return what the inclusion table said about a signal, newest first; nothing where it was not asked."""
    if found.decision is not WeighingDecision.INCLUSION_TABLE:
        return []
    rules = intake.inclusion_rules(region=found.region, day=local_day(visit.at))
    return said_of(intake.inclusions(actor=visit.actor, signal_id=found.id), rules)


def said_of(views: Sequence[InclusionView], rules: InclusionRules) -> list[Said]:
    """Return decisions of the inclusion table in words; a criterion that no longer counts keeps its code."""
    titles = {criterion.code: criterion_words(criterion) for criterion in rules.criteria}
    return [
        Said(
            view=view,
            result=str(labels.RESULTS[view.result]),
            final=view.result in FINAL_RESULTS,
            criteria=tuple(
                (titles.get(one.criterion, one.criterion), str(labels.FINDINGS[one.finding]), one.reason)
                for one in view.findings
            ),
            votes=tuple((cast.partner, _vote(cast), cast.reason) for cast in view.votes),
            title_now=_title(view.title.now),
            title_ever=_title(view.title.ever),
        )
        for view in views
    ]


def _vote(cast: VoteCast) -> str:
    said = str(labels.VOTES[cast.vote])
    return gettext("%(vote)s (zelf gestemd)") % {"vote": said} if cast.cast_by else said


def _title(finding: Finding) -> str:
    return str(labels.TITLE[finding])
