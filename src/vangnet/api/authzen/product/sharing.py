"""Action `share` on a resource of type `gegeven`: the law answers, with its articles, what is missing and what follows.

True only for a permit. Facts that only a human may establish are refused from a machine; what it leaves out is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vangnet.api.authzen.types import Context, Decision, Entity, EntityKey, Found, Kind, Obligation, Reason, Slice
from vangnet.core.clock import local_day
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, JsonValue
from vangnet.law.decide import decide
from vangnet.law.errors import QuestionInvalid
from vangnet.law.explain import explain
from vangnet.law.normset import NormSet
from vangnet.law.question import read_question
from vangnet.law.types import Norm, Question, Verdict

SHARE, ITEM = "share", "gegeven"
_YEARS = range(1900, 2200)
# Property of the request -> field of the law's question.
_RESOURCE = {"circle": "subject_circle", "purpose": "purpose", "phase": "phase"}
_OPTIONAL = ("consent", "requested_form")
_PATHS = {
    "giver": "subject.properties",
    "receiver": "resource.properties.receiver",
    "on": "context.time",
    "subject_circle": "resource.properties.circle",
}


def question_of(norms: NormSet, subject: Entity, resource: Entity, context: Context) -> Question:
    """Return what is asked of the law.

    Raises:
        InvalidInput: a property is missing, outside its list, or a fact that only a human may establish.
    """
    sent = resource.properties
    data: dict[str, JsonValue] = {
        "giver": {name: subject.properties[name] for name in ("org_type", "role", "bound_by_secrecy")
                  if name in subject.properties},
        "category": sent.get("category", resource.id),
        "on": _day(context),
        "facts": sent.get("facts", {}),
        **{field: sent[name] for name, field in _RESOURCE.items() if name in sent},
        **{name: sent[name] for name in ("receiver", *_OPTIONAL) if name in sent},
    }  # fmt: skip
    try:
        question = read_question(data, norms)
    except QuestionInvalid as refusal:
        raise _refused({_path(field): message for field, message in refusal.fields.items()}) from refusal
    human = [name for name in question.facts if norms.vocabulary.facts[name].human_only]
    if human:
        raise _refused({f"resource.properties.facts.{name}": "dit feit legt alleen een mens vast" for name in human})
    return question


def answer(norms: NormSet, question: Question) -> Decision:
    """Return the answer of the law in the words of AuthZEN."""
    verdict = decide(norms, question)
    told: JsonObject = {
        "outcome": verdict.outcome,
        "grounds": _citations(norms, verdict.grounds, verdict, question),
        "prohibitions": _citations(norms, verdict.prohibitions, verdict, question),
        "missing": [_missing(norms, name) for name in verdict.missing],
        "output_form": verdict.output_form,
        "norm_set": verdict.norm_set,
        "explanation": {"nl": explain(norms, question, verdict)},
    }
    obligations = tuple(
        Obligation(duty, {"nl": norms.vocabulary.duties[duty].nl}) for duty in verdict.duties if verdict.permitted
    )
    return Decision(verdict.permitted, _reasons(norms, question, verdict), obligations, told)


def categories(norms: NormSet, subject: Entity, resource: Kind, context: Context, part: Slice) -> Found[EntityKey]:
    """Return the categories that may be shared in these circumstances; each is the id of a `gegeven`.

    A kind that names one category itself has no other ids to find.
    """
    if "category" in resource.properties:
        return Found(())
    found = [code for code in sorted(norms.vocabulary.categories) if code > part.cursor]
    permitted = _permitted(norms, subject, resource, context, found)
    page: list[EntityKey] = []
    for code in permitted:
        if len(page) == part.limit:
            return Found(tuple(page), next_cursor=page[-1].id if page else "")
        page.append(EntityKey(resource.type, code))
    return Found(tuple(page))


def _permitted(norms: NormSet, subject: Entity, resource: Kind, context: Context, codes: list[str]) -> Iterator[str]:
    for code in codes:
        if decide(norms, question_of(norms, subject, resource.named(code), context)).permitted:
            yield code


def _reasons(norms: NormSet, question: Question, verdict: Verdict) -> tuple[Reason, ...]:
    """Return one reason a norm behind the answer; the outcome itself comes first."""
    head, *_ = explain(norms, question, verdict).split("\n\n")
    keys = verdict.grounds or verdict.prohibitions
    admin = f"{verdict.outcome} rows={','.join(verdict.rows) or '-'} norm_set={verdict.norm_set[:12]}"
    outcome = Reason(verdict.outcome.lower().replace("_", "-"), head, f"Outcome of the law: {verdict.outcome}.", admin)
    rows = [norm for key in keys for norm in _rows(norms, key, verdict, question)]
    return (outcome, *(Reason(norm.id, f"{norm.legal_basis.cite()}: {norm.explanation_nl}", norm.title, norm.id)
                       for norm in rows))  # fmt: skip


def _rows(norms: NormSet, key: str, verdict: Verdict, question: Question) -> list[Norm]:
    return [norm for norm in norms.find(key) if norm.id in verdict.rows and norm.in_force(question.on)]


def _citations(norms: NormSet, keys: tuple[str, ...], verdict: Verdict, question: Question) -> list[JsonValue]:
    return [
        {"id": key, "citation": norm.legal_basis.cite(), "url": norm.legal_basis.url}
        for key in keys
        for norm in _rows(norms, key, verdict, question)
    ]


def _missing(norms: NormSet, name: str) -> JsonObject:
    fact = norms.vocabulary.facts[name]
    return {"id": name, "nl": fact.nl, "by": fact.by_nl, "human_only": fact.human_only}


def _day(context: Context) -> str:
    if context.at.year not in _YEARS:
        raise _refused({"context.time": "ligt te ver weg"})
    return local_day(context.at).isoformat()


def _path(field: str) -> str:
    """Return where a field of the law's question stands in the request.

    >>> _path("giver.role"), _path("facts.consent_given"), _path("on")
    ('subject.properties.role', 'resource.properties.facts.consent_given', 'context.time')
    """
    head, dot, rest = field.partition(".")
    return f"{_PATHS.get(head, f'resource.properties.{head}')}{dot}{rest}"


def _refused(fields: Mapping[str, str]) -> InvalidInput:
    shown = "; ".join(f"{name}: {message}" for name, message in sorted(fields.items()))
    return InvalidInput(
        "share-unreadable",
        nl=f"De vraag aan de wet klopt niet. {shown}",
        en=f"The question to the law is not right. {shown}",
        fields=fields,
    )
