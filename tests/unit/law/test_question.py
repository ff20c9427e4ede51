"""Input is strict: what is not in the closed lists is refused, and the field is named."""

from __future__ import annotations

import copy

import pytest

from vangnet.law.errors import QuestionInvalid
from vangnet.law.loader import standard_norms
from vangnet.law.question import question_data, read_question

NORMS = standard_norms()
GOOD = {
    "giver": {"org_type": "GGZ", "role": "behandelaar", "bound_by_secrecy": True},
    "receiver": {"org_type": "ZVH", "role": "procesregisseur"},
    "subject_circle": "notified_person",
    "category": "C15",
    "purpose": "zvh_case",
    "phase": "F3",
    "on": "2026-11-02",
    "facts": {"necessity_motivated": True, "supplier_agrees": False},
    "consent": {
        "receivers": ["ZVH"],
        "categories": ["C15"],
        "purposes": ["zvh_case"],
        "explicit": True,
        "withdrawn": False,
        "valid_until": "2027-05-01",
    },
    "invoked_ground": "W14",
    "requested_form": "O3",
    "assume_verified": True,
}
REMOVED = object()


def changed(path, value):
    data = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    place = data
    for step in way:
        place = place[step]
    if value is REMOVED:
        del place[last]
    else:
        place[last] = value
    return data


def test_a_question_comes_back_as_it_was():
    assert question_data(read_question(GOOD, NORMS)) == GOOD


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        *(
            (name, REMOVED, name)
            for name in ("giver", "receiver", "subject_circle", "category", "purpose", "phase", "on", "facts")
        ),
        *((name, None, name) for name in GOOD),
        *((name, 1, name) for name in GOOD),
        *((name, [], name) for name in GOOD),
        ("giver.org_type", REMOVED, "giver.org_type"),
        ("giver.role", REMOVED, "giver.role"),
        ("giver.bound_by_secrecy", REMOVED, "giver.bound_by_secrecy"),
        ("giver.bound_by_secrecy", 1, "giver.bound_by_secrecy"),
        ("giver.bound_by_secrecy", "true", "giver.bound_by_secrecy"),
        ("giver.name", "Jan", "giver.name"),
        ("receiver.bound_by_secrecy", False, "receiver.bound_by_secrecy"),
        ("receiver.role", "koning", "receiver.role"),
        ("receiver.org_type", "pol", "receiver.org_type"),
        ("subject_circle", "neighbour", "subject_circle"),
        ("category", "C35", "category"),
        ("category", "c15", "category"),
        ("category", "C15 ", "category"),
        ("purpose", "ANY", "purpose"),
        ("phase", "F7", "phase"),
        ("on", "02-11-2026", "on"),
        ("on", "2026-02-30", "on"),
        ("on", "2026-11-02T00:00:00", "on"),
        ("on", "20261102", "on"),
        ("on", "2026-W45-1", "on"),
        ("on", "２０２６-11-02", "on"),
        ("on", "0000-01-01", "on"),
        ("facts.necessity_motivated", None, "facts.necessity_motivated"),
        ("facts.necessity_motivated", 1, "facts.necessity_motivated"),
        ("facts.necessity_motivated", "yes", "facts.necessity_motivated"),
        ("facts.is_dangerous", True, "facts.is_dangerous"),
        ("facts.no_care_key", False, "facts.no_care_key"),
        ("facts.giver_bound", True, "facts.giver_bound"),
        ("consent.receivers", "ZVH", "consent.receivers"),
        ("consent.receivers", ["ANY"], "consent.receivers[0]"),
        ("consent.receivers", ["ZVH", None], "consent.receivers[1]"),
        ("consent.categories", REMOVED, "consent.categories"),
        ("consent.explicit", REMOVED, "consent.explicit"),
        ("consent.explicit", None, "consent.explicit"),
        ("consent.withdrawn", None, "consent.withdrawn"),
        ("consent.valid_until", None, "consent.valid_until"),
        ("consent.valid_until", "2027-13-01", "consent.valid_until"),
        ("consent.text", "ja", "consent.text"),
        ("invoked_ground", "Z99", "invoked_ground"),
        ("invoked_ground", "W14.1", "invoked_ground"),
        ("invoked_ground", "", "invoked_ground"),
        ("requested_form", "O0", "requested_form"),
        ("requested_form", "O6", "requested_form"),
        ("assume_verified", "false", "assume_verified"),
        ("priority", 1, "priority"),
    ],
)
def test_what_is_outside_the_lists_is_refused_by_name(path, value, field):
    with pytest.raises(QuestionInvalid) as refused:
        read_question(changed(path, value), NORMS)
    assert field in refused.value.fields


