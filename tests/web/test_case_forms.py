"""What people write in a case: one record a submit, faults at their field, nothing typed is lost, nothing is overwritten."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.lived import adopted, agreed, lived_in, plan_text

from vangnet.access.errors import NoMandate
from vangnet.access.models import Grant, Sight
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, system_actor
from vangnet.cases import selectors as cases
from vangnet.cases.models import Meeting
from vangnet.cases.types import Cover, EntryKind, SlotView
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.flow import reactions
from vangnet.people import selectors as people
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.web.shared import visit

pytestmark = pytest.mark.django_db
TODAY = local_day(AT)


def lines(country: Country, case_id: UUID, kind: EntryKind) -> list[str]:
    """Return what the timeline holds of a kind, newest first."""
    with acting(country.director):
        found = cases.timeline(actor=country.director, case_id=case_id, at=AT, kinds=[kind])
        return [line.text or line.title for line in found]


def slot_of(country: Country, case_id: UUID, role: str) -> SlotView:
    with acting(country.director):
        return next(slot for slot in cases.slots(case_id=case_id, day=TODAY) if slot.role == role)


def values(page: str) -> dict[str, str]:
    """Return what the inputs of a page's main form would send, text areas included."""
    form = page[page.index('<main id="inhoud"') :]
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S))
    found |= dict(re.findall(r'<select[^>]*? name="([^"]+)".*?<option value="([^"]*)" selected', form, re.S))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def test_a_meeting_is_planned_by_who_directs_and_stands_on_top_until_it_has_been(
    country: Country, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    case_id, client = country.case(at=AT), sign_in(country.director)
    address = f"/casussen/{case_id}/overleg"
    empty = client.get(f"/casussen/{case_id}").content.decode()
    assert "Niet gepland" in empty
    assert f'<a href="{address}">Plan een overleg</a>' in empty
    when = AT + timedelta(days=3)
    typed = {"day": when.strftime("%d-%m-%Y"), "clock": "10:30", "place": "Zaal Wolk", "key": str(new_id())}
    past = client.post(address, typed | {"day": (AT - timedelta(days=1)).strftime("%d-%m-%Y")})
    assert past.status_code == 422
    assert "Dit moment is al voorbij." in past.content.decode()
    assert "Zaal Wolk" in past.content.decode()
    assert sign_in(country.stranger).post(address, typed).status_code == 404
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
    with acting(country.director):
        assert Meeting.objects.filter(case_id=case_id).count() == 1
    shown = client.get(f"/casussen/{case_id}").content.decode()
    assert "10:30" in shown
    assert "Plan een overleg" not in shown
    monkeypatch.setattr(visit, "now", lambda: when + timedelta(days=1))
    assert "Niet gepland" in sign_in(country.director).get(f"/casussen/{case_id}").content.decode()


def test_a_note_sent_twice_is_one(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    typed = {"text": "Zus belde: het gaat beter.", "key": str(new_id())}
    for _ in range(2):
        answer = client.post(f"/casussen/{case_id}/notitie", typed)
        assert (answer.status_code, answer["Location"]) == (302, f"/casussen/{case_id}")
    assert lines(country, case_id, EntryKind.NOTE) == ["Zus belde: het gaat beter."]
    assert "De notitie staat op de tijdlijn." in client.get(f"/casussen/{case_id}").content.decode()


def test_a_missed_contact_is_kept_once_and_flags_the_plan(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    client = sign_in(country.director)
    typed = {
        "day": "22-11-2026",
        "clock": "14:30",
        "kind": "visit",
        "missed": "on",
        "text": "Deed niet open.",
        "key": str(new_id()),
    }
    for _ in range(2):
        assert client.post(f"/casussen/{case_id}/contact", typed).status_code == 302
    assert lines(country, case_id, EntryKind.MISSED_CONTACT) == ["Deed niet open."]
    reactions.run(at=AT)
    page = client.get(f"/casussen/{case_id}").content.decode()
    assert "Een contact ging niet door" in page
    settle = page[page.index("/plan/past-nog/") :].split('"')[0]
    url = f"/casussen/{case_id}{settle}"
    assert client.post(url, {"how": " "}).status_code == 422
    assert client.post(url, {"how": "Zij was bij haar zus; het plan klopt."}).status_code == 302
    assert "Een contact ging niet door" not in client.get(f"/casussen/{case_id}").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "24-11-2026"}, "Dit moment ligt in de toekomst."),
        ({"day": "31-02-2026"}, "Dit is geen datum."),
        ({"clock": "half drie"}, "Schrijf de tijd als uren en minuten"),
        ({"kind": "pigeon"}, "pigeon"),
        ({"text": " "}, "Schrijf op hoe het ging"),
        ({"text": "x" * 20_001}, "20000"),
        ({"text": "nul\x00teken"}, "null"),
    ],
)
def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(
    country: Country, sign_in: SignIn, wrong: dict, said: str
):
    case_id, client = country.case(at=AT), sign_in(country.director)
    typed = {"day": "20-11-2026", "clock": "9:05", "kind": "phone", "text": "Onthoud dit."} | wrong
    answer = client.post(f"/casussen/{case_id}/contact", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="fault-list"' in page
    assert said.casefold() in page.casefold()
    assert "autofocus" in page
    if "text" not in wrong:
        assert "Onthoud dit." in page
    assert lines(country, case_id, EntryKind.CONTACT) == []


@pytest.mark.parametrize(
    "text", ["مرحبا", "🙂 goed", "İıŞş ﬁ", "<script>alert(1)</script>", "'; DROP TABLE", "a" * 20_000]
)
def test_whatever_people_write_comes_back_as_they_wrote_it(country: Country, sign_in: SignIn, text: str):
    case_id, client = country.case(at=AT), sign_in(country.director)
    assert client.post(f"/casussen/{case_id}/notitie", {"text": text}).status_code == 302
    assert lines(country, case_id, EntryKind.NOTE) == [text]
    page = client.get(f"/casussen/{case_id}/tijdlijn").content.decode()
    assert "<script>alert" not in page


def test_bytes_that_are_no_text_are_answered_calmly(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    answer = client.post(
        f"/casussen/{case_id}/notitie", data=b"text=%ff%fe", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {302, 400, 422}
    assert client.get(f"/casussen/{case_id}/tijdlijn").status_code == 200


def test_a_decision_names_who_and_when(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    typed = {
        "what": "Wij schalen op.",
        "why": "Drie signalen.",
        "worker": str(country.director.worker_id),
        "due_on": "30-11-2026",
        "key": str(new_id()),
    }
    assert client.post(f"/casussen/{case_id}/besluit", typed | {"worker": ""}).status_code == 422
    for _ in range(2):
        assert client.post(f"/casussen/{case_id}/besluit", typed).status_code == 302
    assert lines(country, case_id, EntryKind.DECISION) == ["Drie signalen."]


def agreement(country: Country) -> dict[str, str]:
    return {
        "what": "Bel de huisarts", "why": "", "owner": str(country.director.worker_id), "owner_name": "", "deputy": "",
        "due_on": "27-11-2026", "repeats_days": "0", "key": str(new_id()),
    }  # fmt: skip


def test_an_agreement_sent_twice_is_one(country: Country, sign_in: SignIn):
    case_id, client, typed = country.case(at=AT), sign_in(country.director), agreement(country)
    for _ in range(2):
        assert client.post(f"/casussen/{case_id}/afspraken/nieuw", typed).status_code == 302
    page = client.get(f"/casussen/{case_id}").content.decode()
    assert page.count("Bel de huisarts") == 2  # the agreement, and the line that tells of it
    assert "1 open, 0 gedaan" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"due_on": "20-11-2026"}, "Kies een dag vanaf vandaag."),
        ({"owner": "else"}, "Kies wie het doet."),
        ({"owner": "00000000-0000-7000-8000-000000000000"}, "Kies iemand uit de lijst"),
        ({"what": "y" * 501}, "korter dan 500"),
        ({"deputy": "own"}, "De vervanger moet iemand anders zijn."),
    ],
)
def test_an_agreement_that_does_not_fit_comes_back(country: Country, sign_in: SignIn, wrong: dict, said: str):
    case_id, client = country.case(at=AT), sign_in(country.director)
    if wrong.get("deputy") == "own":
        wrong = {"deputy": str(country.director.worker_id)}
    answer = client.post(f"/casussen/{case_id}/afspraken/nieuw", agreement(country) | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_done_without_javascript_says_so_and_can_be_undone(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    agreement_id = agreed(country, case_id, "Bel de huisarts", TODAY, at=AT)
    url = f"/casussen/{case_id}/afspraken/{agreement_id}"
    answer = client.post(f"{url}/gedaan", {"version": "1", "back": "today"})
    assert answer["Location"] == f"/vandaag?gedaan={agreement_id}"
    page = client.get(answer["Location"]).content.decode()
    assert "Gedaan.</strong>Bel de huisarts" in page
    assert f'action="{url}/weer-open"' in page
    assert client.post(f"{url}/weer-open", {"version": "2", "back": "today"})["Location"] == "/vandaag"
    assert f'action="{url}/gedaan"' in client.get("/vandaag").content.decode()


def test_done_with_htmx_changes_only_the_row(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    agreement_id = agreed(country, case_id, "Bel de huisarts", TODAY, at=AT)
    url = f"/casussen/{case_id}/afspraken/{agreement_id}"
    part = client.post(f"{url}/gedaan", {"version": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<li class="done-row">')
    assert "Ongedaan maken" in part
    row = client.post(f"{url}/weer-open", {"version": "2"}, headers={"HX-Request": "true"}).content.decode()
    assert row.startswith("<li>")
    assert "Verzonnen" in row
    assert 'name="version" value="3"' in row


def test_done_on_an_old_page_overwrites_nothing(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    url = f"/casussen/{case_id}/afspraken/{agreed(country, case_id, 'Bel', TODAY, at=AT)}/gedaan"
    assert client.post(url, {"version": "7"}).status_code == 409
    assert client.post(url, {"version": "x"}).status_code == 400
    assert client.post(url, {"version": "1"}).status_code == 302
    assert client.post(url, {"version": "2"}).status_code == 409


def test_a_role_is_given_covered_and_ended(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    slot = slot_of(country, case_id, "wijkagent")
    url = f"/casussen/{case_id}/rollen/{slot.id}"
    form = client.get(f"{url}/bezetten").content.decode()
    assert form.index("Werker 2, wijkagent") < form.index("Werker 1, casusregisseur")
    typed = {"worker": str(country.officer.worker_id), "since": "23-11-2026"}
    for _ in range(2):
        assert client.post(f"{url}/bezetten", typed).status_code == 302
    assert lines(country, case_id, EntryKind.PEOPLE).count("Werker 2 doet mee") == 1
    again = client.post(f"{url}/bezetten", typed | {"worker": str(country.clinician.worker_id)})
    assert again.status_code == 409
    assert "Deze rol heeft op die dagen al iemand." in again.content.decode()
    assert "selected" in again.content.decode()
    page = client.get(f"/casussen/{case_id}/betrokkenen").content.decode()
    assert "Werker 2" in page
    asked = {"worker": str(country.case_director.worker_id), "since": "23-11-2026", "until": "20-11-2026"}
    assert client.post(f"{url}/vervanger", asked).status_code == 422
    assert client.post(f"{url}/vervanger", asked | {"until": "30-11-2026"}).status_code == 302
    assert slot_of(country, case_id, "wijkagent").deputy_name == "Werker 1"
    assert client.post(f"{url}/stoppen", {"key": str(new_id())}).status_code == 302
    assert slot_of(country, case_id, "wijkagent").cover is Cover.DEPUTY_UNBRIEFED
    with acting(country.officer), pytest.raises(NotVisible):
        cases.case(actor=country.officer, case_id=case_id, at=AT)


def test_a_role_can_be_added_once(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    for _ in range(2):
        assert client.post(f"/casussen/{case_id}/rollen/nieuw", {"role": "behandelaar"}).status_code == 302
    assert client.post(f"/casussen/{case_id}/rollen/nieuw", {"role": "koning"}).status_code == 422
    assert client.get(f"/casussen/{case_id}/betrokkenen").content.decode().count("Behandelaar</p>") == 1


def test_who_may_not_staff_is_told_who_can_help(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.officer)
    slot = slot_of(country, case_id, "wijkagent")
    sign_in(country.director).post(
        f"/casussen/{case_id}/rollen/{slot.id}/bezetten",
        {"worker": str(country.officer.worker_id), "since": "23-11-2026"},
    )
    assert "Rol toevoegen" not in client.get(f"/casussen/{case_id}/betrokkenen").content.decode()
    answer = client.post(f"/casussen/{case_id}/rollen/nieuw", {"role": "behandelaar"})
    assert answer.status_code == 403
    assert "Vraag de regisseur, of de beheerder van je organisatie." in answer.content.decode()


def written(client: Client, case_id: UUID, **changes: str) -> dict[str, str]:
    """Return what the plan form holds, with changes."""
    said = {"own_words_category": "C24", "summary_category": "C24"}
    return values(client.get(f"/casussen/{case_id}/plan/schrijven").content.decode()) | said | changes


def test_a_first_plan_is_written_checked_and_adopted(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    url = f"/casussen/{case_id}/plan"
    assert client.get(f"{url}/vaststellen")["Location"] == f"{url}/schrijven"
    form = written(client, case_id, own_words="Rust in huis.", own_words_on="23-11-2026", health_now="Slaapt slecht.")
    assert client.post(f"{url}/schrijven", form | {"review_on": "01-01-2020"}).status_code == 422
    for _ in range(2):
        said = client.post(f"{url}/schrijven", form)
        assert said.status_code == 302, said.content.decode()
        assert said["Location"] == f"{url}/vaststellen"
    page = client.get(f"{url}/vaststellen").content.decode()
    assert "Er ontbreken nog 2 dingen" in page
    assert "Stel dit plan vast" not in page
    assert client.post(f"{url}/vaststellen", {"version": "1"}).status_code == 422
    form = written(
        client, case_id, health_goal="Een vaste behandelaar.", step1="Bel eerst zelf.", phone1="06 0000 0001"
    )
    assert form["health_now"] == "Slaapt slecht."
    assert client.post(f"{url}/schrijven", form).status_code == 302
    page = client.get(f"{url}/vaststellen").content.decode()
    assert "Er ontbre" not in page
    assert client.post(f"{url}/vaststellen", {"version": values(page)["version"]})["Location"] == f"/casussen/{case_id}"
    page = client.get(f"/casussen/{case_id}").content.decode()
    assert "Vastgesteld. Dit is nu het plan." in page
    assert "“Rust in huis.”" in page
    assert client.post(f"{url}/gelezen").status_code == 302
    assert "nog niet gelezen" not in client.get(f"/casussen/{case_id}").content.decode()


def test_two_who_write_a_plan_see_both_and_choose(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    first, second = sign_in(country.director), sign_in(country.case_director)
    url = f"/casussen/{case_id}/plan/schrijven"
    begun = written(first, case_id, summary="Wat de een schreef.")
    late = written(second, case_id, summary="Wat de ander schreef.", money_goal="Geen enkele schuld.")
    assert first.post(url, begun).status_code == 302
    answer = second.post(url, late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Wat de een schreef." in page
    assert "Wat de ander schreef." in page
    assert "Geld: " in page
    with acting(country.director):
        draft = plans.being_drafted(actor=country.director, case_id=case_id, at=AT)
        assert draft is not None
        assert draft.summary == "Wat de een schreef."
    assert second.post(url, values(page)).status_code == 302
    with acting(country.director):
        draft = plans.being_drafted(actor=country.director, case_id=case_id, at=AT)
        assert draft is not None
        assert (draft.summary, len(draft.goals), len(draft.crisis_steps)) == ("Wat de ander schreef.", 6, 3)


def test_two_who_adopt_get_one_plan_and_a_page_with_both(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT)
    first, second = sign_in(country.director), sign_in(country.case_director)
    url = f"/casussen/{case_id}/plan"
    assert first.post(f"{url}/schrijven", written(first, case_id, own_words="Nieuwe woorden.")).status_code == 302
    assert first.post(f"{url}/vaststellen", {"version": "1"}).status_code == 302
    answer = second.post(f"{url}/vaststellen", {"version": "1"})
    assert answer.status_code == 409
    assert "Versie 3, geldt nu" in answer.content.decode()
    assert "Nieuwe woorden." in answer.content.decode()
    assert first.post(f"{url}/schrijven", written(first, case_id, own_words="Nog nieuwer.")).status_code == 302
    assert first.post(f"{url}/schrijven", written(first, case_id, own_words="Het nieuwst.")).status_code == 302
    page = second.post(f"{url}/vaststellen", {"version": "1"}).content.decode()
    assert "Versie 3, geldt nu" in page
    assert "Versie 4, in de maak" in page


def test_who_does_not_see_the_whole_plan_cannot_write_it_away(country: Country):
    case_id = country.case(at=AT)
    partly = country.director
    adopted(country, case_id, at=AT)
    with as_job(system_actor(reason="test")):
        for table in (Grant, Sight):
            table.objects.filter(case_id=case_id).update(categories=mask(["C01", "C24", "C18"]))
    with acting(partly), pytest.raises(NoMandate):
        plan_services.draft(actor=partly, case_id=case_id, text=plan_text(TODAY), at=AT)
    with acting(partly):
        seen = plans.current(actor=partly, case_id=case_id, at=AT)
        assert seen is not None
        assert [goal.domain for goal in seen.goals] == ["housing"]
        assert set(seen.hidden) == {"health", "money", "network", "safety", "day"}


def test_a_move_is_kept_and_two_moves_are_compared(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT - timedelta(days=9)), sign_in(country.director)
    url = f"/casussen/{case_id}/verhuisd"
    form = values(client.get(url).content.decode()) | {
        "municipality": "enschede",
        "street": "Verzonnenlaan",
        "postcode": "1234 ab",
    }
    assert client.post(url, form | {"municipality": "Verweggistan"}).status_code == 422
    assert client.post(url, form | {"postcode": "12"}).status_code == 422
    assert client.post(url, form).status_code == 302
    with acting(country.director):
        person_id = cases.case(actor=country.director, case_id=case_id, at=AT).person_id
        person = people.persons(person_ids=[person_id])[person_id]
        assert (person.municipality, person.street, person.postcode) == ("GM0153", "Verzonnenlaan", "1234AB")
    answer = client.post(url, form | {"street": "Ergens anders"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Verzonnenlaan" in page
    assert "Ergens anders" in page
    assert client.post(url, values(page)).status_code == 302
    with acting(country.director):
        assert people.persons(person_ids=[person_id])[person_id].street == "Ergens anders"


def test_a_case_closes_once_and_then_nobody_sees_it(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    url = f"/casussen/{case_id}/afsluiten"
    assert client.post(url, {"version": "1", "why": ""}).status_code == 422
    stale = client.post(url, {"version": "9", "why": "Het gaat goed."})
    assert stale.status_code == 409
    assert "Het gaat goed." in stale.content.decode()
    answer = client.post(url, {"version": "1", "why": "Het gaat goed."})
    assert answer["Location"] == "/casussen"
    assert client.get(f"/casussen/{case_id}").status_code == 404
    assert client.post(url, {"version": "2", "why": "Nog eens."}).status_code == 404


def test_a_form_without_its_token_is_refused(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/casussen/{case_id}/notitie", {"text": "x"}).status_code == 403
    assert lines(country, case_id, EntryKind.NOTE) == []
