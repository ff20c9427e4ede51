"""The step plan for professional secrecy: one question a page, every motive apart, and only for who holds the secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from vangnet.core.clock import local_day
from vangnet.core.workdays import add_workdays
from vangnet.sharing import selectors, services
from vangnet.sharing.types import STEPS, NewStep, QuestionView, StepAsk, StepView
from vangnet.web.shared import example_days, fields
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.typed import LongText, PlainText
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.asking import trail
from vangnet.web.sharing.case import head

LAST = STEPS[-1]
TEXT = 5_000


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in the list beside the question."""

    words: words.StepWords
    taken: StepView | None
    current: bool
    url: str


class StepForm(fields.Form):
    """One step: yes or no and why; a yes to some asks for each point apart, a colleague, and a day to look again."""

    def __init__(self, *args: Any, ask: StepAsk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.keys, said = ask.step, ask.keys, words.step_words(ask.step)
        # What belongs to a yes is asked for as long as nobody said no; one of several statutes has its own points.
        self.demanded = (not self.is_bound or self.data.get("yes") == "yes") and not ask.keys
        if ask.step != LAST:
            self.fields["yes"] = forms.ChoiceField(
                label=gettext("Jouw antwoord"),
                choices=[("yes", said.yes), ("no", said.no)],
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Kies een antwoord.")},
            )
        self.fields["why"] = LongText(
            label=said.why, rows=3, max_length=TEXT, error_messages={"required": gettext("Schrijf op waarom.")}
        )
        if self.keys:
            self.fields["key_norm"] = forms.ChoiceField(
                label=gettext("Welke wet?"),
                choices=[(norm.id, f"{norm.legal_basis.cite()}: {norm.explanation_nl}") for norm in self.keys],
                widget=forms.RadioSelect,
                required=False,
            )
        self.points = list(dict.fromkeys([*ask.points, *(name for norm in ask.keys for name in norm.facts_required)]))
        for name in self.points:
            self._point(words.fact_question(name))
        if ask.colleague:
            self.fields["colleague"] = PlainText(
                label=gettext("Met welke collega heb je overlegd?"),
                help_text=gettext("Naam en functie. Iemand die hier niet zelf bij betrokken is."),
                max_length=120,
                required=self.demanded,
                error_messages={"required": gettext("Schrijf op met welke collega je hebt overlegd.")},
            )
        if ask.reviewed:
            self.fields["review_on"] = fields.DayField(
                label=gettext("Wanneer kijk je hier opnieuw naar?"),
                help_text=example_days.TODAY,
                required=self.demanded,
            )

    def _point(self, asked: words.FactQuestion) -> None:
        if asked.yes_no and not self.keys:
            self.fields[f"{asked.name}_yes"] = forms.ChoiceField(
                label=asked.text,
                choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee"))],
                widget=forms.RadioSelect,
                required=self.demanded,
                error_messages={"required": gettext("Kies ja of nee.")},
            )
        label = gettext("Waarom?") if asked.yes_no and not self.keys else asked.text
        self.fields[asked.name] = LongText(
            label=label,
            rows=2,
            max_length=TEXT,
            required=self.demanded,
            error_messages={"required": gettext("Schrijf dit op in eigen woorden.")},
        )

    @property
    def said_yes(self) -> bool:
        """Return whether the step was answered with yes; the last one knows no other answer."""
        return self.step == LAST or self.cleaned_data.get("yes") == "yes"

    def clean(self) -> dict[str, Any]:
        """See to it that a yes to T5 says which statute; the words are judged by the rules."""
        data = super().clean() or {}
        if self.keys and data.get("yes") == "yes" and not data.get("key_norm"):
            self.add_error("key_norm", gettext("Kies welke wet geldt."))
        return data

    def taken(self) -> NewStep:
        """Return the step as the stage keeps it."""
        data = self.cleaned_data
        chosen = next((norm for norm in self.keys if norm.id == data.get("key_norm")), None)
        points = list(chosen.facts_required) if chosen is not None else [] if self.keys else self.points
        facts = {name: (data.get(f"{name}_yes", "yes") == "yes", data.get(name, "")) for name in points}
        return NewStep(
            step=self.step,
            yes=self.said_yes,
            why=data["why"],
            facts=facts if self.said_yes else {},
            colleague=data.get("colleague", ""),
            review_on=data.get("review_on"),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def step(request: HttpRequest, visit: Visit, question_id: UUID, item_id: UUID) -> HttpResponse:
    """Show one step, keep its answer, and go to the next; a yes leads back to the law."""
    found = selectors.question(actor=visit.actor, question_id=question_id, at=visit.at)
    taken = selectors.steps(actor=visit.actor, question_id=question_id, item_id=item_id, at=visit.at)
    now = _current(request.GET.get("stap", ""), taken)
    ask = selectors.step_ask(actor=visit.actor, question_id=question_id, item_id=item_id, step=now, at=visit.at)
    case, item = head(visit, found.case_id), ask.item
    form = StepForm(request.POST or None, ask=ask, initial={"review_on": _review(ask, visit)})
    status = status_of(form)
    if form.is_bound and status == 200:
        following: list[str] = []
        status = attempt(
            form,
            lambda: following.append(
                services.take_step(
                    actor=visit.actor, question_id=question_id, item_id=item_id, step=form.taken(), at=visit.at
                )
            ),
        )
        if status is SAVED:
            messages.success(request, gettext("Vastgelegd."))
            return _onward(visit, found, ask, form, following[0])
    here = reverse("web:share-steps", args=[question_id, item_id])
    content = {
        "at": visit.at,
        "head": case,
        "trail": [*trail(case), Link(gettext("Mag ik dit delen?"), reverse("web:share-verdict", args=[question_id]))],
        "item": item,
        "category": words.say("categories", item.category),
        "to": found.receiver.name,
        "org": words.say("receivers", found.receiver.org_type),
        "purpose": words.say("purposes", found.purpose),
        "now": words.step_words(now),
        "nr": STEPS.index(now) + 1,
        "total": len(STEPS),
        "keys": ask.keys,
        "form": form,
        "plain": [form[name] for name in form.fields if name != "key" and not _belongs(form, name)],
        "points": _points(form),
        "steps": [StepRow(words.step_words(one), taken.get(one), one == now, f"{here}?stap={one}") for one in STEPS],
        "question_id": question_id,
    }
    return render(request, "sharing/step.html", content, status=status)


def _points(form: StepForm) -> list[list[Any]]:
    """Return the fields of each point that stands apart, a choice and its words together."""
    return [[form[key] for key in (f"{name}_yes", name) if key in form.fields] for name in form.points]


def _belongs(form: StepForm, name: str) -> bool:
    """Return whether a field is part of a point that stands apart."""
    return name in form.points or name.removesuffix("_yes") in form.points


def _current(wanted: str, taken: dict[str, StepView]) -> str:
    """Return the step that is shown: the one asked for, else the first that was not answered yet."""
    return wanted if wanted in STEPS else next((one for one in STEPS if one not in taken), LAST)


def _review(ask: StepAsk, visit: Visit) -> date | None:
    """Return a day to look again that fits most: the next working day after an emergency, else two weeks."""
    return add_workdays(local_day(visit.at), 1 if ask.step == "T3" else 10) if ask.reviewed else None


def _onward(visit: Visit, found: QuestionView, ask: StepAsk, form: StepForm, following: str) -> HttpResponse:
    """Go on after an answer: to the next step, to consent, or to the new answer of the law."""
    if following:
        return redirect(f"{reverse('web:share-steps', args=[found.id, ask.item.id])}?stap={following}")
    if form.step == "T4":
        scope = f"aan={found.receiver.org_type}&over={ask.item.category}&waarvoor={found.purpose}&vraag={found.id}"
        return redirect(f"{reverse('web:consent-new', args=[found.case_id])}?{scope}")
    asked = services.ask_again(actor=visit.actor, question_id=found.id, at=visit.at, key=form.cleaned_data["key"])
    return redirect("web:share-verdict", asked.id)
