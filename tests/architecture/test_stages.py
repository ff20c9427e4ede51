"""What import-linter cannot say: which modules a stage has, and which of them others may import (DESIGN section 3)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, SOURCE, files, python_files, relative, tree

STAGES = (
    "audit", "access", "intake", "people", "cases", "plans", "sharing", "notices", "handovers", "places",
    "capacity", "funding", "monitor", "learning",
)  # fmt: skip
MODULES = {"types", "errors", "rules", "engine", "ports", "models", "selectors", "services", "tasks"}
DJANGO = {"__init__", "apps", "migrations"}
OPEN = {"types", "errors", "selectors", "services"}

# Modules a stage has beyond the list: "stage/module" -> why.
MORE: dict[str, str] = {}
# Imports of a closed module of another stage: "importing module -> imported module" -> why.
DOORS: dict[str, str] = {}
# The top of the program puts the parts together, so it may see all of them.
ASSEMBLY = {"config", "cli"}

FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}


def module_name(path: Path) -> str:
    """Return the dotted name of a module under src."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Return the dotted names of ours that a module imports, one for each name in `from a import b`."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            yield from (f"{start}.{alias.name}" for alias in node.names)


def closed_door(importer: str, target: str) -> bool:
    """Return whether `importer` reaches into a part of another stage that is not open to it.

    >>> closed_door("vangnet.cases.services", "vangnet.people.models.Person")
    True
    >>> closed_door("vangnet.cases.services", "vangnet.people.types.PersonView")
    False
    >>> closed_door("vangnet.web.cases.views", "vangnet.cases.selectors")
    False
    >>> closed_door("vangnet.cases.services", "vangnet.cases.models")
    False
    """
    mine, parts = importer.split("."), target.split(".")
    if len(parts) < 2 or parts[0] != "vangnet" or parts[1] not in STAGES:
        return False
    if len(mine) < 2 or mine[1] == parts[1] or mine[1] in ASSEMBLY:
        return False
    return len(parts) < 3 or parts[2] not in OPEN


def test_a_stage_holds_only_the_modules_of_its_anatomy():
    strange = []
    for stage in STAGES:
        for entry in sorted((SOURCE / stage).glob("*")):
            name = entry.stem if entry.is_file() else entry.name
            data = entry.is_file() and entry.suffix != ".py"
            if name == "__pycache__" or data or f"{stage}/{name}" in MORE:
                continue
            if name not in MODULES | DJANGO:
                strange.append(f"{stage}/{name}")
    assert strange == []


def test_a_stage_tells_its_story():
    silent = []
    for stage in STAGES:
        start = SOURCE / stage / "__init__.py"
        if start.exists() and len(ast.get_docstring(tree(start)) or "") < 40:
            silent.append(relative(start))
    assert silent == []


def test_others_enter_a_stage_only_by_its_open_modules():
    doors = []
    for path in python_files():
        if SOURCE in path.parents:
            name = module_name(path)
            doors += [
                f"{name} -> {target}"
                for target in imported(path)
                if closed_door(name, target) and f"{name} -> {target}" not in DOORS
            ]
    assert doors == []


def test_flow_and_edges_touch_no_table():
    touching = []
    for part in ("flow", "web", "api", "connections"):
        for path in python_files():
            if SOURCE / part in path.parents:
                touching += [
                    f"{relative(path)} -> {target}"
                    for target in imported(path)
                    if ".models" in target and target.startswith(("vangnet.", "django.db.models"))
                ]
    assert touching == []


def test_no_drawer_for_everything():
    drawers = [
        relative(path)
        for path in files()
        if path.suffix == ".py"
        and FORBIDDEN_NAMES & {part.lower() for part in path.relative_to(ROOT).with_suffix("").parts}
    ]
    assert drawers == []


def test_each_listed_exception_says_why():
    assert [name for name, why in (MORE | DOORS).items() if len(why) < 20] == []
