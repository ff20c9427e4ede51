"""What the page with a verdict shows: one answer, each item with its reason, why, the law, and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from vangnet.access import selectors as access
from vangnet.core.clock import local_day
from vangnet.sharing import selectors, services
from vangnet.sharing.types import Answer, ConsentView, ItemVerdict, NormCite, QuestionView
from vangnet.web.shared.parts import Link
from vangnet.web.shared.visit import Visit
from vangnet.web.sharing import words
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import CaseHead, head
from vangnet.web.sharing.forms import AdviserForm, AnswerForm, ShareForm

# Words, icon and look of the four answers.
ANSWERS: dict[Answer, tuple[Promise, str, str]] = {
    Answer.YES: (gettext_lazy("Ja, dit mag je delen"), "good", "yes"),
    Answer.PARTLY: (gettext_lazy("Ja, een deel"), "partly", ""),
    Answer.CONSENT_FIRST: (gettext_lazy("Vraag eerst toestemming"), "ask", "ask"),
    Answer.NO: (gettext_lazy("Nee, nu niet"), "no", "no"),
}
_MOTIVES = ("necessity_motivated", "strictly_necessary_motivated")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its answer.

    Args:
        reason: why not, or in which form; in the language of the page.
        quote: what the law says about a no, in Dutch.
        step_url: where the secret can be weighed step by step, by who holds it.
    """

    verdict: ItemVerdict
    title: str
    kind: str
    reason: str
    quote: str = ""
    step_url: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page: as typed when one came back, else fresh."""

    answer: AnswerForm | None = None
    share: ShareForm | None = None
    adviser: AdviserForm | None = None


def show(
    request: HttpRequest, visit: Visit, found: QuestionView, *, typed: Forms | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a question with its answer.

    Args:
        typed: forms that came back with something to mend.
    """
    case = head(visit, found.case_id)
    typed, mine = typed or Forms(), found.asked_by == visit.actor.worker_id
    permitted = [verdict for verdict in found.verdicts if verdict.permitted]
    advices = selectors.advice_of_question(actor=visit.actor, question_id=found.id)
    covering = [
        consent
        for consent in selectors.consents(actor=visit.actor, case_id=found.case_id, at=visit.at)
        if consent.holds(local_day(visit.at)) and _covers(consent, found)
    ]
    content = {
        "at": visit.at,
        "head": case,
        "trail": trail(case),
        "asked": found,
        "mine": mine,
        "asker": access.workers(worker_ids=[found.asked_by]).get(found.asked_by),
        "sentence": _sentence(found, case),
        "said": _said(found),
        "rows": [_row(one, found, mine=mine) for one in found.verdicts],
        "permitted": len(permitted),
        "changed": mine and _changed(visit, found, permitted),
        "whys": _whys(found, permitted),
        "consents": covering if permitted else [],
        "allowing": unique(cite for one in permitted for cite in one.cites),
        "others": unique(
            cite for one in found.verdicts if not one.permitted and not _silent(one) for cite in one.cites
        ),
        "missing": mine and bool(found.missing),
        "answer_form": typed.answer or AnswerForm(names=found.missing),
        "share_form": typed.share or ShareForm(),
        "adviser_form": typed.adviser or AdviserForm(),
        "share_button": _share_words(len(permitted)),
        "advices": advices,
        "open_advice": any(advice.finding is None for advice in advices),
        "instead": _instead(found, case, mine=mine),
    }
    return render(request, "sharing/verdict.html", content, status=status)


def _changed(visit: Visit, found: QuestionView, permitted: Sequence[ItemVerdict]) -> bool:
    """Return whether a yes on this page does not hold any more, so that nobody counts on it."""
    return bool(permitted) and services.outdated(
        actor=visit.actor, question_id=found.id, item_ids=[one.item.id for one in permitted], at=visit.at
    )


def _silent(one: ItemVerdict) -> bool:
    """Return whether a no is about care, so that nothing is told of the law behind it."""
    return one.care and one.outcome == "DENY"


def _share_words(count: int) -> str:
    """Return what stands on the button that shares."""
    return gettext("Deel dit onderdeel") if count == 1 else gettext("Deel deze %(n)s onderdelen") % {"n": count}


def _sentence(found: QuestionView, case: CaseHead) -> dict[str, Any]:
    """Return the parts of the question in one sentence; the template puts them together and hides the name."""
    count = len(found.verdicts)
    return {
        "count": ngettext("%(n)s onderdeel", "%(n)s onderdelen", count) % {"n": count},
        "name": case.first_name,
        "to": found.receiver.name,
        "org": words.say("receivers", found.receiver.org_type),
        "role": words.say("roles", found.receiver.role) if found.receiver.role != "medewerker" else "",
        "purpose": words.say("purposes", found.purpose),
    }


