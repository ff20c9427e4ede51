"""One duty to tell somebody: say that it was done, or who wants it to wait, on what ground and until when."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.core.errors import StaleVersion
from vangnet.sharing import selectors, services
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing.kept_forms import PostponeForm, ToldForm
from vangnet.web.today.rows import INFORMS

LATER = "later"


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def inform(request: HttpRequest, visit: Visit, inform_id: UUID) -> HttpResponse:
    """Show a duty to tell somebody, and keep that it was done or why it waits."""
    duty = selectors.inform(actor=visit.actor, inform_id=inform_id, at=visit.at)
    posted = request.POST if request.method == "POST" else None
    waits = posted is not None and posted.get("stap") == LATER
    told = ToldForm(None if waits else posted, initial={"version": duty.version, "told_on": local_day(visit.at)})
    later = PostponeForm(
        posted if waits else None, initial={"version": duty.version, "postponed_by": visit.worker.agency_name}
    )
    form, status, changed = (later if waits else told), HTTPStatus.OK, False
    if form.is_bound:
        status = status_of(form)
    if form.is_bound and status == HTTPStatus.OK:
        data = form.cleaned_data
        try:
            status = attempt(
                form,
                lambda: services.postpone_telling(
                    actor=visit.actor, inform_id=inform_id, version=data["version"], by=data["postponed_by"],
                    ground=data["ground"], review_on=data["review_on"], at=visit.at,
                )
                if waits
                else services.tell_person(
                    actor=visit.actor, inform_id=inform_id, version=data["version"], told_on=data["told_on"], at=visit.at
                ),
            )  # fmt: skip
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen."))
            return redirect("web:today")
    title, why = INFORMS[duty.kind]
    content = {
        "at": visit.at, "duty": duty, "title": title, "why": str(why) % {"who": duty.about} if duty.about else why,
        "told": told, "later": later, "changed": changed, "waits": waits,
        "head": cases.brief(case_ids=[duty.case_id]).get(duty.case_id, ("", ""))[0],
    }  # fmt: skip
    return render(request, "rights/inform.html", content, status=status)
