"""What is owed, in the words of the work list: what to do, for whom, why, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from vangnet.access.types import RestrictionGround
from vangnet.cases.types import Cover
from vangnet.core.clock import Instant, local_day
from vangnet.flow.today import SIGNAL_ASKED, SIGNAL_WAITS, Owed, OwedKind
from vangnet.intake.types.tables import Late
from vangnet.plans.types import AgreementView, FlagReason
from vangnet.sharing.types import InformKind
from vangnet.web.shared import screen, words
from vangnet.web.shared.addresses import to
from vangnet.web.shared.restricted import RESTRICTIONS
from vangnet.web.shared.roles import role_words

FLAG_REASONS: dict[str, Promise | str] = {
    FlagReason.NEW_SIGNAL: gettext_lazy("Er kwam een nieuw signaal binnen. Past het plan nog?"),
    FlagReason.MOVE: gettext_lazy("De persoon verblijft nu ergens anders. Past het plan nog?"),
    FlagReason.MISSED_CONTACT: gettext_lazy("Een contact ging niet door. Past het plan nog?"),
    FlagReason.TITLE_ENDED: gettext_lazy("Een maatregel is afgelopen. Past het plan nog?"),
    FlagReason.REVIEW_PAST: gettext_lazy("De afgesproken dag om het plan na te kijken."),
    FlagReason.MIXED_UP: gettext_lazy("Registraties van twee mensen lagen bij elkaar. Klopt het plan?"),
}
DECISIONS: dict[str, Promise | str] = {
    "advice": gettext_lazy("advies aan de melder"),
    "local": gettext_lazy("de gemeente pakt het op"),
    "outreach": gettext_lazy("bemoeizorg"),
    "case": gettext_lazy("casus openen"),
    "inclusion-table": gettext_lazy("inclusietafel"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the work list.

    Args:
        title: what to do, starting with a verb.
        url: the thing itself; opens by the title.
        name: whom it is about, empty when not yet known.
        source: what kind of thing it is.
        why: the reason, in one or two sentences.
        step: text of the one next step.
        step_url: where the step leads.
        posts: whether the step is done by pressing it, and not by going somewhere.
        version: of the thing, sent along when the step is pressed.
        key: makes ids on the page unique.
        about_somebody: False when the row is not about one person, so that nothing is said of who it is.
    """

    due: date
    title: str
    url: str
    name: str
    place: str
    source: str
    why: str
    step: str
    step_url: str
    posts: bool
    version: int
    key: UUID
    about_somebody: bool = True


def row_of(owed: Owed, *, places: Mapping[str, str], at: Instant) -> Row:
    """Return a row in words.

    Args:
        places: names of municipalities by code.
    """
    title, source, why, url, step, step_url = _WORDS[owed.kind](owed, at)
    return Row(
        due=owed.due_on,
        title=title,
        url=url,
        name=owed.name,
        place=places.get(owed.municipality, ""),
        source=source,
        why=why,
        step=step,
        step_url=step_url,
        posts=owed.kind in _POSTS,
        version=owed.version,
        key=owed.object_id,
        about_somebody=owed.case_id is not None or owed.kind not in _OF_NOBODY,
    )


def owed_again(agreement: AgreementView, *, actor_id: UUID, name: str, municipality: str) -> Owed:
    """Return an agreement as the work list knows it, for the row that comes back when somebody undoes."""
    return Owed(
        OwedKind.AGREEMENT, agreement.due_on, agreement.case_id, agreement.id, name, municipality, agreement.what,
        agreement.owner_name, agreement.version, agreement.why, agreement.nr, agreement.owner_id == actor_id,
    )  # fmt: skip


Said = tuple[str, str, str, str, str, str]


def _agreement(owed: Owed, at: Instant) -> Said:
    case = _case(owed)
    source = gettext("afspraak %(nr)s in het plan") % {"nr": owed.nr}
    who = gettext("Jij doet dit.") if owed.mine else gettext("Dit doet %(who)s.") % {"who": owed.note}
    if not owed.mine and owed.due_on < local_day(at):
        who = gettext("Vraag hoe het staat bij %(who)s.") % {"who": owed.note}
    return (
        owed.detail, source, f"{owed.why} {who}".strip(), f"{case}#a{owed.nr}", gettext("Gedaan"),
        _in_case("web:agreement-done", owed, owed.object_id),
    )  # fmt: skip


