"""Break-glass by screens: a case opens for who needs it now, the director sees it and looks at it afterwards."""

from __future__ import annotations

import pytest
from tests.country import Country

from vangnet.access.services import as_job, system_actor
from vangnet.cases.models import Case
from vangnet.core.clock import now
from vangnet.core.ids import new_id
from vangnet.web.shared import visit

REASON = "Mevrouw staat op het dak, wij zijn ter plaatse."


def number_of(case_id: object) -> str:
    with as_job(system_actor(reason="test")):
        return Case.objects.get(id=case_id).number


@pytest.fixture(autouse=True)
def the_clock_of_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour of sight ends by the clock of the database, so these pages live now and not on the day of the others."""
    monkeypatch.setattr(visit, "now", now)


@pytest.fixture
def case_id(country: Country) -> object:
    return country.case(at=now())


def test_somebody_opens_a_case_and_the_director_reviews_it(country: Country, case_id: object, sign_in) -> None:
    nurse, director = sign_in(country.clinician), sign_in(country.director)
    case_page = f"/casussen/{case_id}"
    assert nurse.get(case_page).status_code == 404
    form = {
        "number": number_of(case_id),
        "reason": REASON,
        "hours": "1",
        "vital_interest": "on",
        "cannot_decide": "on",
        "key": str(new_id()),
    }
    assert nurse.post("/noodtoegang", form).headers["Location"] == case_page
    for _ in range(2):  # also when the notice that it opened is gone
        assert "Voor jou open tot " in nurse.get(case_page).content.decode()
    assert "Voor jou open tot " not in director.get(case_page).content.decode()
    today = director.get("/vandaag").content.decode()
    assert REASON in today
    link = today.split('href="/noodtoegang/')[1].split('"')[0]
    page = director.get(f"/noodtoegang/{link}")
    assert REASON in page.content.decode()
    answer = {"justified": "nee", "finding": "Er was niets.", "key": str(new_id())}
    assert director.post(f"/noodtoegang/{link}", answer).status_code == 302
    assert nurse.get(case_page).status_code == 404


def test_a_number_nobody_has_and_one_of_elsewhere_read_the_same(country: Country, case_id: object, sign_in) -> None:
    elsewhere = sign_in(country.stranger)
    pages = []
    for number in (number_of(case_id), "2026-9999"):
        form = {
            "number": number,
            "reason": REASON,
            "hours": "1",
            "vital_interest": "on",
            "cannot_decide": "on",
            "key": str(new_id()),
        }
        answer = elsewhere.post("/noodtoegang", form)
        assert answer.status_code == 422
        pages.append("hier geen casus" in answer.content.decode())
    assert pages == [True, True]


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "kort"}, {"hours": "9"}, {"number": ""}])
def test_what_is_missing_is_said_and_nothing_opens(
    country: Country, case_id: object, sign_in, wrong: dict[str, str]
) -> None:
    nurse = sign_in(country.clinician)
    form = {
        "number": number_of(case_id),
        "reason": REASON,
        "hours": "1",
        "vital_interest": "on",
        "cannot_decide": "on",
        "key": str(new_id()),
    } | wrong
    assert nurse.post("/noodtoegang", form).status_code == 422
    assert nurse.get(f"/casussen/{case_id}").status_code == 404


def test_a_review_is_not_for_who_has_no_sight(country: Country, case_id: object, sign_in) -> None:
    assert sign_in(country.stranger).get(f"/noodtoegang/{new_id()}").status_code == 404
    assert sign_in(country.officer).get(f"/noodtoegang/{new_id()}").status_code == 403