def _said(found: QuestionView) -> dict[str, Any]:
    """Return the one answer: its words, its looks and one sentence under it."""
    words_of, icon, look = ANSWERS[found.answer]
    title, under = str(words_of), ""
    if found.answer is Answer.YES and all(one.outcome == "ALLOW_DUTY" for one in found.verdicts):
        title = gettext("Ja, en je moet dit delen")
        under = gettext("Doe je het niet, leg dan vast welke zwaarwegende redenen je hebt.")
    elif found.answer is Answer.NO and found.missing:
        under = gettext("Er ontbreekt nog iets. Beantwoord de vragen, dan kijkt Vangnet opnieuw.")
    elif found.answer is Answer.NO and any(one.awaits_adviser for one in found.verdicts):
        under = gettext("Alles is vastgelegd, maar de wettekst is nog niet nagelezen. Vraag de privacy-adviseur.")
    elif found.answer is Answer.CONSENT_FIRST:
        under = gettext("Met toestemming van de persoon komt delen dichterbij.")
    return {"title": title, "icon": icon, "look": look, "under": under}


def _row(one: ItemVerdict, found: QuestionView, *, mine: bool) -> ItemRow:
    title, kind = one.item.title, words.say("categories", one.item.category)
    if one.permitted:
        form = words.say("forms", one.output_form)
        reason = gettext("Hoogstens: %(form)s.") % {"form": form} if one.outcome != "HUMAN" else ""
        return ItemRow(one, title, kind, reason or gettext("De privacy-adviseur zei ja. Deel niet meer dan nodig."))
    steps = reverse("web:share-steps", args=[found.id, one.item.id]) if one.secret and mine else ""
    reason, quote = _why_not(one)
    return ItemRow(one, title, kind, reason, quote, steps)


def _why_not(one: ItemVerdict) -> tuple[str, str]:
    """Return why an item may not go, and what the law says about it; about care always the same."""
    if _silent(one):
        said = gettext("Dit valt onder zorg. Daarover kan nu niets worden gedeeld.")
        return (f"{said} {gettext('Vraag eerst toestemming.')}" if one.consent_helps else said), ""
    if one.consent_helps:
        return gettext("Daarvoor is eerst toestemming van de persoon nodig."), ""
    if one.outcome == "DENY":
        quotes = [cite.explanation for cite in one.cites]
        return (
            ("", quotes[0])
            if quotes
            else (gettext("Geen enkele wet laat dit toe voor deze ontvanger en dit doel."), "")
        )
    if one.awaits_adviser:
        return gettext("Hier beslist een mens die de wettekst heeft gelezen: de privacy-adviseur."), ""
    count = len(one.missing)
    return ngettext("Er ontbreekt nog %(n)s antwoord.", "Er ontbreken nog %(n)s antwoorden.", count) % {"n": count}, ""


def _whys(found: QuestionView, permitted: Sequence[ItemVerdict]) -> list[str]:
    """Return the motives that people wrote for what may go, each once."""
    notes: list[str] = []
    for one in permitted:
        known = selectors.facts(
            case_id=found.case_id, receiver_org=found.receiver.org_type, purpose=found.purpose, item_id=one.item.id
        )
        notes += [known[name].note for name in _MOTIVES if name in known and known[name].value and known[name].note]
    return list(dict.fromkeys(notes))


def _instead(found: QuestionView, case: CaseHead, *, mine: bool) -> list[Link]:
    """Return what one can do when something may not go; the ways that lead somewhere first."""
    closed = [one for one in found.verdicts if not one.permitted]
    ways: list[Link] = []
    if mine and any(one.consent_helps for one in closed):
        asked = "&".join(
            [f"aan={found.receiver.org_type}", f"waarvoor={found.purpose}", f"vraag={found.id}"]
            + [f"over={code}" for code in sorted({one.item.category for one in closed if one.consent_helps})]
        )
        url = f"{reverse('web:consent-new', args=[case.id])}?{asked}"
        ways.append(Link(gettext("Vraag toestemming en leg die vast"), url, icon="consent"))
    return ways


def unique(cites: Any) -> list[NormCite]:
    """Return norms, each once, in the order in which they came."""
    return list({cite.key: cite for cite in cites}.values())


def _covers(consent: ConsentView, found: QuestionView) -> bool:
    categories = {one.item.category for one in found.verdicts if one.permitted}
    return (
        found.receiver.org_type in consent.receivers
        and found.purpose in consent.purposes
        and bool(categories & consent.categories)
    )
