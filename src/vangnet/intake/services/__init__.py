"""Everything that is done with signals, one function a verb."""

from __future__ import annotations

from vangnet.intake.services.answering import tell_reporter
from vangnet.intake.services.conventions import store_convention
from vangnet.intake.services.emptying import empty, take_to_empty
from vangnet.intake.services.escalating import end_escalations, escalate_due, take_escalation
from vangnet.intake.services.figures import publish_figures
from vangnet.intake.services.guests import cast_vote, end_guest, invite_guest
from vangnet.intake.services.including import include
from vangnet.intake.services.informing import leave_informing_to_case, tell_person
from vangnet.intake.services.outreach import attempt, end_outreach, keep_in_view, review
from vangnet.intake.services.registering import register, register_many, report
from vangnet.intake.services.routing import accept, decline, offer, set_desk, take_back
from vangnet.intake.services.tables import (
    begin_board,
    change_seats,
    close_board,
    decide_quickly,
    fill_agenda,
    finish_quick,
    open_board,
    plan_board,
)
from vangnet.intake.services.weighing import finish_by_act, finish_decision, weigh

__all__ = [
    "accept",
    "attempt",
    "begin_board",
    "cast_vote",
    "change_seats",
    "close_board",
    "decide_quickly",
    "decline",
    "empty",
    "end_escalations",
    "end_guest",
    "end_outreach",
    "escalate_due",
    "fill_agenda",
    "finish_by_act",
    "finish_decision",
    "finish_quick",
    "include",
    "invite_guest",
    "keep_in_view",
    "leave_informing_to_case",
    "offer",
    "open_board",
    "plan_board",
    "publish_figures",
    "register",
    "register_many",
    "report",
    "review",
    "set_desk",
    "store_convention",
    "take_back",
    "take_escalation",
    "take_to_empty",
    "tell_person",
    "tell_reporter",
    "weigh",
]
