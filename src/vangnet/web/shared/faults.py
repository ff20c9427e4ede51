"""Pages for what goes wrong: each says what happened, what you can do now, and who can help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from vangnet.core.errors import StaleVersion, VangnetError
from vangnet.core.tracing import current_trace_id
from vangnet.web.shared import screen, shell
from vangnet.web.shared.parts import Link


@dataclass(frozen=True, slots=True)
class FaultPage:
    """What a fault page says.

    Args:
        code: stable, for tests and the helpdesk.
        details: what can be mended, line by line.
        danger: whether to say what to do in direct danger.
        number: start of the trace id, by which the helpdesk finds it in the log; only when the fault is ours.
    """

    status: int
    code: str
    title: str
    text: str
    icon: str
    links: tuple[Link, ...] = ()
    details: tuple[str, ...] = ()
    danger: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of a record that two people changed: what stands there now, and what was typed."""

    name: str
    label: str
    theirs: str
    mine: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both versions of a record, and where each choice leads.

    Args:
        url: where the form is sent when the reader keeps their own text.
        back_url: the record as it stands.
        hidden: names and values sent along, such as the version that is now on the screen.
    """

    url: str
    back_url: str
    rows: Sequence[ComparedField]
    hidden: Sequence[tuple[str, str]]


def _home(request: HttpRequest, code: str) -> Link:
    """Return the way on: Vandaag, or the first question for who answers questions and who has no account to go to Vandaag with."""
    if code == "triage-unreadable" or request.path == shell.address("web:report"):
        return Link(gettext("Begin bij de eerste vraag"), request.path)
    return Link(gettext("Naar Vandaag"), shell.address("web:today") or "/")


def _again(request: HttpRequest) -> Link:
    return Link(gettext("Probeer opnieuw"), request.get_full_path() if request.method == "GET" else request.path)


def page_for(request: HttpRequest, status: int, *, code: str, text: str = "", details: Sequence[str] = ()) -> FaultPage:
    """Return what to say for a status.

    Args:
        status: of the answer, 400 to 503.
        code: stable name of the fault.
        text: the sentence of the error itself; a general one when there is none.
        details: what can be mended.
    """
    home, again, lines = _home(request, code), _again(request), tuple(details)
    match status:
        case 400:
            said = text or gettext("Vangnet begrijpt deze vraag niet. Ga terug en probeer het opnieuw.")
            return FaultPage(status, code, gettext("Dit klopt niet helemaal"), said, "warning", (home,), lines)
        case 403:
            said = text or gettext("Je mag dit niet doen. De regisseur kan je helpen.")
            return FaultPage(status, code, gettext("Dit mag je niet doen"), said, "locked", (home,), lines, True)
        case 404:
            said = text or gettext(
                "Dit bestaat niet, of je mag het niet zien. Vraag de regisseur als je het nodig hebt."
            )
            ask = Link(gettext("Vraag toegang tot een casus"), shell.address("web:access-ask"))
            return FaultPage(status, code, gettext("Niets gevonden"), said, "search", (home, ask), lines, True)
        case 405:
            said = gettext("Deze pagina kun je niet op deze manier openen. Begin opnieuw bij Vandaag.")
            return FaultPage(status, code, gettext("Dit kan hier niet"), said, "warning", (home,), lines)
        case 409:
            said = text or gettext("Iemand anders was je voor. Kijk eerst hoe het er nu staat.")
            return FaultPage(status, code, gettext("Dit kan nu niet"), said, "warning", (again, home), lines)
        case 422:
            said = text or gettext("Er kloppen dingen niet. Ga terug: je tekst staat er nog.")
            return FaultPage(status, code, gettext("Nog niet opgeslagen"), said, "warning", (home,), lines)
        case 429:
            said = gettext("Dit is te vaak geprobeerd. Wacht vijf minuten en probeer het opnieuw.")
            return FaultPage(status, code, gettext("Even wachten"), said, "waiting", (home,), lines)
        case 503:
            said = text or gettext(
                "Iets waar Vangnet op steunt, antwoordt niet. Er is niets opgeslagen. Probeer het zo weer."
            )
            return FaultPage(status, code, gettext("Even geen verbinding"), said, "waiting", (again, home), lines, True)
        case _:
            said = text or gettext("Dit is een fout van Vangnet, niet van jou. Er is niets opgeslagen.")
            number = current_trace_id()[:8]
            return FaultPage(
                500, code, gettext("Er ging iets mis"), said, "warning", (again, home), lines, True, number
            )


def respond(request: HttpRequest, error: VangnetError) -> HttpResponse:
    """Return the page for an error of Vangnet, or only a notice when htmx asked for a part of a page."""
    text = error.en if screen.language() == "en" else error.nl
    page = page_for(request, error.status, code=error.code, text=text, details=tuple(error.fields.values()))
    return show(request, page)


def show(request: HttpRequest, page: FaultPage) -> HttpResponse:
    """Return a fault page with its status; visitors without an account get it without the frame.

    When the fault is ours the page asks nothing of session, account or database: they may be what is broken.
    """
    if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        plain = {"fault": page, "shell": shell.plain(request), "LANGUAGE_CODE": screen.language()}
        return HttpResponse(render_to_string("vangnet/errors/bare.html", plain), status=page.status)
    if partial(request):
        # Before the part that was asked for, and not in its place: what stands there may hold typed text.
        notice = render(request, "vangnet/errors/notice.html", {"fault": page}, status=page.status)
        notice.headers["HX-Reswap"] = "beforebegin"
        return notice
    template = "page" if shell.me(request) else "bare"
    return render(request, f"vangnet/errors/{template}.html", {"fault": page}, status=page.status)


def partial(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of a page, and not for a page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not getattr(htmx, "boosted", False)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 401 to a part of a page whose session is over: the page stays, sign in beside it and try again."""
    text = gettext("Log in op een nieuw tabblad en probeer het dan opnieuw. Je tekst staat nog in het scherm.")
    door = Link(gettext("Inloggen"), shell.address("account_login") or "/", new_tab=True)
    page = FaultPage(401, "signed-out", gettext("Je bent uitgelogd"), text, "locked", (door,))
    return show(request, page)


def compare(request: HttpRequest, error: StaleVersion, conflict: Conflict) -> HttpResponse:
    """Return the page that shows what stands there now beside what was typed; nothing is overwritten in silence."""
    page = render(request, "vangnet/errors/409.html", {"conflict": conflict, "fault": error}, status=error.status)
    if partial(request):
        page.headers["HX-Retarget"] = page.headers["HX-Reselect"] = "#inhoud"
        page.headers["HX-Reswap"] = "outerHTML show:window:top"
    return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 (Django's `handler400`)."""
    return show(request, page_for(request, HTTPStatus.BAD_REQUEST, code="bad-request"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 (Django's `handler403`)."""
    return show(request, page_for(request, HTTPStatus.FORBIDDEN, code="refused"))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form does not carry its token, mostly because a session ended meanwhile."""
    text = gettext("Deze pagina stond te lang open. Ga terug, ververs de pagina en probeer het opnieuw.")
    return show(request, page_for(request, HTTPStatus.FORBIDDEN, code="form-expired", text=text))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 (Django's `handler404`), in the same words as for what may not be known."""
    return show(request, page_for(request, HTTPStatus.NOT_FOUND, code="not-visible"))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 (Django's `handler500`)."""
    return show(request, page_for(request, HTTPStatus.INTERNAL_SERVER_ERROR, code="broken"))
