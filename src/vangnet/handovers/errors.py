"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import InvalidInput, Refused


class QuestionNotReady(InvalidInput):
    """The question between regions misses something; `fields` says what, and where it is to be filled in."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "hit-question-not-ready",
            nl="Deze vraag kan nog niet weg. Kijk bij de velden wat er ontbreekt.",
            en="This question cannot go yet. See the fields for what is missing.",
            fields=fields,
        )


class AskedTooOften(Refused):
    """This worker or this organisation asked so much that it looks like searching; it says nothing about the person."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            "hit-asked-too-often",
            nl="Je vroeg dit vandaag al vaak. Probeer het later opnieuw. Heeft het haast? Bel het Zorg- en Veiligheidshuis.",
            en="You asked this often today. Try again later. Is it urgent? Call the Zorg- en Veiligheidshuis.",
        )