def _review(owed: Owed, at: Instant) -> Said:
    why = str(FLAG_REASONS.get(owed.detail, ""))
    return gettext("Kijk het plan na"), gettext("plan"), why, _case(owed), gettext("Kijk na"), _case(owed)


def _no_plan(owed: Owed, at: Instant) -> Said:
    why = gettext("Deze casus heeft nog geen plan dat geldt.")
    step = _in_case("web:plan-write", owed)
    return gettext("Maak een plan"), gettext("geen plan"), why, _case(owed), gettext("Maak plan"), step


def _slot(owed: Owed, at: Instant) -> Said:
    role = role_words(owed.detail)
    people = _in_case("web:case-people", owed)
    if owed.note == Cover.DEPUTY_UNBRIEFED:
        title = gettext("Vraag de vervanger om te bevestigen: %(role)s") % {"role": role}
        why = gettext("Er is een vervanger gevraagd, maar die heeft nog geen ja gezegd.")
        return title, gettext("rol zonder iemand"), why, people, gettext("Bekijk rollen"), people
    title = gettext("Zoek iemand voor de rol: %(role)s") % {"role": role}
    why = gettext("Vandaag staat niemand in deze rol, en er is geen vervanger.")
    return title, gettext("rol zonder iemand"), why, people, gettext("Kies iemand"), people


def _briefing(owed: Owed, at: Instant) -> Said:
    title = gettext("Zeg of je vervangt als %(role)s") % {"role": role_words(owed.detail)}
    why = gettext("Lees eerst het plan. Zeg dan dat je bent ingelezen: pas dan tel je mee als vervanger.")
    url = to("web:briefing", owed.object_id)
    return title, gettext("gevraagd als vervanger"), why, url, gettext("Lees je in"), url


def _signal(owed: Owed, at: Instant) -> Said:
    url = to("web:signal", owed.object_id)
    return gettext("Beoordeel het signaal"), gettext("signaal"), owed.note, url, gettext("Beoordeel"), url


def _offer(owed: Owed, at: Instant) -> Said:
    url = to("web:signal-answer-offer", owed.object_id)
    title = gettext("Zeg of jullie dit signaal overnemen")
    return title, gettext("signaal van een ander meldpunt"), owed.note, url, gettext("Zeg ja of nee"), url


def _table(owed: Owed, at: Instant) -> Said:
    url = to("web:guest-board", owed.object_id)
    title = gettext("Je zit aan tafel bij %(desk)s") % {"desk": owed.note}
    why = gettext("Je ziet wat er op tafel ligt zolang het overleg duurt.")
    return title, gettext("overleg"), why, url, gettext("Bekijk"), url


def _tell(owed: Owed, at: Instant) -> Said:
    url = to("web:signal", owed.object_id)
    step = to("web:signal-tell", owed.object_id)
    return (
        gettext("Laat de melder weten wat jullie doen"), gettext("terugkoppeling"), owed.note, url,
        gettext("Laat het weten"), step,
    )  # fmt: skip


def _tell_person(owed: Owed, at: Instant) -> Said:
    url, step = to("web:signal", owed.object_id), to("web:signal-tell-person", owed.object_id)
    title = gettext("Vertel de persoon dat er een signaal is")
    return title, gettext("plicht om te vertellen"), owed.note, url, gettext("Leg vast"), step


def _outreach(owed: Owed, at: Instant) -> Said:
    url, title = to("web:outreach", owed.object_id), gettext("Kijk opnieuw: blijft deze persoon in beeld?")
    return title, gettext("bemoeizorg"), owed.note, url, gettext("Kijk na"), url


def _contact(owed: Owed, at: Instant) -> Said:
    if owed.detail:
        last = words.day_words(date.fromisoformat(owed.detail), local_day(at), screen.language(), short=False)
        why = gettext("Het laatste contact was op %(day)s.") % {"day": last}
    else:
        why = gettext("Er is nog geen contact geweest sinds de casus open is.")
    step = _in_case("web:contact-new", owed)
    return gettext("Zoek contact"), gettext("contact"), why, _case(owed), gettext("Noteer contact"), step


