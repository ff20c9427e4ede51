"""One decision point over the certification fixture, shared by the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.authzen.served import Served, serving
from tests.unit.authzen.point import CERTIFICATION


@pytest.fixture(scope="session")
def rules_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authzen") / "rules.yaml"
    path.write_text(CERTIFICATION, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def decision_point(rules_file: Path) -> Iterator[Served]:
    with serving(rules_file) as served:
        yield served
