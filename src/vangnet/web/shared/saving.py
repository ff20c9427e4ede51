"""Save what a form says: what is refused lands at the field it is about, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.db import transaction
from django.forms import BaseForm
from django.utils.translation import gettext as translated

from vangnet.core.errors import Conflict, InvalidInput, StaleVersion, VangnetError
from vangnet.web.shared import screen

SAVED = HTTPStatus.SEE_OTHER


def attempt(form: BaseForm, write: Callable[[], object], *, names: Mapping[str, str] | None = None) -> HTTPStatus:
    """Write what a valid form says, or put the refusal in the form; half a write is undone.

    Args:
        form: bound and valid; shown again when the answer is not `SAVED`.
        write: calls one service.
        names: name of a field in the service to its name in the form, where they differ.

    Returns:
        `SAVED`, or the status to show the form with: 422 when something in it can be mended, 409 when the state of
        things does not allow it.

    Raises:
        StaleVersion: somebody changed the record; the view shows both versions.
        VangnetError: every refusal that has nothing to do with what was typed.
    """
    try:
        with transaction.atomic():
            write()
    except InvalidInput as error:
        for name, text in error.fields.items():
            place = (names or {}).get(name, name)
            form.add_error(place if place in form.fields else None, translated(text))
        if not error.fields:
            form.add_error(None, sentence(error))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except StaleVersion:
        raise
    except Conflict as error:
        form.add_error(None, sentence(error))
        return HTTPStatus.CONFLICT
    return SAVED


def status_of(form: BaseForm) -> HTTPStatus:
    """Return the status to show a form with before anything is saved: 422 when it does not fit, else 200."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and not form.is_valid() else HTTPStatus.OK


def sentence(error: VangnetError) -> str:
    """Return what an error says in the language of the page."""
    return error.en if screen.language() == "en" else error.nl