def _answer(owed: Owed, at: Instant) -> Said:
    title = gettext("Een ja van %(who)s") % {"who": owed.note}
    people = _in_case("web:case-people", owed)
    return title, role_words(owed.detail), "", people, gettext("Bekijk rollen"), people


def _request(owed: Owed, at: Instant) -> Said:
    if not owed.note:
        url = to("web:request", owed.object_id)
        return gettext("Beantwoord een vraag"), gettext("aan jou gevraagd"), owed.detail, url, gettext("Antwoord"), url
    title = gettext("Vraag %(who)s om antwoord") % {"who": owed.note}
    return title, gettext("verzoek aan een partner"), owed.detail, _case(owed), gettext("Bekijk de casus"), _case(owed)


INFORMS: dict[str, tuple[Promise | str, Promise | str]] = {
    InformKind.SUBJECT: (
        gettext_lazy("Vertel de persoon wat er gedeeld is"), gettext_lazy("Dit ging naar %(who)s."),
    ),
    InformKind.VT: (
        gettext_lazy("Vraag Veilig Thuis of de persoon het weet"),
        gettext_lazy("Veilig Thuis vertelt het binnen vier weken. Dit ging naar %(who)s."),
    ),
    InformKind.CARE: (
        gettext_lazy("Vertel de zorgverantwoordelijke wat er gedeeld is"),
        gettext_lazy("Dit ging zonder toestemming naar %(who)s."),
    ),
    InformKind.START: (
        gettext_lazy("Vertel de persoon dat er een casus is"),
        gettext_lazy("Toen het signaal werd gewogen, wist de persoon het nog niet."),
    ),
    InformKind.EMERGENCY: (
        gettext_lazy("Vertel de persoon dat de casus in een noodgeval is geopend"),
        gettext_lazy("Iemand zonder rol in de casus keek in een noodgeval mee."),
    ),
}  # fmt: skip


def _inform(owed: Owed, at: Instant) -> Said:
    title, why = INFORMS[owed.detail]
    url = to("web:inform", owed.object_id)
    why = str(why) % {"who": owed.note} if owed.note else str(why)
    return str(title), gettext("plicht om te vertellen"), why, url, gettext("Leg vast"), url


def _escalation(owed: Owed, at: Instant) -> Said:
    url = to("web:escalation", owed.object_id)
    if owed.detail == Late.TELLING.value:
        title = gettext("Vraag %(desk)s om de melder iets te laten weten") % {"desk": owed.note}
        why = gettext("Er is beslist, maar de melder weet het nog niet. Bel het meldpunt en spreek af wie het vertelt.")
        return title, gettext("te late terugkoppeling"), why, url, gettext("Pak het op"), url
    if owed.detail == Late.PERSON.value:
        title = gettext("Vraag %(desk)s om de persoon iets te laten weten") % {"desk": owed.note}
        why = gettext(
            "Er is beslist over een melding, maar de persoon weet het nog niet. Bel het meldpunt en spreek af wie het vertelt."
        )
        return title, gettext("persoon weet het te laat"), why, url, gettext("Pak het op"), url
    title = gettext("Vraag om een antwoord bij %(desk)s") % {"desk": owed.note}
    why = gettext("Een melder wacht te lang. Bel, en spreek af wie er antwoordt.")
    return title, gettext("te laat antwoord"), why, url, gettext("Pak het op"), url


def _decided(owed: Owed, at: Instant) -> Said:
    url = to("web:signal", owed.object_id)
    who = owed.note or gettext("wie dit doet")
    title = gettext("Ga na of het is gedaan: %(decision)s") % {"decision": DECISIONS.get(owed.detail, owed.detail)}
    return (
        title,
        gettext("besluit van de weegtafel"),
        gettext("Vraag het aan %(who)s.") % {"who": who},
        url,
        gettext("Bekijk"),
        url,
    )


def _quick(owed: Owed, at: Instant) -> Said:
    url = to("web:signal", owed.object_id)
    why = gettext("%(who)s doet dit.") % {"who": owed.note}
    return owed.detail, gettext("24-uurstriage"), why, url, gettext("Bekijk"), url


