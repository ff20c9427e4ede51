"""Sizes: a module at most 500 lines, a function 60 (its docstring does not count), a template 120."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.tree import lines, python_files, relative, templates, tree

MODULE, FUNCTION, TEMPLATE = 500, 60, 120

# "path" or "path:function" -> why it may be longer. A row that is no longer needed fails the last test.
EXCEPTIONS: dict[str, str] = {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its decorators and docstring.

    >>> code_lines(ast.parse('def f():\\n  "Say."\\n  return 1').body[0])
    2
    """
    end = function.end_lineno or function.lineno
    total = end - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def too_large() -> Iterator[tuple[str, int]]:
    """Return what is over its budget, with its size."""
    for path in python_files():
        if lines(path) > MODULE:
            yield relative(path), lines(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > FUNCTION:
                yield f"{relative(path)}:{node.name}", code_lines(node)
    for path in templates():
        if lines(path) > TEMPLATE:
            yield relative(path), lines(path)


def test_everything_fits_its_budget():
    over = {name: size for name, size in too_large() if name not in EXCEPTIONS}
    assert not over, f"Make these smaller, or list them with a reason: {over}"


def test_each_exception_is_still_needed_and_says_why():
    needed = dict(too_large())
    assert [name for name, why in EXCEPTIONS.items() if name not in needed or len(why) < 20] == []


def test_the_budget_can_fail():
    long = ast.parse("def f():\n" + "  x = 1\n" * 60).body[0]
    assert isinstance(long, ast.FunctionDef)
    assert code_lines(long) == FUNCTION + 1
