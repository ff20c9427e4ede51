"""The forms of a plan: an agreement, the plan itself, and that it still fits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.core.clock import Instant, local_day
from vangnet.plans.types import (
    UNSAID_CATEGORY,
    CrisisStepText,
    GoalState,
    GoalText,
    NewAgreement,
    PlanText,
    PlanView,
)
from vangnet.web.cases.choosing import Choices
from vangnet.web.cases.forms import long_text
from vangnet.web.cases.words import DOMAINS, PASSAGES, STATES
from vangnet.web.shared import example_days, fields

STEPS = 5
SOMEBODY_ELSE = "else"
_EVERY = ((0, gettext_lazy("Eén keer")), (7, gettext_lazy("Elke week")), (14, gettext_lazy("Elke twee weken")),
          (28, gettext_lazy("Elke vier weken")))  # fmt: skip


class AgreementForm(fields.Form):
    """Something somebody does by a day."""

    what = forms.CharField(
        label=gettext_lazy("Wat gebeurt er?"),
        max_length=500,
        help_text=gettext_lazy("Begin met een werkwoord: bel, ga langs, betaal."),
        error_messages={
            "required": gettext_lazy("Schrijf op wat er gebeurt."),
            "max_length": gettext_lazy("Houd het korter dan 500 tekens"),
        },
    )
    why = long_text(gettext_lazy("Waarom is dat nodig?"), rows=2, required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Wie doet dit?"),
        error_messages={
            "required": gettext_lazy("Kies wie het doet."),
            "invalid_choice": gettext_lazy("Kies iemand uit de lijst"),
        },
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Naam, als het iemand anders is"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld de persoon zelf, of een zus"),
    )
    deputy = forms.ChoiceField(label=gettext_lazy("Wie vervangt?"), required=False)
    due_on = fields.DayField(label=gettext_lazy("Wanneer is het klaar?"), help_text=example_days.SOON)
    repeats_days = forms.TypedChoiceField(label=gettext_lazy("Hoe vaak?"), choices=_EVERY, coerce=int, initial=0)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, deputy = (cast(forms.ChoiceField, self.fields[name]) for name in ("owner", "deputy"))
        owner.choices = [("", gettext("Kies iemand")), *people, (SOMEBODY_ELSE, gettext("Iemand anders"))]
        deputy.choices = [("", gettext("Nog niemand")), *people]

    def agreement(self) -> NewAgreement:
        """Return what was written; the form is valid."""
        said = self.cleaned_data
        known = said["owner"] != SOMEBODY_ELSE
        return NewAgreement(
            what=said["what"],
            why=said["why"],
            owner_id=UUID(said["owner"]) if known else None,
            owner_name="" if known else said["owner_name"],
            deputy_id=UUID(said["deputy"]) if said["deputy"] else None,
            due_on=said["due_on"],
            repeats_days=said["repeats_days"],
        )


class SettleForm(fields.Form):
    """Somebody looked, and the plan still fits."""

    how = long_text(
        gettext_lazy("Waarom past het plan nog?"),
        rows=3,
        error_messages={"required": gettext_lazy("Schrijf op waarom het plan nog klopt.")},
    )


def _what_is_in_it() -> forms.ChoiceField:
    """Return the question what a text holds, which decides who reads it."""
    field = forms.ChoiceField(
        label=gettext_lazy("Wat staat hierin?"),
        help_text=gettext_lazy("Dit bepaalt wie het leest. Staat er meer in? Kies dan wat het meest privé is."),
        choices=[("", gettext_lazy("Kies wat hierin staat")), *PASSAGES.items()],
        required=False,
    )
    field.sometimes = True  # type: ignore[attr-defined]
    return field


def _when_said() -> fields.DayField:
    """Return the question on which day own words were said: needed as soon as there are any."""
    field = fields.DayField(label=gettext_lazy("Wanneer is dat gezegd?"), required=False)
    field.sometimes = True  # type: ignore[attr-defined]
    return field


class PlanForm(fields.VersionedForm):
    """A whole plan. The version is that of the draft on the screen; 0 while there is none."""

    own_words = long_text(
        gettext_lazy("In eigen woorden"),
        rows=3,
        required=False,
        help_text=gettext_lazy("Wat wil de persoon zelf? Schrijf het op zoals het is gezegd."),
    )
    own_words_on = _when_said()
    own_words_category = _what_is_in_it()
    summary = long_text(gettext_lazy("Waar gaat dit plan over?"), rows=3, required=False)
    summary_category = _what_is_in_it()
    review_on = fields.DayField(
        label=gettext_lazy("Wanneer kijken we het plan na?"),
        help_text=example_days.REVIEW,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, str(STATES[state][0])) for state in GoalState]
        for domain in DOMAINS:
            self.fields[f"{domain}_state"] = forms.ChoiceField(
                label=gettext("Hoe gaat het?"), choices=states, required=False, initial=GoalState.NOT_BEGUN.value
            )
            self.fields[f"{domain}_now"] = long_text(gettext("Wat is er nu?"), rows=2, required=False)
            self.fields[f"{domain}_goal"] = long_text(gettext("Waar gaan we heen?"), rows=2, required=False)
            self.fields[f"{domain}_who"] = forms.CharField(
                label=gettext("Wie trekt het?"), max_length=200, required=False
            )
        for nr in range(1, STEPS + 1):
            self.fields[f"step{nr}"] = forms.CharField(
                label=gettext("Stap %(nr)s") % {"nr": nr}, max_length=500, required=False
            )
            self.fields[f"phone{nr}"] = forms.CharField(
                label=gettext("Telefoon bij stap %(nr)s") % {"nr": nr}, max_length=20, required=False
            )

    def full_label(self, name: str) -> str:
        """Return the label of a field as it reads outside its group: "Wonen: wat is er nu?"."""
        label, domain = str(self.fields[name].label), name.partition("_")[0]
        return f"{DOMAINS[domain][0]}: {label}" if domain in DOMAINS else label

    def groups(self) -> list[dict[str, object]]:
        """Return the life domains, each with its fields."""
        parts = ("state", "now", "goal", "who")
        return [
            {"key": domain, "name": name, "icon": icon, "fields": [self[f"{domain}_{part}"] for part in parts]}
            for domain, (name, icon) in DOMAINS.items()
        ]

    def steps(self) -> list[dict[str, object]]:
        """Return the steps of what to do when it goes wrong, each with its fields."""
        return [{"nr": nr, "text": self[f"step{nr}"], "phone": self[f"phone{nr}"]} for nr in range(1, STEPS + 1)]

    def plan(self) -> PlanText:
        """Return what was written; the form is valid. A life domain of which nothing is said is left out."""
        said = self.cleaned_data
        goals = []
        for domain in DOMAINS:
            now, goal, who = (said[f"{domain}_{part}"].strip() for part in ("now", "goal", "who"))
            if now or goal or who:
                state = GoalState(said[f"{domain}_state"] or GoalState.NOT_BEGUN)
                goals.append(GoalText(domain, state, now, goal, who))
        steps = [CrisisStepText(said[f"step{nr}"].strip(), said[f"phone{nr}"].strip()) for nr in range(1, STEPS + 1)]
        return PlanText(
            own_words=said["own_words"],
            own_words_on=said["own_words_on"],
            own_words_category=said["own_words_category"] if said["own_words"].strip() else UNSAID_CATEGORY,
            summary_category=said["summary_category"] if said["summary"].strip() else UNSAID_CATEGORY,
            summary=said["summary"],
            review_on=said["review_on"],
            goals=tuple(goals),
            crisis_steps=tuple(step for step in steps if step.text),
        )


def first_values(plan: PlanView | None, *, version: int, at: Instant) -> dict[str, Any]:
    """Return what the form shows at first: the draft, else the plan that counts now, else nothing but a review date.

    Args:
        plan: to start from.
        version: of the draft on the screen, 0 while there is none.
    """
    soon = local_day(at) + timedelta(days=91)
    if plan is None:
        return {"version": version, "review_on": soon}
    values: dict[str, Any] = {
        "version": version,
        "own_words": plan.own_words,
        "own_words_on": plan.own_words_on,
        "own_words_category": plan.own_words_category,
        "summary_category": plan.summary_category,
        "summary": plan.summary,
        "review_on": max(plan.review_on, soon) if version == 0 else plan.review_on,
    }
    for goal in plan.goals:
        values |= {
            f"{goal.domain}_state": goal.state.value,
            f"{goal.domain}_now": goal.now,
            f"{goal.domain}_goal": goal.goal,
            f"{goal.domain}_who": goal.who,
        }
    for nr, step in enumerate(plan.crisis_steps[:STEPS], start=1):
        values |= {f"step{nr}": step.text, f"phone{nr}": step.phone}
    return values