LONG = "x" * 61


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("giver", REMOVED, {"giver": "ontbreekt"}),
        ("giver", 1, {"giver": "moet een object met velden zijn"}),
        ("giver", {}, {f"giver.{name}": "ontbreekt" for name in ("org_type", "role", "bound_by_secrecy")}),
        ("receiver", REMOVED, {"receiver": "ontbreekt"}),
        ("on", REMOVED, {"on": "ontbreekt"}),
        ("on", "2026-02-30", {"on": "moet een bestaande datum zijn in de vorm JJJJ-MM-DD"}),
        ("facts", REMOVED, {"facts": "ontbreekt"}),
        ("facts", [], {"facts": "moet een object zijn; het mag leeg zijn"}),
        ("facts.is_dangerous", True, {"facts.is_dangerous": "onbekend feit"}),
        (
            "facts.no_care_key",
            False,
            {"facts.no_care_key": "wordt door Vangnet afgeleid en mag niet worden meegegeven"},
        ),
        (
            "facts.necessity_motivated",
            None,
            {"facts.necessity_motivated": "moet true of false zijn; laat een onbekend feit weg"},
        ),
        ("category", 1, {"category": "moet een code zijn (tekst)"}),
        ("category", "C99", {"category": "onbekende code 'C99'"}),
        ("category", LONG[1:], {"category": f"onbekende code '{LONG[1:]}'"}),
        ("category", LONG, {"category": f"onbekende code '{LONG[:57]}...'"}),
        ("giver.name", "Jan", {"giver.name": "onbekend veld"}),
        ("priority", 1, {"priority": "onbekend veld"}),
        ("giver.bound_by_secrecy", 1, {"giver.bound_by_secrecy": "moet true of false zijn"}),
        ("consent", None, {"consent": "moet een object met velden zijn"}),
        (
            "consent",
            {},
            {f"consent.{name}": "ontbreekt" for name in ("receivers", "categories", "purposes", "explicit")},
        ),
        ("consent.receivers", "ZVH", {"consent.receivers": "moet een lijst van codes zijn"}),
        (
            "consent.receivers",
            ["ZVH", None, "X"],
            {"consent.receivers[1]": "moet een code zijn (tekst)", "consent.receivers[2]": "onbekende code 'X'"},
        ),
        (
            "consent.valid_until",
            "morgen",
            {"consent.valid_until": "moet een bestaande datum zijn in de vorm JJJJ-MM-DD"},
        ),
        ("assume_verified", "false", {"assume_verified": "moet true of false zijn"}),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_else(path, value, told):
    with pytest.raises(QuestionInvalid) as refused:
        read_question(changed(path, value), NORMS)
    assert refused.value.fields == told
    assert (refused.value.code, refused.value.nl, refused.value.en) == (
        "question-invalid",
        "Deze vraag is niet te lezen. Verbeter wat hieronder staat.",
        "This question cannot be read. Mend what is named below.",
    )


@pytest.mark.parametrize("data", [None, [], "vraag", 3, True])
def test_something_that_is_no_object_is_refused(data):
    with pytest.raises(QuestionInvalid) as refused:
        read_question(data, NORMS)
    assert "input" in refused.value.fields


def test_every_fault_is_told_at_once():
    data = changed("category", "C99")
    data["phase"] = "F9"
    data["facts"] = {"onzin": True, "supplier_agrees": None}
    with pytest.raises(QuestionInvalid) as refused:
        read_question(data, NORMS)
    assert set(refused.value.fields) == {"category", "phase", "facts.onzin", "facts.supplier_agrees"}


def test_the_optional_fields_may_be_left_out():
    data = {
        key: one
        for key, one in GOOD.items()
        if key not in ("consent", "invoked_ground", "requested_form", "assume_verified")
    }
    question = read_question(data, NORMS)
    assert question.consent is None
    assert question.assume_verified is False


@pytest.mark.parametrize("form", ["O1", "O2", "O3", "O4", "O5"])
def test_each_form_may_be_asked_for(form):
    assert read_question(changed("requested_form", form), NORMS).requested_form == form


def test_consent_without_its_optional_fields_holds():
    data = changed("consent.withdrawn", REMOVED)
    del data["consent"]["valid_until"]
    consent = read_question(data, NORMS).consent
    assert consent is not None
    assert consent.withdrawn is False and consent.valid_until is None
