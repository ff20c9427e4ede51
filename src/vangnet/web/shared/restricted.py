"""Why data about a person are only stored for now, in words, for the case and for who decides on it."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.access.types import RestrictionGround
from vangnet.people.types.stored import OpeningGround

RESTRICTIONS: Final[dict[RestrictionGround, Promise]] = {
    RestrictionGround.ACCURACY: gettext_lazy("De persoon zegt dat het niet klopt (AVG artikel 18 lid 1 onder a)"),
    RestrictionGround.UNLAWFUL: gettext_lazy(
        "Dit mocht niet, en de persoon wil niet dat het gewist wordt (AVG artikel 18 lid 1 onder b)"
    ),
    RestrictionGround.CLAIM: gettext_lazy(
        "De persoon heeft de gegevens nodig voor een rechtszaak (AVG artikel 18 lid 1 onder c)"
    ),
    RestrictionGround.OBJECTION: gettext_lazy(
        "De persoon maakte bezwaar en daarop is nog niet beslist (AVG artikel 18 lid 1 onder d)"
    ),
    RestrictionGround.STOPPED: gettext_lazy("Het bezwaar van de persoon is toegekend (AVG artikel 21 lid 1)"),
}
OPENING_GROUNDS: Final[dict[OpeningGround, Promise]] = {
    OpeningGround.PROTECT: gettext_lazy("Iemand anders moet worden beschermd"),
    OpeningGround.CONSENT: gettext_lazy("De persoon vindt het goed"),
    OpeningGround.CLAIM: gettext_lazy("Het is nodig voor een rechtszaak"),
    OpeningGround.INTEREST: gettext_lazy("Er is een zwaarwegend belang voor iedereen"),
}
# What the rules of `access` answer, word for word; here only so that a catalogue has them in English.
ANSWERS: Final = (
    gettext_lazy("Kies waarom de gegevens beperkt worden."),
    gettext_lazy("Schrijf op waarom dit toch te zien blijft (AVG artikel 18 lid 2)."),
    gettext_lazy("Kies een dag waarop iemand opnieuw kijkt, hooguit een half jaar vooruit."),
    gettext_lazy("Schrijf op waarom de beperking eraf kan."),
    gettext_lazy("Vertel het eerst aan de persoon. Schrijf op wanneer dat was."),
    gettext_lazy("Schrijf op hoe de persoon dit hoorde."),
    gettext_lazy("Kies waarom dit toch gelezen mag worden."),
    gettext_lazy("Schrijf op waarom dit nu nodig is."),
    gettext_lazy("Schrijf op waarom."),
)
