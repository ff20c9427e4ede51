"""What must hold for a norm by itself and for all norms together. Every fault is found, none is guessed away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from vangnet.law.errors import Fault
from vangnet.law.types import Norm, Statute
from vangnet.law.vocabulary import Vocabulary

_FROM_ROWS = frozenset({"no_care_key", "no_power_row"})


def check_norm(norm: Norm, statute: Statute, vocabulary: Vocabulary) -> list[Fault]:
    """Return what is wrong with one norm by itself."""
    messages = [*_effect_faults(norm), *_fact_faults(norm, vocabulary), *_source_faults(norm, statute)]
    for duty in norm.duties:
        if duty in vocabulary.travelling:
            messages.append(f"`{duty}` reist mee met het gegeven en hoort in `sticky_conditions`")
    for duty in norm.sticky_conditions:
        if duty in vocabulary.duties and duty not in vocabulary.travelling:
            messages.append(f"`{duty}` reist niet mee en hoort in `duties`")
    if norm.valid_from and norm.valid_until and norm.valid_until < norm.valid_from:
        messages.append("`valid_until` ligt voor `valid_from`")
    if norm.verified and "LAW" not in norm.confidence:
        messages.append("`verified: yes` mag alleen als de wettekst zelf is gelezen (LAW)")
    return [Fault(statute.file, norm.id, message) for message in messages]


def _effect_faults(norm: Norm) -> list[str]:
    messages = []
    if not norm.effect:
        messages.append("`effect` is leeg")
    if not norm.gate:
        messages.append("`gate` is leeg")
    if norm.is_prohibition and len(norm.effect) > 1:
        messages.append("een verbod mag geen ander effect hebben")
    if norm.is_power or norm.is_key:
        if not norm.highest_output_form:
            messages.append("`highest_output_form` ontbreekt bij een norm die laat geven")
        if "other" in norm.purposes:
            messages.append("doel `other` mag alleen in een verbod staan")
    elif norm.highest_output_form:
        messages.append("`highest_output_form` hoort alleen bij een norm die laat geven")
    if "retention" in norm.effect and not norm.term:
        messages.append("`term` ontbreekt bij een bewaartermijn")
    return messages


def _fact_faults(norm: Norm, vocabulary: Vocabulary) -> list[str]:
    messages = []
    gives = norm.is_power or norm.is_key
    names = {one.removeprefix("!") for token in norm.facts_required for one in token.split("|")}
    if gives and any("!" in token for token in norm.facts_required):
        messages.append("`!` mag alleen in een verbod staan: geen feit helpt door onwaar te zijn")
    if not norm.is_prohibition and _FROM_ROWS & {*names, *norm.excluded_by}:
        messages.append("`no_care_key` en `no_power_row` volgen uit de normen en mogen alleen in een verbod staan")
    for name in norm.human_facts:
        if name in vocabulary.facts and vocabulary.facts[name].kind != "human":
            messages.append(f"`{name}` in `human_facts` is geen feit dat alleen een mens vaststelt")
    if norm.human_facts and not gives:
        messages.append("`human_facts` hoort alleen bij een norm die laat geven")
    if gives:
        for name in sorted(names & set(vocabulary.facts)):
            if vocabulary.facts[name].kind != "ground":
                messages.append(f"`{name}` in `facts_required` is geen grondfeit (`kind` ground)")
    return messages


def _source_faults(norm: Norm, statute: Statute) -> list[str]:
    basis = norm.legal_basis
    messages = []
    if basis.url and not basis.url.startswith("https://"):
        messages.append("`legal_basis.url` moet met https:// beginnen")
    if statute.bwb_id and not basis.article:
        messages.append("`legal_basis.article` ontbreekt")
    if basis.bwb_id != statute.bwb_id:
        messages.append("`legal_basis.bwb_id` is niet het nummer van de wet in dit bestand")
    if basis.juriconnect and not basis.juriconnect.startswith(f"jci1.3:c:{basis.bwb_id}&"):
        messages.append("`legal_basis.juriconnect` wijst niet naar deze wet (jci1.3:c:BWBR…)")
    return messages


def check_together(norms: Sequence[tuple[Norm, str]]) -> list[Fault]:
    """Return what is wrong between norms: overlapping validity, replacements that are absent, too early or circular.

    Args:
        norms: each norm with the name of its file.
    """
    faults = []
    by_id: dict[str, list[tuple[Norm, str]]] = {}
    for norm, file in norms:
        by_id.setdefault(norm.id, []).append((norm, file))
    for same in by_id.values():
        same.sort(key=lambda one: one[0].valid_from or date.min)
        for (earlier, _), (later, file) in pairwise(same):
            if earlier.valid_until is None or (later.valid_from or date.min) <= earlier.valid_until:
                faults.append(Fault(file, later.id, "de geldigheid overlapt met een andere rij met dit kenmerk"))
    for norm, file in norms:
        faults += [Fault(file, norm.id, message) for message in _replacement_faults(norm, by_id)]
    faults += _cycles({norm.id: (norm.replaces, file) for norm, file in norms})
    return faults


def _replacement_faults(norm: Norm, by_id: dict[str, list[tuple[Norm, str]]]) -> list[str]:
    messages = []
    for replaced in norm.replaces:
        if replaced not in by_id:
            messages.append(f"vervangt `{replaced}`, maar die norm bestaat niet")
        elif replaced != norm.id and any(
            old.valid_until is None or norm.valid_from is None or old.valid_until >= norm.valid_from
            for old, _ in by_id[replaced]
        ):
            messages.append(f"vervangt `{replaced}`, maar die norm is dan nog niet geëindigd")
    return messages


def _cycles(replaces: dict[str, tuple[tuple[str, ...], str]]) -> list[Fault]:
    faults = []
    for start, (_, file) in replaces.items():
        seen: set[str] = set()
        waiting = list(replaces[start][0])
        while waiting:
            one = waiting.pop()
            if one == start:
                faults.append(Fault(file, start, "deze norm vervangt via een omweg zichzelf"))
                break
            if one not in seen and one in replaces:
                seen.add(one)
                waiting += replaces[one][0]
    return faults
