"""What the stage says about a field that does not fit, so that it has its English too; the stage itself speaks Dutch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

REFUSALS = (
    gettext_lazy("Schrijf op wie dit mag zien, en van welke organisatie."),
    gettext_lazy("Schrijf op welke deskundigheid nodig is, en vanuit welke taak."),
    gettext_lazy("Kies met wie je wilt delen."),
    gettext_lazy("Kies de functie van de ontvanger."),
    gettext_lazy("Van een onderdeel is de soort niet bekend. Dat kun je niet delen."),
    gettext_lazy("Kan de persoon dit nu niet zelf beslissen? Vraag dan de vertegenwoordiger."),
    gettext_lazy("Deze dag is al voorbij."),
    gettext_lazy("Kies een dag vanaf vandaag."),
    gettext_lazy("Schrijf het antwoord op, of waarom je niet antwoordt."),
    gettext_lazy("Schrijf op welke deelnemer wil dat dit wacht."),
    gettext_lazy("Schrijf op waarom het moet wachten."),
    gettext_lazy("Kies een dag na vandaag."),
    gettext_lazy("Kies een dag na vandaag om opnieuw te kijken."),
    gettext_lazy("Na een noodgeval kijkt een tweede persoon binnen één werkdag."),
    gettext_lazy("Er is geen wet gevonden die dit verplicht."),
    gettext_lazy("Beantwoord elk punt."),
    gettext_lazy("Bij nee legt deze stap niets vast."),
    gettext_lazy("Deze stap bestaat niet."),
    gettext_lazy("Beantwoord ten minste één van de vragen die hier staan."),
    gettext_lazy("Kies ten minste één onderdeel."),
    gettext_lazy("Kies waarvoor het nodig is."),
    gettext_lazy("Kies voor wie de toestemming geldt."),
    gettext_lazy("Kies waarover de toestemming gaat."),
    gettext_lazy("Kies waarvoor de toestemming is."),
    gettext_lazy("Schrijf op wat je hebt verteld."),
    gettext_lazy("Kies mondeling of schriftelijk."),
    gettext_lazy("Kies aan wie je het vraagt."),
    gettext_lazy("Kies waarover het gaat."),
    gettext_lazy("Kies waarvoor je het nodig hebt."),
    gettext_lazy("Schrijf op wat je wilt weten."),
    gettext_lazy("Schrijf op wat je adviseert, en waarom."),
    gettext_lazy("Schrijf op waarom."),
    gettext_lazy("Schrijf dit op in eigen woorden."),
    gettext_lazy("Schrijf op met welke collega je hebt overlegd."),
)
