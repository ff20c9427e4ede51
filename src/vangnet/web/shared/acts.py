"""What somebody did, in words: for "wie keek hier", for the person's own answer, and for paper.

The record holds codes and never a name or a text. Each code that code can write has its words here; a test holds
that, since a look that is told as a change would be a lie in a page that people must be able to trust.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

ACTS: Final[dict[str, Promise]] = {
    "access.break_glass": gettext_lazy("opende de casus in een noodgeval"),
    "access.choose_language": gettext_lazy("koos een taal"),
    "access.close_grant": gettext_lazy("beëindigde inzage"),
    "access.connect_system": gettext_lazy("sloot een systeem aan"),
    "access.decide_search_see": gettext_lazy("zocht wat een ander systeem mag zien"),
    "access.decide_search_share": gettext_lazy("zocht wat een ander systeem mag delen"),
    "access.decide_see": gettext_lazy("vroeg of een ander systeem dit mag zien"),
    "access.decide_share": gettext_lazy("vroeg of een ander systeem dit mag delen"),
    "access.end_absence": gettext_lazy("was weer terug"),
    "access.lift_lockout": gettext_lazy("liet iemand weer toe"),
    "access.lock_out": gettext_lazy("sloot iemand uit"),
    "access.open_grant": gettext_lazy("gaf inzage"),
    "access.sign_in": gettext_lazy("meldde zich aan"),
    "access.sign_out": gettext_lazy("meldde zich af"),
    "access.report_absence": gettext_lazy("meldde een afwezigheid"),
    "access.review_emergency": gettext_lazy("beoordeelde een noodtoegang"),
    "audit.export": gettext_lazy("haalde het logboek op"),
    "audit.read_case": gettext_lazy("keek wie hier keek"),
    "audit.read_processing": gettext_lazy("las het verwerkingenlog"),
    "cases.add_slot": gettext_lazy("voegde een rol toe"),
    "cases.answer_supplier": gettext_lazy(
        "legde vast of een deelnemer het goedvindt dat een casus opnieuw wordt gebruikt"
    ),
    "cases.close": gettext_lazy("sloot de casus af"),
    "cases.confirm_briefing": gettext_lazy("bevestigde te vervangen"),
    "cases.decide": gettext_lazy("schreef een besluit op"),
    "cases.end_holding": gettext_lazy("haalde iemand uit een rol"),
    "cases.hold_slot": gettext_lazy("gaf iemand een rol"),
    "cases.list": gettext_lazy("zag de casus in een lijst"),
    "cases.miss_contact": gettext_lazy("schreef op dat een contact niet doorging"),
    "cases.name_deputy": gettext_lazy("vroeg een vervanger"),
    "cases.note": gettext_lazy("schreef een notitie"),
    "cases.open": gettext_lazy("opende de casus"),
    "cases.order_reprocessing": gettext_lazy("vroeg om een casus opnieuw te gebruiken of langer te bewaren"),
    "cases.read": gettext_lazy("bekeek de casus"),
    "cases.read_reprocessing": gettext_lazy("bekeek waarom een casus opnieuw wordt gebruikt"),
    "cases.read_timeline": gettext_lazy("las de tijdlijn"),
    "cases.record_contact": gettext_lazy("schreef een contact op"),
    "cases.search": gettext_lazy("zocht casussen"),
    "cases.search_words": gettext_lazy("zocht in teksten"),
    "flow.oversight": gettext_lazy("bekeek het overzicht van toezicht"),
    "flow.today": gettext_lazy("bekeek Vandaag"),
    "intake.accept": gettext_lazy("nam een signaal over"),
    "intake.attempt": gettext_lazy("schreef een poging tot contact op"),
    "intake.decline": gettext_lazy("nam een signaal niet over"),
    "intake.end_outreach": gettext_lazy("beëindigde bemoeizorg"),
    "intake.keep_in_view": gettext_lazy("begon bemoeizorg"),
    "intake.list": gettext_lazy("zag het signaal in een lijst"),
    "intake.offer": gettext_lazy("bood een signaal aan een ander meldpunt aan"),
    "intake.read": gettext_lazy("las een signaal"),
    "intake.read_outreach": gettext_lazy("las de bemoeizorg"),
    "intake.register": gettext_lazy("meldde een signaal"),
    "intake.register_many": gettext_lazy("las signalen uit een bestand in"),
    "intake.review": gettext_lazy("keek bemoeizorg na"),
    "intake.set_desk": gettext_lazy("stelde een meldpunt in"),
    "intake.take_back": gettext_lazy("nam een aangeboden signaal terug"),
    "intake.tell_reporter": gettext_lazy("gaf de melder antwoord"),
    "intake.watch_list": gettext_lazy("bekeek de lijst van bemoeizorg"),
    "intake.weigh": gettext_lazy("legde een weging vast"),
    "people.confirm_same": gettext_lazy("besloot dat twee registraties over dezelfde persoon gaan"),
    "people.deny_same": gettext_lazy("besloot dat twee registraties niet over dezelfde persoon gaan"),
    "people.link_signal": gettext_lazy("legde een signaal bij deze persoon"),
    "people.match": gettext_lazy("zocht wie dit kan zijn"),
    "people.move": gettext_lazy("schreef een verhuizing op"),
    "people.read": gettext_lazy("bekeek de persoon"),
    "people.read_records": gettext_lazy("bekeek wat bronnen over de persoon zeiden"),
    "people.register": gettext_lazy("legde de persoon vast"),
    "people.search": gettext_lazy("zocht personen"),
    "people.split": gettext_lazy("haalde registraties van de persoon uit elkaar"),
    "people.take_back": gettext_lazy("trok een besluit over registraties in"),
    "plans.adopt": gettext_lazy("stelde het plan vast"),
    "plans.agree": gettext_lazy("maakte een afspraak"),
    "plans.draft": gettext_lazy("begon aan een nieuw plan"),
    "plans.finish_agreement": gettext_lazy("zette een afspraak op gedaan"),
    "plans.flag": gettext_lazy("markeerde het plan om na te kijken"),
    "plans.mark_read": gettext_lazy("zei het plan te hebben gelezen"),
    "plans.read": gettext_lazy("las het plan"),
    "plans.read_earlier": gettext_lazy("las eerdere plannen"),
    "plans.reopen_agreement": gettext_lazy("zette een afspraak weer open"),
    "plans.revise": gettext_lazy("paste het plan in de maak aan"),
    "plans.settle": gettext_lazy("zei dat het plan nog past"),
    "retention.destroy": gettext_lazy("vernietigde wat weg moest"),
    "rights.answer": gettext_lazy("beantwoordde een verzoek om inzage"),
    "rights.extend": gettext_lazy("verlengde de termijn van een verzoek om inzage"),
    "rights.register": gettext_lazy("legde een verzoek om inzage vast"),
    "rights.restrict": gettext_lazy("hield een deel van een antwoord achter"),
    "sharing.acknowledge_correction": gettext_lazy("bevestigde een verbetering"),
    "sharing.adopt_origin": gettext_lazy("nam voorwaarden van de herkomst over"),
    "sharing.answer_adviser": gettext_lazy("gaf privacyadvies"),
    "sharing.answer_request": gettext_lazy("antwoordde op een vraag om informatie"),
    "sharing.ask": gettext_lazy("vroeg of iets gedeeld mag worden"),
    "sharing.ask_adviser": gettext_lazy("vroeg privacyadvies"),
    "sharing.correct": gettext_lazy("verbeterde iets dat gedeeld was"),
    "sharing.disclose": gettext_lazy("deelde informatie"),
    "sharing.give_consent": gettext_lazy("legde toestemming vast"),
    "sharing.list_advice": gettext_lazy("bekeek de lijst van privacyadvies"),
    "sharing.list_disclosures": gettext_lazy("bekeek wat er gedeeld is"),
    "sharing.list_questions": gettext_lazy("bekeek de vragen over delen"),
    "sharing.list_received": gettext_lazy("bekeek wat er ontvangen is"),
    "sharing.postpone_telling": gettext_lazy("stelde het vertellen aan de persoon uit"),
    "sharing.read_advice": gettext_lazy("las een privacyadvies"),
    "sharing.read_consent": gettext_lazy("las de toestemming"),
    "sharing.read_question": gettext_lazy("las een vraag over delen"),
    "sharing.read_request": gettext_lazy("las een vraag om informatie"),
    "sharing.record_fact": gettext_lazy("legde een feit vast"),
    "sharing.refuse_request": gettext_lazy("weigerde informatie te geven"),
    "sharing.request_information": gettext_lazy("vroeg een partner om informatie"),
    "sharing.take_step": gettext_lazy("zette een stap bij het beroepsgeheim"),
    "sharing.tell_person": gettext_lazy("vertelde de persoon wat er gedeeld is"),
    "sharing.withdraw_consent": gettext_lazy("trok toestemming in"),
}


def act_words(act: str) -> str:
    """Return what somebody did in words; a code from an older version that has none is told as just that.

    Args:
        act: stage and verb, such as `plans.adopt`.
    """
    return str(ACTS.get(act) or gettext("deed iets dat deze versie niet meer kent"))
