"""What every page of a case shows: who it is about, how it stands, who directs, and the ways through the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from vangnet.access import selectors as access
from vangnet.access.selectors.restrictions import in_force
from vangnet.access.types import RestrictionView, SightView
from vangnet.cases import selectors as cases
from vangnet.cases.types import CaseView, SlotView
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.people import selectors as people
from vangnet.people.types import PartialDate, PersonView
from vangnet.plans import selectors as plans
from vangnet.plans.types import PlanView, Standing
from vangnet.web.cases.words import COVERED, LEVELS
from vangnet.web.shared import screen, words
from vangnet.web.shared.parts import Link
from vangnet.web.shared.restricted import RESTRICTIONS
from vangnet.web.shared.visit import Visit

Tab = Literal["plan", "timeline", "documents", "people", "sharing", "earlier", "looked"]
_DIRECTING = ("procesregisseur", "casusregisseur", "levensloopaanbieder_regisseur")


@dataclass(frozen=True, slots=True)
class Pill:
    """The state of the case in one to three words."""

    text: str
    tone: words.Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the four facts under the name."""

    label: str
    value: str
    detail: str
    late: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as the visitor sees it, read once for the whole page.

    Args:
        place: name of the municipality of stay.
    """

    sight: SightView
    case: CaseView
    person: PersonView
    place: str
    slots: Sequence[SlotView]
    standing: Standing

    @property
    def plan(self) -> PlanView | None:
        """Return the plan that counts."""
        return self.standing.current

    @property
    def gaps(self) -> int:
        """Return in how many required roles nobody stands today."""
        return sum(1 for slot in self.slots if slot.required and slot.cover not in COVERED)

    @property
    def director(self) -> SlotView | None:
        """Return the slot of whoever directs the case, if somebody holds it."""
        held = {slot.role: slot for slot in self.slots if slot.holder_id is not None}
        return next((held[role] for role in _DIRECTING if role in held), None)


def opened(visit: Visit, case_id: UUID, *, whole: bool = False) -> Opened:
    """Read a case for a page; the selectors record the read.

    Args:
        whole: read all of the plan, and not only what the head of the page names.

    Raises:
        NotVisible: absent, or not in sight.
    """
    found = cases.opened(actor=visit.actor, case_id=case_id, at=visit.at)
    sight, case = found.sight, found.case
    person = people.persons(person_ids=[case.person_id]).get(case.person_id)
    if person is None:
        raise NotVisible
    return Opened(
        sight=sight,
        case=case,
        person=person,
        place=found.place,
        slots=cases.slots(case_id=case_id, day=local_day(visit.at)),
        standing=plans.standing(actor=visit.actor, case_id=case_id, at=visit.at, sight=sight, head_only=not whole),
    )


def frame(found: Opened, visit: Visit, tab: Tab) -> dict[str, object]:
    """Return what the head of a case page needs."""
    return {
        "at": visit.at,
        "today": local_day(visit.at),
        "me": visit.actor.worker_id,
        "tab": tab,
        "case": found.case,
        "person": found.person,
        "plan": found.plan,
        "standing": found.standing,
        "about": _about(found, local_day(visit.at)),
        "pills": _pills(found, visit),
        "restrictions": _restrictions(found),
        "facts": _facts(found, visit),
        "trail": [Link(gettext("Casussen"), reverse("web:cases"))],
        "tabs": _tabs(found, visit, tab),
        "may": {
            "agree": access.may(actor=visit.actor, act="plans.agree"),
            "draft": access.may(actor=visit.actor, act="plans.draft"),
            "adopt": access.may(actor=visit.actor, act="plans.adopt"),
            "decide": access.may(actor=visit.actor, act="cases.decide"),
            "staff": access.may(actor=visit.actor, act="cases.staff"),
            "close": access.may(actor=visit.actor, act="cases.close"),
            "contact": access.may(actor=visit.actor, act="cases.record_contact"),
            "keep": access.may(actor=visit.actor, act="cases.reprocess"),
            "elsewhere": access.may(actor=visit.actor, act="handovers.ask"),
            "shut_out": access.may(actor=visit.actor, act="access.lock_out"),
            "look": access.may(actor=visit.actor, act="cases.audit"),
        },
    }


def _restrictions(found: Opened) -> list[tuple[str, RestrictionView]]:
    """Return why data about the person are only stored for now; asks nothing when they are not."""
    if not found.sight.restricted:
        return []
    return [(str(RESTRICTIONS[one.ground]), one) for one in in_force(subject_id=found.sight.subject_id)]


def born(birth: PartialDate) -> date | int | None:
    """Return a birth date as the words about age want it: the day, the year alone, or nothing."""
    return date(birth.year, birth.month, birth.day) if birth.is_known else birth.year or None


def _about(found: Opened, today: date) -> list[str]:
    """Return the line of facts under the name."""
    person = found.person
    facts = [words.age_words(born(person.birth), today, screen.language()), found.place]
    if person.no_fixed_address:
        facts.append(gettext("geen vast adres"))
    elif person.secret_address:
        facts.append(gettext("adres is geheim"))
    elif person.street:
        facts.append(f"{person.street} {person.house_number}".strip())
    shown = () if screen.is_shared() else facts
    return [fact for fact in (*shown, f"{gettext('casus')} {found.case.number}") if fact]


def _pills(found: Opened, visit: Visit) -> list[Pill]:
    plan, pills = found.plan, []
    if found.sight.restricted:
        return [Pill(gettext("Beperkt"), "now", "warning")]
    until = found.sight.until
    if until is not None and until <= visit.at + timedelta(days=1):
        # Whoever opened it in an emergency reads on, and must know when it closes.
        pills.append(Pill(gettext("Voor jou open tot %(time)s") % {"time": words.time_words(until)}, "now", "clock"))
    if plan is None:
        pills.append(Pill(gettext("Geen plan"), "late", "warning"))
    elif plan.review_on < local_day(visit.at):
        pills.append(Pill(gettext("Plan over de datum"), "late", "late"))
    elif plan.flags:
        pills.append(Pill(gettext("Plan nakijken"), "now", "warning"))
    else:
        pills.append(Pill(gettext("Plan loopt"), "good", "good"))
    if found.gaps:
        text = ngettext("%(n)s rol zonder iemand", "%(n)s rollen zonder iemand", found.gaps) % {"n": found.gaps}
        pills.append(Pill(text, "late", "person"))
    if found.case.level:
        pills.append(Pill(str(LEVELS.get(found.case.level, "")), "now", "escalated"))
    return pills


def _facts(found: Opened, visit: Visit) -> list[Fact]:
    today, language = local_day(visit.at), screen.language()

    def day(value: date) -> str:
        return words.day_words(value, today, language, short=False)

    director, plan, case = found.director, found.plan, found.case
    directing = Fact(gettext("Regie"), gettext("Niemand"), gettext("Kies iemand bij Betrokkenen"))
    if director is not None:
        away = director.holder_away_until
        detail = director.holder_agency
        if away is not None:
            detail = gettext("afwezig, terug op %(day)s") % {"day": words.day_words(away, today, language)}
        directing = Fact(gettext("Regie"), director.holder_name, detail)
    current = Fact(gettext("Plan"), gettext("Nog geen plan"), "")
    if plan is not None and plan.adopted_at is not None:
        since = words.day_words(local_day(plan.adopted_at), today, language)
        value = gettext("Versie %(nr)s, sinds %(day)s") % {"nr": plan.nr, "day": since}
        review = {"day": words.day_words(plan.review_on, today, language)}
        current = Fact(gettext("Plan"), value, gettext("Nakijken voor %(day)s") % review)
        if plan.review_on < today:
            current = Fact(gettext("Plan"), value, "", gettext("Moest zijn nagekeken voor %(day)s") % review)
    meeting = _meeting(found, visit)
    rhythm = gettext("Afgesproken: elke dag")
    if case.contact_every_days != 1:
        rhythm = gettext("Afgesproken: elke %(n)s dagen") % {"n": case.contact_every_days}
    owed = words.day_due_words(case.contact_due_on, today, language)
    contact = Fact(
        gettext("Laatste contact"),
        _capital(day(case.last_contact_on)) if case.last_contact_on else gettext("Nog niet"),
        rhythm,
        owed.words if owed.tone == "late" else "",
    )
    return [directing, current, meeting, contact]


def _meeting(found: Opened, visit: Visit) -> Fact:
    """Return when people meet next; what has passed is not next, and who directs can plan one."""
    planned, case = found.case.next_meeting_at, found.case
    if planned is not None and planned > visit.at:
        day = words.day_words(local_day(planned), local_day(visit.at), screen.language(), short=False)
        return Fact(gettext("Volgend overleg"), f"{_capital(day)}, {words.time_words(planned)}", "")
    plan = None
    if access.may(actor=visit.actor, act="cases.decide") and case.closed_on is None:
        plan = Link(gettext("Plan een overleg"), reverse("web:meeting-new", args=[case.id]))
    return Fact(gettext("Volgend overleg"), gettext("Niet gepland"), "", link=plan)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tabs(found: Opened, visit: Visit, tab: Tab) -> list[Link]:
    def link(key: Tab, text: str, name: str, count: int | None = None) -> Link:
        return Link(text, reverse(name, args=[found.case.id]), current=key == tab, count=count)

    links = [
        link("plan", gettext("Plan"), "web:case"),
        link("timeline", gettext("Tijdlijn"), "web:case-timeline"),
        link("documents", gettext("Documenten"), "web:case-documents"),
        link("people", gettext("Betrokkenen"), "web:case-people", len(found.slots)),
        link("sharing", gettext("Delen"), "web:case-sharing"),
        link("earlier", gettext("Eerdere plannen"), "web:case-earlier"),
    ]
    if access.may(actor=visit.actor, act="cases.audit"):
        links.append(link("looked", gettext("Wie keek hier"), "web:case-looked"))
    return links
