"""The paths of AuthZEN, for the address book of a Django project: at its root, since the standard fixes them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from vangnet.api.authzen import metadata
from vangnet.api.authzen.service import DecisionPoint
from vangnet.api.authzen.views import view

_PATHS = {
    "authzen-evaluation": metadata.EVALUATION,
    "authzen-evaluations": metadata.EVALUATIONS,
    "authzen-search-subject": metadata.SEARCH_SUBJECT,
    "authzen-search-resource": metadata.SEARCH_RESOURCE,
    "authzen-search-action": metadata.SEARCH_ACTION,
    "authzen-openapi": metadata.OPENAPI,
    "authzen-configuration": metadata.WELL_KNOWN,
}


def patterns(point: Callable[[], DecisionPoint]) -> list[URLPattern]:
    """Return the routes to a decision point; each has a name, so that a walk along every door finds it.

    Args:
        point: gives the decision point, with the decider, the log and the doorkeeper of the project.
    """
    answer = view(point)
    named = [path(route.removeprefix("/"), answer, name=name) for name, route in _PATHS.items()]
    return [
        *named,
        path(".well-known/authzen-configuration/<path:rest>", answer, name="authzen-configuration-below"),
        path("access/v1/<path:rest>", answer, name="authzen-elsewhere"),
    ]
