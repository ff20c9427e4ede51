"""Where a region votes about inclusion: its own criteria, one vote a partner, and only of whoever is at the table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.country import Country
from tests.integration.test_tables import AT, DAY, JOB, VOTING, asked, country, include, inclusion

from vangnet.access.services import acting, as_job
from vangnet.core.errors import InvalidInput
from vangnet.intake import selectors, services
from vangnet.intake.types import CriterionFinding, Finding
from vangnet.intake.types.tables import InclusionResult, LegalTitle, Vote, VoteCast

pytestmark = pytest.mark.django_db
__all__ = ["country"]


def test_where_a_region_votes_the_votes_and_its_own_criteria_count(country: Country):
    director = country.director
    with as_job(JOB):
        services.store_convention(actor=JOB, text=VOTING, at=AT)
    findings = tuple(
        CriterionFinding(one, Finding.MET, "reason")
        for one in ("danger", "lasting", "structure", "relapse", "forensic")
    )
    findings += (CriterionFinding("title", Finding.NOT_MET, "none ever"),)
    votes = (VoteCast("GGZ", Vote.FOR), VoteCast("Politie", Vote.FOR), VoteCast("Gemeente", Vote.AGAINST, "no place"))
    title = LegalTitle(Finding.NOT_MET, Finding.NOT_MET)
    new = inclusion(director, findings=findings, votes=votes, title=title)
    view = asked(director)
    forged = tuple(replace(one, cast_by=director.worker_id) for one in votes)
    for wrong, field in (
        (replace(new, votes=votes[:2]), "votes"),
        (replace(new, votes=(*votes[:2], VoteCast("Gemeente", Vote.AGAINST))), "vote:Gemeente"),
        (replace(new, votes=(votes[0], VoteCast("Politie", Vote.ABSTAIN), votes[2])), "result"),
        (replace(new, title=LegalTitle(Finding.UNKNOWN, Finding.MET, "x")), "title"),
        (replace(new, result=InclusionResult.NOT_INCLUDED), "result"),
        (replace(new, findings=findings[:-1]), "title"),
        (replace(new, participants="GGZ, politie"), "vote:Gemeente"),
        (replace(new, participants="GGZ: Gemeente Verzonnen\nPolitie"), "vote:Gemeente"),
        (replace(new, participants="GGZ", votes=(*votes[:2], VoteCast("Gemeente", Vote.ABSTAIN))), "vote:Politie"),
        (replace(new, participants="GGZ, Politie", votes=forged), "vote:Gemeente"),
    ):
        with pytest.raises(InvalidInput) as refused:
            include(director, view, wrong)
        assert field in refused.value.fields, field
    include(director, view, replace(new, participants="GGZ Verzonnen: Kim\nPolitie IJsselland\nGemeente Zwolle"))
    with acting(director):
        (said,) = selectors.inclusions(actor=director, signal_id=view.id)
    assert (said.rules_version, len(said.votes)) == (7, 3)


def test_whoever_is_not_at_the_table_has_no_vote_and_may_abstain(country: Country):
    director = country.director
    with as_job(JOB):
        services.store_convention(
            actor=JOB, text=VOTING.replace("[GGZ, Politie, Gemeente]", "{Zorg: GGZ, Veiligheid: POL}"), at=AT
        )
    codes = [one.code for one in selectors.inclusion_rules(region="ZVH04", day=DAY).criteria]
    findings = tuple(CriterionFinding(code, Finding.MET, "reason") for code in codes)
    votes = (VoteCast("Zorg", Vote.FOR), VoteCast("Veiligheid", Vote.FOR))
    # By the name of an organisation that speaks for the partner.
    new = inclusion(director, findings=findings, votes=votes, participants="GGZ Verzonnen: Kim")
    view = asked(director)
    with pytest.raises(InvalidInput) as refused:
        include(director, view, new)
    assert list(refused.value.fields) == ["vote:Veiligheid"]
    include(director, view, replace(new, votes=(votes[0], VoteCast("Veiligheid", Vote.ABSTAIN))))
