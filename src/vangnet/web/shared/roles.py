"""Functions in words: what somebody does, as colleagues call it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

ROLES: dict[str, Promise | str] = {
    "procesregisseur": gettext_lazy("procesregisseur"),
    "casusregisseur": gettext_lazy("casusregisseur"),
    "levensloopaanbieder_regisseur": gettext_lazy("regisseur van de levensloopaanbieder"),
    "behandelaar": gettext_lazy("behandelaar"),
    "wijkagent": gettext_lazy("wijkagent"),
    "politie_zvh": gettext_lazy("politie in het Zorg- en Veiligheidshuis"),
    "toezichthouder_reclassering": gettext_lazy("toezichthouder reclassering"),
    "bemoeizorgmedewerker": gettext_lazy("medewerker bemoeizorg"),
    "wmo_consulent": gettext_lazy("Wmo-consulent"),
    "woonconsulent": gettext_lazy("woonconsulent"),
    "oov_adviseur": gettext_lazy("adviseur openbare orde en veiligheid"),
    "manager": gettext_lazy("manager"),
    "auditor": gettext_lazy("auditor"),
    "coordinerend_fg": gettext_lazy("privacy-adviseur"),
    "contactpunt": gettext_lazy("contactpunt voor rechten van personen"),
    "medewerker": gettext_lazy("medewerker"),
}


def role_words(role: str) -> str:
    """Return a function in words; one without words of its own is simply a colleague.

    Args:
        role: code of the function, such as `procesregisseur`.
    """
    words = ROLES.get(role)
    return str(words) if words is not None else gettext("medewerker")


def headed(words: str) -> str:
    """Return words with a capital, for the start of a line: "Wijkagent".

    >>> headed("Wmo-consulent"), headed("wijkagent"), headed("")
    ('Wmo-consulent', 'Wijkagent', '')
    """
    return words[:1].upper() + words[1:]
