"""Ask, share, keep facts and consent, ask a partner, ask the adviser, and break secrecy step by step."""

from __future__ import annotations

from vangnet.sharing.services.advising import answer_adviser, ask_adviser, read_advice
from vangnet.sharing.services.asking import answer_missing, ask, ask_again
from vangnet.sharing.services.carrying import close_ended_norms, close_unsupported, outdated, unsupported
from vangnet.sharing.services.consents import give_consent, withdraw_consent
from vangnet.sharing.services.disclosing import acknowledge_correction, correct, disclose, warn_of_mixing_up
from vangnet.sharing.services.facts import adopt_origin, record_fact
from vangnet.sharing.services.findings import record_finding
from vangnet.sharing.services.informing import owe_emergency, owe_start, postpone_telling, tell_person
from vangnet.sharing.services.norms import keep_norms, take_norms
from vangnet.sharing.services.requests import answer_request, request_information
from vangnet.sharing.services.secrecy import take_step

__all__ = [
    "acknowledge_correction",
    "adopt_origin",
    "answer_adviser",
    "answer_missing",
    "answer_request",
    "ask",
    "ask_adviser",
    "ask_again",
    "close_ended_norms",
    "close_unsupported",
    "correct",
    "disclose",
    "give_consent",
    "keep_norms",
    "outdated",
    "owe_emergency",
    "owe_start",
    "postpone_telling",
    "read_advice",
    "record_fact",
    "record_finding",
    "request_information",
    "take_norms",
    "take_step",
    "tell_person",
    "unsupported",
    "warn_of_mixing_up",
    "withdraw_consent",
]
