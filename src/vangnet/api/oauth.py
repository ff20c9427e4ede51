"""`/api/oauth/token`: a connected system asks for a token with its own credentials (RFC 6749 section 4.4)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import get_application_model
from oauth2_provider.views import TokenView

from vangnet.api.problems import problem

_view = TokenView.as_view()


@csrf_exempt
@login_not_required
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for client credentials; no other way in exists here."""
    if request.method == "POST" and request.POST.get("grant_type", "client_credentials") != "client_credentials":
        return problem(status=400, code="grant-type", detail="Alleen grant_type client_credentials bestaat hier.")
    response: HttpResponse = _view(request)
    response.headers["Cache-Control"] = "no-store"
    return response


def register_client(*, client_id: str, secret: str, name: str) -> None:
    """Keep the credentials of a connected system; the secret only as a hash."""
    get_application_model().objects.create(
        client_id=client_id,
        client_secret=secret,
        name=name,
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
