"""Does some test notice? Breaks every other module of `law`, and what `share ask` decides, and runs their tests on it.

The evaluation itself is measured in `mutation` by its answers. What stands around it (reading norm files and questions, the
closed lists, explaining, replaying, comparing with what was expected) is measured by its tests: each mutant in a process of its
own, in which that one module is another; the tests that lie nearest run first, and the first that fails ends it.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.scenarios.mutants import sources

from vangnet.law import loader

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds; a mutant that never ends is noticed

_LOADER, _QUESTION, _EXPLAIN, _ASKED, _COMMANDS, _REPLAY = (
    f"tests/unit/law/test_{name}.py" for name in ("loader", "question", "explain", "ask", "commands", "replay")
)
_PAGE, _SCENARIOS = "tests/docs/test_norms_page.py", "tests/scenarios/test_scenarios.py"

# Each module with the tests that speak about it, the nearest first.
TESTS: dict[str, tuple[str, ...]] = {
    "vangnet.law.loader": (_LOADER,),
    "vangnet.law.norm_files": (_LOADER,),
    "vangnet.law.norm_checks": (_LOADER,),
    "vangnet.law.norm_record": (_LOADER,),
    "vangnet.law.normset": (_REPLAY, _LOADER),
    "vangnet.law.vocabulary": (_EXPLAIN, _QUESTION, _LOADER),
    "vangnet.law.types": (_EXPLAIN, _QUESTION, _REPLAY, _SCENARIOS, _LOADER),
    "vangnet.law.errors": (_QUESTION, _REPLAY, _LOADER),
    "vangnet.law.question": (_QUESTION,),
    "vangnet.law.frames": (_EXPLAIN,),
    "vangnet.law.explain": (_EXPLAIN,),
    "vangnet.law.replay": (_REPLAY,),
    "vangnet.law.changes": (_LOADER,),
    "vangnet.law.reference": (_PAGE,),
    "vangnet.cli.share": (_ASKED,),
}


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module other code than its file holds."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.tree = tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(source_of(fullname)))

    def exec_module(self, module: types.ModuleType) -> None:
        module.__file__ = str(source_of(self.name))
        exec(compile(self.tree, str(source_of(self.name)), "exec"), module.__dict__)


def source_of(name: str) -> Path:
    """Return the file of a module, without importing it."""
    return ROOT / "src" / Path(*name.split(".")).with_suffix(".py")


def mutants_of(name: str) -> list[tuple[str, ast.Module]]:
    """Every mutant of a module, with its texts and its statements."""
    return list(sources(source_of(name), whole=True))


def noticed_by_tests(name: str, tree: ast.Module | None) -> bool:
    """Return whether some test of the module fails on this code; None as `tree` is the module as it is."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    try:
        signal.alarm(PATIENCE)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(_run(name, tree))
    finally:
        os._exit(99)


def _run(name: str, tree: ast.Module | None) -> int:
    renewed = ("vangnet.cli", "tests.") if name.startswith("vangnet.cli") else ("vangnet.law", "vangnet.cli", "tests.")
    for known in [one for one in sys.modules if one.startswith(renewed)]:
        del sys.modules[known]
    if "vangnet.law" not in renewed:  # the law is as it was: read its norms once for all mutants
        loader.load_norms = lambda folders=(): loader.standard_norms()
    if tree is not None:
        sys.meta_path.insert(0, _Instead(name, tree))
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-x", "-q", "-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "--import-mode=importlib"]
    options += ["-p", "no:cacheprovider"]
    return int(pytest.main([*options, *TESTS[name]]))


def module_survivors(
    keep: Callable[[int], bool] = lambda number: True, names: Sequence[str] = tuple(TESTS)
) -> tuple[int, list[str]]:
    """Run the mutants of the modules named; return how many there were and who lived.

    Args:
        keep: which mutants to run, by number.
    """
    count, survivors, number = 0, [], -1
    for name in names:
        mutants = mutants_of(name)
        for said, tree in mutants:
            number += 1
            if not keep(number):
                continue
            count += 1
            survivors += [] if noticed_by_tests(name, tree) else [said]
    return count, survivors
