"""A signal as one line of a list or of a timeline: facts and words, no judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from vangnet.access import selectors as access
from vangnet.core.clock import Instant, local_day
from vangnet.intake import selectors as intake
from vangnet.intake.types import PersonHint, SignalState, SignalView
from vangnet.intake.types.conventions import LabelList
from vangnet.web.intake import labels
from vangnet.web.shared.screen import language
from vangnet.web.shared.words import postcode_words

SNIPPET = 220


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal as lists show it.

    Args:
        who: what the reporter said about the name; empty when nothing was said.
        snippet: the start of the text.
    """

    signal: SignalView
    kind: str
    label: str
    channel: str
    municipality: str
    who: str
    snippet: str
    decision: str
    answered: bool
    reporter: str = ""

    @property
    def moment(self) -> Instant:
        """When it happened, or else when it came in."""
        return self.signal.occurred_at or self.signal.received_at


def rows_of(signals: Sequence[SignalView]) -> list[SignalRow]:
    """Return signals as lines, with the names of their municipalities in one query."""
    names = access.municipality_names(codes=[signal.municipality for signal in signals])
    said = _labels_said(signals)
    return [row_of(signal, names.get(signal.municipality, signal.municipality), said) for signal in signals]


def row_of(signal: SignalView, municipality: str, said: LabelList | None = None) -> SignalRow:
    """Return one signal as a line.

    Args:
        said: the labels in words, where several lines share them.
    """
    said = said or _labels_said([signal])
    return SignalRow(
        signal=signal,
        kind=labels.kind_words(signal.kind),
        label=said.words(signal.label, english=language() == "en") if signal.label else "",
        channel=str(labels.CHANNELS[signal.channel]),
        municipality=municipality,
        who=hint_name(signal.hint),
        snippet=snippet(signal.text),
        decision=str(labels.DECISIONS[signal.decision]) if signal.decision else "",
        answered=signal.state is SignalState.ANSWERED,
        reporter=str(labels.REPORTERS.get(signal.reporter_kind, "")),
    )


def _labels_said(signals: Sequence[SignalView]) -> LabelList:
    """Return the labels of the region, ended ones too; asks nothing when no signal has one."""
    labelled = [signal for signal in signals if signal.label]
    if not labelled:
        return LabelList(())
    newest = max(signal.received_at for signal in labelled)
    return intake.label_list(region=labelled[0].region, day=local_day(newest))


def hint_name(hint: PersonHint) -> str:
    """Return the name that the reporter gave.

    >>> hint_name(PersonHint(given_names="Testje", prefix="van den", surname="Verzonnen"))
    'Testje van den Verzonnen'
    """
    return " ".join(part for part in (hint.given_names, hint.prefix, hint.surname) if part)


def snippet(text: str) -> str:
    """Return the start of a text, cut between words.

    >>> snippet("kort"), len(snippet("woord " * 100)) <= SNIPPET + 2
    ('kort', True)
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= SNIPPET else f"{flat[:SNIPPET].rsplit(' ', 1)[0]} …"


def hint_facts(hint: PersonHint) -> list[tuple[str, str]]:
    """Return what the reporter said about the person, as pairs of words and value; nothing unsaid."""
    lines = ((hint.street, hint.house_number), (postcode_words(hint.postcode), hint.city))
    address = ", ".join(filter(None, (" ".join(filter(None, line)) for line in lines)))
    facts = [
        (gettext("Naam"), hint_name(hint)),
        (gettext("Geboren"), labels.born_words(hint.birth_date)),
        (gettext("Geslacht"), str(labels.SEXES.get(hint.sex, "")) if hint.sex else ""),
        (gettext("Adres"), address),
        (gettext("Telefoon"), hint.phone),
    ]
    return [(said, value) for said, value in facts if value]
