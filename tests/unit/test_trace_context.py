"""A trace goes on when it can be read, and starts afresh when it cannot."""

from __future__ import annotations

import re

import pytest

from vangnet.core.trace_context import begin, continue_from

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_child_keeps_the_trace_and_the_flags_and_has_a_span_of_its_own():
    child = continue_from(PARENT)
    assert child is not None
    assert (child.trace_id, child.parent_span_id, child.flags) == (PARENT[3:35], PARENT[36:52], "01")
    assert child.span_id != child.parent_span_id
    grandchild = continue_from(child.traceparent)
    assert grandchild is not None
    assert (grandchild.trace_id, grandchild.parent_span_id) == (child.trace_id, child.span_id)


def test_a_later_version_may_say_more():
    assert continue_from("01" + PARENT[2:] + "-what-is-to-come") is not None
    assert continue_from("cc" + PARENT[2:]) is not None


@pytest.mark.parametrize(
    "text",
    [
        None, 7, "", "x", PARENT + "-x", PARENT + "\n", " " + PARENT, PARENT.upper(), "ff" + PARENT[2:], PARENT[:-1],
        f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01", PARENT[3:],
        PARENT.replace("4", "g"), PARENT.replace("-", "_"), "01" + PARENT[2:] + "x", PARENT.replace("0", "٠"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_trace(text: object):
    assert continue_from(text) is None


def test_fresh_traces_differ_and_have_the_right_form():
    traces = [begin() for _ in range(100)]
    assert len({trace.trace_id for trace in traces}) == len({trace.span_id for trace in traces}) == 100
    assert all(re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-00", trace.traceparent) for trace in traces)