def _right(owed: Owed, at: Instant) -> Said:
    url, source = to("web:insight", owed.object_id), gettext("verzoek van een persoon")
    if owed.note:
        why = gettext("Het contactpunt kende de verbetering toe. Maak die bij iedereen die dit kreeg.")
        return gettext("Verbeter wat niet klopte"), source, why, url, gettext("Bekijk het verzoek"), url
    why = gettext("Iemand vraagt iets over de eigen gegevens. Daar hoort op tijd een antwoord bij.")
    return gettext("Beantwoord het verzoek van een persoon"), source, why, url, gettext("Bekijk het verzoek"), url


def _emergency(owed: Owed, at: Instant) -> Said:
    title, kind = gettext("Kijk de noodtoegang na"), gettext("noodtoegang")
    url = to("web:emergency", owed.object_id)
    return title, kind, owed.detail, url, gettext("Kijk na"), url


def _access(owed: Owed, at: Instant) -> Said:
    url = to("web:access-answer", owed.object_id)
    return (
        gettext("Beslis of een collega mag meekijken"),
        gettext("vraag om toegang"),
        owed.detail,
        url,
        gettext("Beslis"),
        url,
    )


def _asked_of_us(owed: Owed, at: Instant) -> Said:
    title, kind = gettext("Lees wie naar deze casus vroeg"), gettext("vraag van een andere regio")
    why = gettext("Zij weten nu dat jullie een casus hebben. Bel elkaar.")
    if owed.detail != "told":
        why = gettext("Zij weten niet dat jullie een casus hebben. Beslis zelf of je belt.")
    url = to("web:elsewhere-notice", owed.object_id)
    return title, kind, why, url, gettext("Lees"), url


def _keep(owed: Owed, at: Instant) -> Said:
    until = words.day_words(date.fromisoformat(owed.why), local_day(at), screen.language(), short=False)
    url, source = to("web:case-keep", owed.object_id), gettext("bewaartermijn")
    why = gettext("Op %(day)s moeten de gegevens weg: vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7).")
    title = gettext("Beslis of de gegevens langer blijven")
    if owed.detail == "closed":
        title = gettext("Beslis of gesloten casus %(number)s langer blijft") % {"number": owed.note}
    elif owed.detail == "let-go":
        title = gettext("Ga na of alles klaar is voordat de gegevens weggaan")
        why = gettext("Op %(day)s gaan ze weg, zoals besloten. De casus loopt nog.")
    return title, source, why % {"day": until}, url, gettext("Beslis"), url


def _supplier(owed: Owed, at: Instant) -> Said:
    url, title = to("web:reprocessing", owed.object_id), gettext("Zeg of casus %(number)s opnieuw gebruikt mag worden")
    why = gettext("Jullie gaven informatie in deze casus. Zonder jullie ja blijft die dicht.")
    return title % {"number": owed.note}, gettext("herverwerking"), why, url, gettext("Antwoord"), url


def _order(owed: Owed, at: Instant) -> Said:
    url, title = to("web:reprocessing", owed.object_id), gettext("Vraag wie nog niet antwoordde over casus %(number)s")
    why = gettext("Je vroeg een week geleden of deze casus opnieuw gebruikt mag worden. Nog niet iedereen antwoordde.")
    return title % {"number": owed.note}, gettext("herverwerking"), why, url, gettext("Bekijk"), url


def _restricted(owed: Owed, at: Instant) -> Said:
    url, title = to("web:restriction", owed.object_id), gettext("Kijk of de beperking nog nodig is")
    if owed.detail == SIGNAL_ASKED:
        why = gettext("Een meldtafel vraagt om één melding te lezen, ook al is er een beperking. Jij beslist.")
        return (
            gettext("Beslis of één melding gelezen mag worden"),
            gettext("beperking"),
            why,
            url,
            gettext("Beslis"),
            url,
        )
    if owed.detail == SIGNAL_WAITS:
        title = gettext("Beslis over een melding die op antwoord wacht")
        why = gettext("Door een beperking mag het meldpunt de melding niet lezen. Jij beslist of dat zo blijft.")
        return title, gettext("beperking"), why, url, gettext("Beslis"), url
    why = f"{RESTRICTIONS[RestrictionGround(owed.detail)]}."
    return title, gettext("beperking"), why, url, gettext("Kijk na"), url


