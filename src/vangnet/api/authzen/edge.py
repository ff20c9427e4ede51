"""Where every error ends as a response, whichever way a request came in."""

from __future__ import annotations

import logging

from vangnet.api.authzen.service import DecisionPoint, failure
from vangnet.api.authzen.types import Request, Response

_logger = logging.getLogger(__name__)


def handle_safely(point: DecisionPoint, request: Request) -> Response:
    """Return an answer, also when a part fails; the cause goes to the log and not to the caller."""
    try:
        return point.handle(request)
    except Exception as error:
        _logger.exception("The decision point failed on %s %s", request.method, request.path)
        return failure(error, request)
