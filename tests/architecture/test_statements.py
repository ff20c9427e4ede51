"""SQL looks back too: a statement names tables of its own stage and of earlier ones (DESIGN section 3)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_stages import STAGES
from tests.architecture.tree import SOURCE, python_files, relative, tree

NAMED = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE)\s+({'|'.join(STAGES)})_\w+")


def tables_ahead(stage: str, source: ast.AST) -> Iterator[str]:
    """Return the tables of later stages that a module's texts read or write.

    >>> list(tables_ahead("cases", ast.parse('x = "SELECT 1 FROM cases_case JOIN plans_plan p ON true"')))
    ['JOIN plans_plan']
    """
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in NAMED.finditer(node.value):
                if STAGES.index(found[1]) > STAGES.index(stage):
                    yield found[0]


def stage_modules() -> Iterator[tuple[str, Path]]:
    """Return every module of every stage."""
    for path in python_files():
        if SOURCE in path.parents and path.relative_to(SOURCE).parts[0] in STAGES:
            yield path.relative_to(SOURCE).parts[0], path


def test_statements_name_no_table_of_a_later_stage():
    assert [
        f"{relative(path)}: {name}" for stage, path in stage_modules() for name in tables_ahead(stage, tree(path))
    ] == []


def test_edges_and_flow_write_no_sql():
    written = [
        f"{relative(path)}: {found[0]}"
        for path in python_files()
        if SOURCE in path.parents and path.relative_to(SOURCE).parts[0] in {"flow", "web", "api"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for found in NAMED.finditer(node.value)
    ]
    assert written == []
