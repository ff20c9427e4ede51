"""Two answers for machines; both are open, because they hold nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vangnet.api.health.types import Check


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; asks nothing of anything else."""
    return JsonResponse({"status": "goed"})


def ready_view(checks: Callable[[], Sequence[Check]]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view that says whether people can be served: 200 when every check is in order, else 503."""

    @login_not_required
    @require_safe
    def ready(request: HttpRequest) -> HttpResponse:
        findings = [check() for check in checks()]
        fine = all(finding.ok for finding in findings)
        return JsonResponse(
            {
                "status": "goed" if fine else "niet gereed",
                "onderdelen": {f.name: {"goed": f.ok, "opmerking": f.remark} for f in findings},
            },
            status=200 if fine else 503,
        )

    return ready
