"""Small worlds: a handful of made-up norms that use every construction, small enough to try every state of the facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.types import Consent, Norm, Party, Question
from vangnet.law.vocabulary import standard_content

NORMS = standard_norms()


def _row(key: str, effect: tuple[str, ...], **changes: object) -> Norm:
    """A small norm about POL giving C07 or C01 to BGM."""
    base = next(norm for norm in NORMS.norms if norm.key == "P03")
    plain: dict[str, object] = {
        "key": key,
        "effect": effect,
        "facts_required": (),
        "human_facts": (),
        "excluded_by": (),
        "duties": (),
        "sticky_conditions": (),
        "highest_output_form": "" if "prohibit" in effect else "O4",
        "givers": ("POL",),
        "receivers": ("BGM:burgemeester",),
        "categories": ("C01", "C07", "C09", "C10", "C34"),
        "purposes": ("ANY",),
        "phases": ("ANY",),
        "valid_from": None,
        "verified": True,
    }
    return replace(base, **{**plain, **changes})  # type: ignore[arg-type]


A, B, HUMAN, BARRIER = "necessity_motivated", "supplier_agrees", "special_case_motivated", "unlawfully_held"

GRANTS = (
    _row("G01", ("permit",)),
    _row("G02", ("permit",), facts_required=(A,), duties=("log_disclosure",), highest_output_form="O3"),
    _row("G03", ("oblige", "lift_secrecy"), facts_required=(f"{A}|{B}",), duties=("log_agreement",)),
    _row("G04", ("permit",), facts_required=(A,), human_facts=(HUMAN,), highest_output_form="O5"),
    _row("G05", ("lift_secrecy",), facts_required=(B,), verified=False, highest_output_form="O2"),
    _row("G06", ("oblige", "lift_secrecy"), human_facts=(HUMAN,), excluded_by=(BARRIER,), verified=False),
    _row("G07", ("lift_secrecy",), facts_required=("consent_in_scope",), sticky_conditions=("attach_conditions",)),
    _row("G08", ("permit",), facts_required=(A, B), excluded_by=("care_secrecy_applies",), valid_from=date(2026, 1, 1)),
)
BARS = (
    None,
    _row("B01", ("prohibit",), facts_required=(BARRIER,), duties=("block_onward",)),
    _row("B02", ("prohibit",), facts_required=(f"!{A}|!{B}",)),
    _row("B03", ("prohibit",), facts_required=("no_care_key", "giver_bound"), purposes=("treat",)),
    _row("B04", ("prohibit",), excluded_by=(B,), categories=("C07",)),
    _row("B05", ("prohibit",), facts_required=("no_power_row",)),
)


def small_questions() -> Iterator[Question]:
    """Every state of four facts, for four kinds of question."""
    base = Question(
        giver=Party("POL", "wijkagent"),
        giver_bound=False,
        receiver=Party("BGM", "burgemeester"),
        circle="notified_person",
        category="C07",
        purpose="treat",
        phase="F0",
        on=date(2026, 11, 2),
    )
    consent = Consent(frozenset({"BGM"}), frozenset({"C07", "C34"}), frozenset({"treat"}), explicit=False)
    names = (A, B, HUMAN, BARRIER)
    kinds = (
        base,
        replace(base, category="C01", giver_bound=True, consent=consent),
        replace(base, category="C34", consent=consent),
        replace(base, category="C01", purpose="other"),
    )
    for question in kinds:
        for values in product((True, False, None), repeat=len(names)):
            facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            for verified in (True, False):
                yield replace(question, facts=facts, assume_verified=verified)


DERIVED = (
    "giver_bound",
    "care_secrecy_applies",
    "no_care_key",
    "no_power_row",
    "consent_in_scope",
    "consent_explicit_in_scope",
    "circle_other",
    "staff_beyond_contact",
    "invoked_closed_circle",
    "invoked_parties_outside",
)


def small_world(*rows: Norm) -> NormSet:
    """A norm set of these rows alone."""
    return NormSet.build(rows, NORMS.statutes, standard_content())


def derived_world() -> NormSet:
    """For every derived fact a prohibition on its being so, and one on its not being so, told apart by purpose."""
    rows = []
    for number, (name, purpose) in enumerate(zip(DERIVED, NORMS.vocabulary.purposes, strict=False)):
        anybody = {"givers": ("ANY",), "receivers": ("ANY",), "purposes": (purpose,)}
        rows.append(_row(f"D{number:02}", ("prohibit",), facts_required=(name,), **anybody))
        rows.append(_row(f"N{number:02}", ("prohibit",), facts_required=(f"!{name}",), **anybody))
    needed = ("giver_bound", "care_secrecy_applies", "circle_other", "staff_beyond_contact", "consent_in_scope")
    rows += [
        _row(f"E{n:02}", ("permit",), facts_required=(name,), receivers=("ANY",))
        for n, name in enumerate(needed, start=1)
    ]
    rows.append(_row("M07", ("lift_secrecy",), facts_required=(A,), valid_until=date(2026, 11, 2)))
    rows.append(_row("A00", ("permit",), valid_until=date(2026, 11, 2), purposes=("research",)))
    return small_world(*rows)


def derived_questions() -> Iterator[Question]:
    """Questions in which each derived fact is now so and now not, on the days around an end date."""
    base = next(small_questions())
    police, mayor = base.giver, base.receiver
    consent = Consent(
        frozenset({"BGM"}), frozenset({"C07", "C01"}), frozenset(NORMS.vocabulary.purposes), explicit=True
    )
    spaces = product(
        [*NORMS.vocabulary.purposes][:11],
        ("C07", "C09", "C10", "C01", "C34"),
        (True, False),
        ("notified_person", "other", "staff"),
        (None, "M07", "M12", "E01"),
        ((police, mayor), (police, Party("COL", "medewerker")), (Party("COL", "medewerker"), mayor)),
        (None, consent, replace(consent, explicit=False)),
        ({}, {A: True}),
    )
    for purpose, category, bound, circle, invoked, (giver, receiver), given, facts in spaces:
        yield replace(
            base, purpose=purpose, category=category, giver_bound=bound, circle=circle, invoked_ground=invoked,
            giver=giver, receiver=receiver, consent=given, facts=facts,
        )  # fmt: skip
    for category, on, to in product(
        ("C01", "C07"), (date(2026, 11, 2), date(2026, 11, 3)), (mayor, Party("COL", "medewerker"))
    ):
        yield replace(base, purpose="research", category=category, on=on, receiver=to, facts={A: True})
