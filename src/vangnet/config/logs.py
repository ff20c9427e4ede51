"""What goes into the log: that something happened, how it ended and where in the program; never about whom.

Our own lines are an event in fixed words with fields from one list; any other field is dropped. Of a line that a
library writes we keep who said it, how serious it is and where in its source, never its words, because a library puts
paths, addresses and values of rows in them. An error is its kind, its code and its places, never its message.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from vangnet.core.errors import VangnetError
from vangnet.core.tracing import current_trace_id

ALLOWED = frozenset(
    {
        *("event", "level", "logger", "timestamp", "trace_id", "code", "error", "where", "action", "reason"),
        *("fault_code", "fault_number"),
        *("method", "route", "status", "duration_ms", "queries"),
        *("task", "job_id", "queue", "attempts"),
        *("worker_id", "agency_id", "region"),
        *("mode", "port", "pid", "count", "days", "version", "check", "ok", "free_mb"),
    }
)
TEXT_LIMIT = 120
_EVENT = re.compile(r"[a-z0-9][a-z0-9 _.:-]{0,79}")
_FRAMES = 12


def keep_allowed(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Drop every field that is not on the list, and every value that is not a short text, a number or a yes or no."""
    kept: EventDict = {}
    for name, value in event_dict.items():
        if name in ALLOWED:
            whole = value is None or isinstance(value, bool | int | float) or name == "where"
            kept[name] = value if whole else str(value)[:TEXT_LIMIT]
    if not _EVENT.fullmatch(str(kept.get("event", ""))):
        kept["event"] = "words withheld"
    return kept


def add_trace(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Name the trace this line belongs to."""
    trace_id = current_trace_id()
    if trace_id:
        event_dict["trace_id"] = trace_id
    return event_dict


def error_without_message(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Replace an exception by its kind, its code and its places; its message may hold what a row holds."""
    info = event_dict.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event_dict["error"] = type(error).__qualname__
        if isinstance(error, VangnetError):
            event_dict["code"] = error.code
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        event_dict["where"] = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return event_dict


def words_of_ours(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Of a line that our own code wrote without structlog keep the words and the extra fields that are on the list."""
    record = event_dict["_record"]
    event_dict["event"] = record.msg  # as written in the source, without the values filled in
    event_dict.update((name, value) for name, value in vars(record).items() if name in ALLOWED)
    return event_dict


def words_of_others(_logger: Any, _method: str, event_dict: EventDict) -> EventDict:
    """Of a line that a library wrote keep where it was said, and for background work which job it was."""
    record: logging.LogRecord = event_dict["_record"]
    if record.name.split(".")[0] == "vangnet":
        return words_of_ours(_logger, _method, event_dict)
    event_dict["event"] = "library"
    event_dict.setdefault("where", [f"{_place(record.pathname)}:{record.lineno} {record.funcName}"])
    known = vars(record)
    if isinstance(known.get("action"), str):
        event_dict["action"] = known["action"]
    if isinstance(known.get("job"), dict):
        job = known["job"]
        event_dict.update(task=job.get("task_name"), job_id=job.get("id"), attempts=job.get("attempts"))
    if isinstance(known.get("status_code"), int):
        event_dict["status"] = known["status_code"]
    return event_dict


def _place(filename: str) -> str:
    """Return the part of a path that says which module, without where this machine keeps it."""
    parts = Path(filename).parts
    for mark in ("site-packages", "src"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) + 1 :])
    return parts[-1]


def configure(*, level: str, for_people: bool) -> None:
    """Send all logging of this process to standard error, through the same sieve.

    Args:
        level: the least serious level to keep.
        for_people: True for one readable line, False for JSON.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trace,
        error_without_message,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "sieve": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [*shared, words_of_others],
                    "processors": [keep_allowed, renderer],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "sieve"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # Django and granian bring handlers of their own, which would go round the sieve.
                name: {"handlers": [], "propagate": True, "level": least}
                for name, least in (
                    ("django", level),
                    ("django.server", level),
                    ("django.request", "ERROR"),  # our own request line tells of the rest
                    ("_granian", "WARNING"),
                    ("granian.access", "CRITICAL"),
                    ("psycopg.pool", "ERROR"),
                    ("procrastinate", "WARNING"),
                )
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
