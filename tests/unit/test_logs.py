"""The log says that, how and where; whatever is said about somebody is lost on the way."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import structlog

from vangnet.config import logs
from vangnet.core.errors import NotVisible
from vangnet.core.tracing import traced

NAME = "Wilhelmina Verzonnen"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """Read back what was logged, as JSON, and put the logging of before back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure(level="DEBUG", for_people=False)
    written = StringIO()
    root.handlers[0].setStream(written)  # type: ignore[attr-defined]
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logs.configure(level="INFO", for_people=False)
    root.handlers[:] = before
    root.setLevel(level)


def test_only_fields_of_the_list_are_kept(lines) -> None:
    structlog.stdlib.get_logger("vangnet.proef").info("plan adopted", status=200, name=NAME, bsn="999900006", path="/x")
    (line,) = lines()
    assert line.keys() == {"event", "status", "level", "logger", "timestamp"}
    assert (line["event"], line["status"]) == ("plan adopted", 200)


@pytest.mark.parametrize("words", [f"adopted by {NAME}", "A sentence. With more", "", "x" * 90])
def test_words_that_are_not_fixed_are_withheld(lines, words: str) -> None:
    structlog.stdlib.get_logger("vangnet.proef").info(words)
    assert lines()[0]["event"] == "words withheld"


def test_a_nested_value_does_not_slip_through_whole(lines) -> None:
    structlog.stdlib.get_logger("vangnet.proef").info("plan adopted", reason={"of": "x" * 500})
    assert len(str(lines()[0]["reason"])) <= logs.TEXT_LIMIT


def test_a_library_is_heard_but_not_quoted(lines) -> None:
    logging.getLogger("een.bibliotheek").warning("Not Found: /personen/%s", NAME, extra={"status_code": 404})
    (line,) = lines()
    assert NAME not in json.dumps(line)
    assert line["event"] == "library"
    assert line["logger"] == "een.bibliotheek"
    assert line["status"] == 404
    assert "test_logs.py" in str(line["where"])


def test_an_error_is_its_kind_and_place_without_its_message(lines) -> None:
    try:
        raise ValueError(NAME)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /personen/%s", NAME)
        structlog.stdlib.get_logger("vangnet.proef").exception("job failed")
    for line in lines():
        assert NAME not in json.dumps(line)
        assert line["error"] == "ValueError"
        assert "test_an_error_is_its_kind" in str(line["where"])


def test_our_own_error_shows_its_code(lines) -> None:
    try:
        raise NotVisible
    except NotVisible:
        structlog.stdlib.get_logger("vangnet.proef").exception("page refused")
    assert lines()[0]["code"] == "not-visible"


def test_our_own_code_may_use_plain_logging(lines) -> None:
    extra = {"fault_code": "broken", "fault_number": "abc", "who": NAME}
    logging.getLogger("vangnet.web").error("fault page", extra=extra)
    logging.getLogger("vangnet.web").error("page of %s", NAME)
    first, second = lines()
    assert (first["event"], first["fault_number"]) == ("fault page", "abc")
    assert NAME not in json.dumps([first, second])


def test_every_line_names_its_trace(lines) -> None:
    with traced("4bf92f3577b34da6a3ce929d0e0e4736"):
        structlog.stdlib.get_logger("vangnet.proef").info("inside")
        logging.getLogger("een.bibliotheek").warning("inside")
    assert {line["trace_id"] for line in lines()} == {"4bf92f3577b34da6a3ce929d0e0e4736"}


def test_background_work_is_named_by_task_and_number(lines) -> None:
    job = {"task_name": "seal_day", "id": 7, "attempts": 1, "task_kwargs": {"name": NAME}}
    logging.getLogger("procrastinate.worker").error(f"Job seal_day({NAME}) failed", extra={"action": "x", "job": job})
    (line,) = lines()
    assert (line["task"], line["job_id"]) == ("seal_day", 7)
    assert NAME not in json.dumps(line)
