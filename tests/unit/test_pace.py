"""Background work leaves room for pages between its steps."""

from __future__ import annotations

from itertools import count

import pytest

from vangnet.flow import pace


def test_it_rests_between_steps_and_not_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rests, steps = count(0.0, 0.25), [], iter([True, True, False])
    monkeypatch.setattr(pace.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(pace.time, "sleep", rests.append)
    pace.in_steps(lambda: next(steps))
    assert rests == [pace.REST * 0.25] * 2


def test_a_long_step_earns_no_longer_rest_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rests, steps = count(0.0, 60.0), [], iter([True, False])
    monkeypatch.setattr(pace.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(pace.time, "sleep", rests.append)
    pace.in_steps(lambda: next(steps))
    assert rests == [pace.REST_AT_MOST]
