"""What this decision point says of itself: the well-known configuration, and its OpenAPI document."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from vangnet.core.strict_json import JsonObject

EVALUATION = "/access/v1/evaluation"
EVALUATIONS = "/access/v1/evaluations"
SEARCH_SUBJECT = "/access/v1/search/subject"
SEARCH_RESOURCE = "/access/v1/search/resource"
SEARCH_ACTION = "/access/v1/search/action"
WELL_KNOWN = "/.well-known/authzen-configuration"
OPENAPI = "/access/v1/openapi.json"


def configuration(base_url: str) -> JsonObject:
    """Return the metadata of the decision point at `base_url`, which the caller compares with the address it used.

    Source: AuthZEN 1.0, Policy Decision Point Metadata.
    """
    return {
        "policy_decision_point": base_url,
        "access_evaluation_endpoint": base_url + EVALUATION,
        "access_evaluations_endpoint": base_url + EVALUATIONS,
        "search_subject_endpoint": base_url + SEARCH_SUBJECT,
        "search_resource_endpoint": base_url + SEARCH_RESOURCE,
        "search_action_endpoint": base_url + SEARCH_ACTION,
    }


def openapi(base_url: str) -> JsonObject:
    """Return the OpenAPI document, with the address at which it was asked as its server."""
    return {**_document(), "servers": [{"url": base_url}]}


@cache
def _document() -> JsonObject:
    document: JsonObject = json.loads(files("vangnet.api.authzen").joinpath("openapi.json").read_text("utf-8"))
    return document
