"""Examples of a day beside a field are counted from today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vangnet.web.shared import example_days


def test_an_example_is_counted_from_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example_days, "now", lambda: datetime(2031, 12, 28, 23, 30, tzinfo=UTC))
    assert str(example_days.TODAY) == "Bijvoorbeeld 29-12-2031"
    assert str(example_days.SOON) == "Bijvoorbeeld 05-01-2032"
    assert "29-12-2031" in str(example_days.INVALID)
