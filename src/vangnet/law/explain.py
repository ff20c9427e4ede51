"""Say in plain Dutch why: what was tested, what carried, what failed, and what you can do instead.

A refusal about care reads the same whatever is recorded, so that nobody can learn from it whether somebody is in care.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vangnet.law.decide import care_secrecy_applies, is_closed
from vangnet.law.frames import Tried, frames_tried, keys_tried
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm, Question, Verdict

_HEAD = {
    "ALLOW": "Ja, dit mag je delen.",
    "ALLOW_DUTY": "Ja, en je moet dit delen, tenzij je zwaarwegende redenen vastlegt om het niet te doen.",
    "CONDITIONAL": "Ja, maar pas als eerst is vastgelegd wat hieronder staat.",
    "HUMAN": "Hier beslist een mens. Vangnet helpt met de punten die vast moeten liggen.",
    "DENY": "Nee, dit mag je nu niet delen.",
}
_MISFIT = {
    "giver": "de gever staat er niet in",
    "receiver": "de ontvanger staat er niet in",
    "circle": "de persoon hoort niet tot de kring",
    "category": "dit soort gegeven staat er niet in",
    "purpose": "dit doel staat er niet in",
    "phase": "het geldt niet in deze fase",
    "day": "het geldt niet op deze dag",
}
_CARE_DENIED = (
    "Nee, hierover kan niets worden gedeeld. Op vragen over zorg geeft Vangnet altijd hetzelfde antwoord: het bevestigt "
    "niet en het ontkent niet dat iemand in zorg is. Getoetst is of een wet, toestemming of een eigen besluit van de "
    "professional dit opent; of zo'n grond er is, staat niet in dit antwoord."
)
_CARE_INSTEAD = (
    "Wat je wel kunt doen: vraag het de persoon zelf of, als die dat wil, een naaste. Vraag de professional om anoniem "
    "mee te denken. Vraag om een praktisch advies in plaats van inhoud. Is er nu gevaar voor leven, bel dan 112."
)


def explain(norms: NormSet, question: Question, verdict: Verdict) -> str:
    """Return the explanation of a verdict.

    Args:
        norms: the norm set that gave the verdict.
        question: what was asked.
        verdict: the answer of `decide` to that question.

    Returns:
        Plain Dutch, paragraphs separated by an empty line. For a refusal about care it depends only on what was asked,
        never on what is recorded.
    """
    if verdict.outcome == "DENY" and about_care(norms, question):
        return "\n\n".join([_CARE_DENIED, _asked(norms, question), _CARE_INSTEAD])
    parts = [_HEAD[verdict.outcome], _asked(norms, question)]
    if verdict.outcome == "DENY":
        parts += [_refused(norms, question, verdict), _instead(question, verdict)]
    else:
        rows = [norm for norm in norms.norms if norm.id in verdict.rows and norm.in_force(question.on)]
        parts += [_carrying(rows, verdict), _missing(norms, verdict), _unverified(rows, verdict)]
        parts += [_form(norms, question, verdict), _duties(norms, verdict)]
    return "\n\n".join(part for part in parts if part)


def about_care(norms: NormSet, question: Question) -> bool:
    """Return whether a refusal is about care, so that it must read the same whatever is recorded."""
    category = norms.vocabulary.categories[question.category]
    return category.care_secret or category.sens == "H" or care_secrecy_applies(question)


def _asked(norms: NormSet, question: Question) -> str:
    words = norms.vocabulary
    giver = f"{words.org_types[question.giver.org_type].nl} ({words.roles[question.giver.role].nl})"
    receiver = f"{words.org_types[question.receiver.org_type].nl} ({words.roles[question.receiver.role].nl})"
    return (
        f"Gevraagd: mag {giver} dit delen met {receiver}? Gegeven: {words.categories[question.category].nl} "
        f"({question.category}). Over: {words.subject_circles[question.circle].nl}. "
        f"Doel: {words.purposes[question.purpose].nl}. Fase: {words.phases[question.phase].nl}. "
        f"Dag: {question.on.day}-{question.on.month}-{question.on.year}."
    )


def _bullets(head: str, lines: Iterable[str]) -> str:
    return "\n".join([head, *(f"- {line}" for line in lines)])


def _cited(norm: Norm) -> str:
    return f"{norm.legal_basis.cite()} ({norm.key}): {norm.explanation_nl} {norm.legal_basis.url}"


def _carrying(rows: Sequence[Norm], verdict: Verdict) -> str:
    powers = [_cited(norm) for norm in rows if norm.is_power]
    keys = [_cited(norm) for norm in rows if norm.is_key and not norm.is_power]
    head = "Waarom dit mag:" if verdict.permitted else "Deze wet kan het dragen:"
    parts = [_bullets(head, powers)] if powers else []
    if keys:
        parts.append(_bullets("Wat het geheim opent:", keys))
    return "\n\n".join(parts)


def _missing(norms: NormSet, verdict: Verdict) -> str:
    if not verdict.missing:
        return ""
    facts = norms.vocabulary.facts
    head = "Dit moet de mens die beslist vastleggen:" if verdict.outcome == "HUMAN" else "Dit is nog niet vastgelegd:"
    return _bullets(head, (f"{facts[name].nl} (wie: {facts[name].by_nl})" for name in verdict.missing))


def _unverified(rows: Sequence[Norm], verdict: Verdict) -> str:
    unread = [norm for norm in rows if not norm.verified]
    if not unread or "verify_norm_text" not in verdict.duties:
        return ""
    names = ", ".join(dict.fromkeys(norm.legal_basis.cite() for norm in unread))
    return f"De tekst van {names} is nog niet nagelezen. Laat een jurist dat eerst doen; tot dan beslist een mens."


def _form(norms: NormSet, question: Question, verdict: Verdict) -> str:
    if not verdict.permitted:
        return ""
    form = norms.vocabulary.output_forms[verdict.output_form].nl
    return f"Deel niet meer dan nodig. De hoogste vorm is hier: {form} ({verdict.output_form})."


def _duties(norms: NormSet, verdict: Verdict) -> str:
    if not verdict.duties:
        return ""
    head = "Wat je daarna moet doen:" if verdict.permitted else "Wat daarna zou moeten:"
    return _bullets(head, (norms.vocabulary.duties[duty].nl for duty in verdict.duties))


def _refused(norms: NormSet, question: Question, verdict: Verdict) -> str:
    rows = [norm for norm in norms.norms if norm.id in verdict.rows and norm.in_force(question.on)]
    parts = []
    if rows:
        parts.append(_bullets("Dit verbod geldt, wat er verder ook is vastgelegd:", map(_cited, rows)))
    else:
        parts.append("Geen enkele wet die is getoetst, laat dit toe.")
    tried = [_why_not(norms, one) for one in frames_tried(norms, question)[:4] if not one.carried]
    if tried:
        parts.append(_bullets("Getoetst en niet genoeg:", tried))
    if is_closed(question) and not rows:
        parts.append(_closed(norms, question))
    duties = _duties(norms, verdict)
    return "\n\n".join([*parts, duties] if duties else parts)


def _closed(norms: NormSet, question: Question) -> str:
    head = "Dit gegeven is gesloten: behalve een bevoegdheid is een wet nodig die het opent."
    keys = [_why_not(norms, one) for one in keys_tried(norms, question) if not one.carried]
    return _bullets(head, keys) if keys else head


def _why_not(norms: NormSet, tried: Tried) -> str:
    words = norms.vocabulary
    reasons = [_MISFIT[name] for name in tried.misfits]
    if not reasons:
        reasons = [f"in de weg staat of ontbreekt: {words.fact_nl(name)}" for name in tried.false]
        reasons += [f"niet vastgelegd: {words.fact_nl(name)}" for name in tried.unknown]
    return f"{words.frames[tried.frame].nl}, het dichtst bij {tried.norm.legal_basis.cite()}: {'; '.join(reasons)}."


def _instead(question: Question, verdict: Verdict) -> str:
    tips = ["vraag of een lagere vorm genoeg is, zoals alleen wat te doen of wie te bellen"]
    if question.purpose.startswith("zvh_") and question.phase in ("F5", "F6"):
        tips.append("doe een nieuwe aanmelding als er iets nieuws aan de hand is")
    if "H20" in verdict.prohibitions:
        tips.append("vraag het gegeven aan wie het jou gaf")
    if "H07" in verdict.prohibitions:
        tips.append("laat gegevens over anderen weg")
    tips += [
        "vraag de persoon om toestemming, als dat vrij kan",
        "leg de vraag voor aan de privacy-adviseur; het antwoord komt in het dossier",
    ]
    return _bullets("Wat je wel kunt doen:", tips)