def _in_case(name: str, owed: Owed, *ids: UUID) -> str:
    return to(name, owed.case_id, *ids) if owed.case_id else ""


def _who_is_who(owed: Owed, at: Instant) -> Said:
    number = int(owed.detail)
    title = ngettext(
        "Kijk bij %(n)s paar of het dezelfde persoon is", "Kijk bij %(n)s paren of het dezelfde persoon is", number
    )
    why = gettext("Vangnet ziet dat ze op elkaar lijken. Jij zegt ja, nee of later.")
    url = to("web:who-is-who")
    return title % {"n": number}, gettext("dezelfde persoon?"), why, url, gettext("Kijk"), url


def _corrected(owed: Owed, at: Instant) -> Said:
    number = int(owed.detail)
    title = ngettext("Lees %(n)s verbetering van wat je kreeg", "Lees %(n)s verbeteringen van wat je kreeg", number)
    why = gettext("Iets wat met jou is gedeeld, was fout. Gebruik het niet meer en zeg dat je het weet.")
    url = to("web:received")
    return title % {"n": number}, gettext("met jou gedeeld"), why, url, gettext("Lees"), url


def _advised(owed: Owed, at: Instant) -> Said:
    why = gettext("Je vroeg de privacy-adviseur of je mocht delen. Het antwoord is er.")
    url = to("web:share-verdict", owed.object_id)
    return gettext("Lees het antwoord van de privacy-adviseur"), gettext("delen"), why, url, gettext("Lees"), url


def _unheard(owed: Owed, at: Instant) -> Said:
    number = int(owed.detail)
    title = ngettext("Vertel %(n)s ontvanger wat er niet klopte", "Vertel %(n)s ontvangers wat er niet klopte", number)
    why = gettext("Ze kregen iets wat fout was en werken niet met Vangnet. Schrijf op wie zei dat die het weet.")
    url = _in_case("web:case-disclosures", owed)
    return title % {"n": number}, gettext("verbetering"), why, url, gettext("Vertel"), url


def _case(owed: Owed) -> str:
    return _in_case("web:case", owed)


_POSTS = frozenset({OwedKind.AGREEMENT})
_OF_NOBODY = frozenset(
    {
        OwedKind.TABLE,
        OwedKind.KEEP,
        OwedKind.SUPPLIER,
        OwedKind.ORDER,
        OwedKind.RIGHT,
        OwedKind.WHO_IS_WHO,
        OwedKind.RESTRICTED,
        OwedKind.ESCALATION,
        OwedKind.CORRECTED,
    }
)
_WORDS: dict[OwedKind, Callable[[Owed, Instant], Said]] = {
    OwedKind.AGREEMENT: _agreement,
    OwedKind.REVIEW: _review,
    OwedKind.NO_PLAN: _no_plan,
    OwedKind.SLOT: _slot,
    OwedKind.BRIEFING: _briefing,
    OwedKind.SIGNAL: _signal,
    OwedKind.TELL: _tell,
    OwedKind.TELL_PERSON: _tell_person,
    OwedKind.OUTREACH: _outreach,
    OwedKind.TABLE: _table,
    OwedKind.OFFER: _offer,
    OwedKind.CONTACT: _contact,
    OwedKind.ANSWER: _answer,
    OwedKind.REQUEST: _request,
    OwedKind.INFORM: _inform,
    OwedKind.RIGHT: _right,
    OwedKind.EMERGENCY: _emergency,
    OwedKind.ACCESS: _access,
    OwedKind.ASKED_OF_US: _asked_of_us,
    OwedKind.ESCALATION: _escalation,
    OwedKind.DECIDED: _decided,
    OwedKind.QUICK: _quick,
    OwedKind.WHO_IS_WHO: _who_is_who,
    OwedKind.KEEP: _keep,
    OwedKind.SUPPLIER: _supplier,
    OwedKind.ORDER: _order,
    OwedKind.RESTRICTED: _restricted,
    OwedKind.CORRECTED: _corrected,
    OwedKind.ADVISED: _advised,
    OwedKind.UNHEARD: _unheard,
}
