"""A decision point that runs alone, from files: no database, no product settings, no Django."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vangnet.api.authzen.attribute_rules.decider import RuleBookDecider
from vangnet.api.authzen.attribute_rules.loading import load
from vangnet.api.authzen.doorkeepers import OpenDoor, TokenHolders
from vangnet.api.authzen.json_lines import JsonLinesLog, NoLog
from vangnet.api.authzen.ports import Doorkeeper
from vangnet.api.authzen.service import DecisionPoint, Settings
from vangnet.api.authzen.wsgi import application
from vangnet.core.errors import InvalidInput

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(frozen=True, slots=True)
class Options:
    """From what a decision point is made; plain values, so that they travel to a worker process.

    Args:
        rules: the rules file.
        page_key: secret for page tokens.
        log: where decision records go; None to keep none.
        tokens: a file with a line `NAME TOKEN` for each caller; None to let anybody ask.
        base_url: the address callers use; empty to answer with the one each caller used.
        reasons_in_batches: whether the items of a batch tell why.
    """

    rules: Path
    page_key: bytes
    log: Path | None = None
    tokens: Path | None = None
    base_url: str = ""
    reasons_in_batches: bool = False


def decision_point(options: Options) -> DecisionPoint:
    """Return the decision point.

    Raises:
        InvalidInput: the rules, the tokens or the log cannot be used.
    """
    return DecisionPoint(
        decider=RuleBookDecider(load(options.rules)),
        log=JsonLinesLog(options.log) if options.log else NoLog(),
        doorkeeper=_doorkeeper(options.tokens),
        settings=Settings(
            page_key=options.page_key,
            base_url=options.base_url,
            reasons_in_batches=options.reasons_in_batches,
            producer={"service.name": "vangnet-authzen"},
        ),
    )


def load_application(options: Options, on_load: Callable[[], Any]) -> WSGIApplication:
    """Return the WSGI application; a server calls this in each of its workers.

    Args:
        options: from what it is made.
        on_load: called when it is made, just before the worker starts to listen.
    """
    made = application(decision_point(options))
    on_load()
    return made


def _doorkeeper(tokens: Path | None) -> Doorkeeper:
    if tokens is None:
        return OpenDoor()
    try:
        lines = [line.split() for line in tokens.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError):
        raise _unusable(tokens, "cannot be read", "kan niet worden gelezen") from None
    if not lines or any(len(line) != 2 for line in lines) or len({token for _, token in lines}) != len(lines):
        raise _unusable(
            tokens,
            "needs one or more lines NAME TOKEN, each with its own token",
            "heeft een of meer regels NAAM TOKEN nodig, elk met een eigen token",
        )
    return TokenHolders({token: name for name, token in lines})


def _unusable(path: Path, en: str, nl: str) -> InvalidInput:
    return InvalidInput("tokens-unusable", nl=f"Het tokenbestand {path} {nl}.", en=f"The token file {path} {en}.")
