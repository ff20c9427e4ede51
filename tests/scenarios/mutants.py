"""Break the law on purpose: every way in which one norm, or one line of the evaluation, could be a little wrong."""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from vangnet.law.compiled import Compiled
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm

NORMS = standard_norms()
WORDS = NORMS.vocabulary
FORMS = ("O1", "O2", "O3", "O4", "O5")


@dataclass(frozen=True)
class Mutant:
    """One norm, changed in one place; None as `norm` means the norm is left out."""

    original: Norm
    change: str
    norm: Norm | None

    @property
    def name(self) -> str:
        return f"{self.original.id}: {self.change}"

    def norm_set(self) -> NormSet:
        """The standard norms with this one change."""
        rows = [self.norm if one is self.original else one for one in NORMS.norms]
        kept = tuple(one for one in rows if one is not None)
        return replace(NORMS, norms=kept, compiled=Compiled(kept, WORDS))


def data_mutants() -> Iterator[Mutant]:
    """Every mutant of every norm that decides something."""
    for norm in NORMS.norms:
        if norm.is_power or norm.is_key or norm.is_prohibition:
            yield Mutant(norm, "left out", None)
            for change, changed in (*_facts(norm), *_effects(norm), *_scope(norm), *_results(norm), *_dates(norm)):
                yield Mutant(norm, change, replace(norm, **changed))


def _facts(norm: Norm) -> Iterator[tuple[str, dict[str, object]]]:
    for column in ("facts_required", "human_facts", "excluded_by"):
        listed = getattr(norm, column)
        for one in listed:
            yield f"{column} without {one}", {column: tuple(other for other in listed if other != one)}
    for name in norm.human_facts:
        rest = tuple(other for other in norm.human_facts if other != name)
        yield f"{name} asked of anybody", {"human_facts": rest, "facts_required": (*norm.facts_required, name)}
    for token in norm.facts_required:
        others = tuple(other for other in norm.facts_required if other != token)
        if norm.is_prohibition and token[0] == "!":
            yield f"{token} the other way", {"facts_required": (*others, token.replace("!", ""))}
        if "|" in token:
            yield f"{token} both", {"facts_required": (*others, *token.split("|"))}
            for one in token.split("|"):
                yield f"{token} only {one}", {"facts_required": (*others, one)}


def _effects(norm: Norm) -> Iterator[tuple[str, dict[str, object]]]:
    gives = tuple("oblige" if one == "permit" else "permit" if one == "oblige" else one for one in norm.effect)
    if gives != norm.effect:
        yield "permit and oblige changed over", {"effect": gives}
    if norm.is_power and norm.is_key:
        yield "no longer a key", {"effect": tuple(one for one in norm.effect if one != "lift_secrecy")}
        yield "no longer a power", {"effect": ("lift_secrecy",)}
    elif norm.is_power:
        yield "also a key", {"effect": (*norm.effect, "lift_secrecy")}
    elif norm.is_key:
        yield "also a power", {"effect": (*norm.effect, "permit")}
    if norm.is_prohibition:
        asked = tuple(token for token in norm.facts_required if "!" not in token)
        yield "permits what it forbids", {"effect": ("permit",), "highest_output_form": "O5", "facts_required": asked}
    else:
        yield "forbids what it permits", {"effect": ("prohibit",), "highest_output_form": "", "human_facts": ()}


def _scope(norm: Norm) -> Iterator[tuple[str, dict[str, object]]]:
    known = {"categories": WORDS.categories, "purposes": WORDS.purposes, "phases": WORDS.phases}
    for column, codes in known.items():
        listed = getattr(norm, column)
        if listed == ("ANY",):
            yield f"{column} without the last", {column: tuple(codes)[:-1]}
            continue
        yield f"{column} any", {column: ("ANY",)}
        for one in {listed[0], listed[-1]} if len(listed) > 1 else ():
            yield f"{column} without {one}", {column: tuple(other for other in listed if other != one)}
    for column in ("givers", "receivers"):
        listed = getattr(norm, column)
        if "ANY" not in listed:
            yield f"{column} anybody", {column: ("ANY",)}
        if any(":" in one for one in listed):
            yield f"{column} in any role", {column: tuple(one.partition(":")[0] for one in listed)}
        for one in {listed[0], listed[-1]} if len(listed) > 1 else ():
            yield f"{column} without {one}", {column: tuple(other for other in listed if other != one)}
    yield "circle only the notified person", {"circle": ("notified_person",)}


def _results(norm: Norm) -> Iterator[tuple[str, dict[str, object]]]:
    for column in ("duties", "sticky_conditions"):
        listed = getattr(norm, column)
        for one in listed:
            yield f"{column} without {one}", {column: tuple(other for other in listed if other != one)}
    if norm.highest_output_form:
        place = FORMS.index(norm.highest_output_form)
        for other in (place - 1, place + 1):
            if 0 <= other < len(FORMS):
                yield f"form {FORMS[other]}", {"highest_output_form": FORMS[other]}
    if not norm.is_prohibition:
        yield "verified changed over", {"verified": not norm.verified}


def _dates(norm: Norm) -> Iterator[tuple[str, dict[str, object]]]:
    if norm.valid_from:
        yield "begins a day earlier", {"valid_from": norm.valid_from - timedelta(days=1)}
        yield "begins a day later", {"valid_from": norm.valid_from + timedelta(days=1)}
    else:
        yield "begins in 2020", {"valid_from": date(2020, 1, 1)}
    yield "ended last year", {"valid_until": date(2025, 12, 31)}


# The code that evaluates.

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


def _changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Return every small change of one node."""
    other = copy.deepcopy(node)
    if isinstance(other, ast.Compare) and type(other.ops[0]) in _COMPARISONS:
        other.ops[0] = _COMPARISONS[type(other.ops[0])]()
        yield "comparison", other
    elif isinstance(other, ast.BoolOp):
        other.op = ast.Or() if isinstance(other.op, ast.And) else ast.And()
        yield "and/or", other
        for place in range(len(other.values)):
            shorter = copy.deepcopy(node)
            assert isinstance(shorter, ast.BoolOp)
            del shorter.values[place]
            yield f"without part {place + 1}", shorter if len(shorter.values) > 1 else shorter.values[0]
    elif isinstance(other, ast.UnaryOp) and isinstance(other.op, ast.Not):
        yield "without not", other.operand
    elif isinstance(other, ast.UnaryOp) and isinstance(other.op, ast.USub | ast.Invert):
        yield "without sign", other.operand
    elif isinstance(other, ast.BinOp | ast.AugAssign) and type(other.op) in _OPERATORS:
        other.op = _OPERATORS[type(other.op)]()
        yield "operator", other
    elif isinstance(other, ast.Name) and other.id in ("min", "max", "any", "all"):
        other.id = {"min": "max", "max": "min", "any": "all", "all": "any"}[other.id]
        yield "function", other
    elif isinstance(other, ast.Constant) and isinstance(other.value, bool | int):
        other.value = not other.value if isinstance(other.value, bool) else other.value + 1
        yield "constant", other
    elif isinstance(other, ast.Continue):
        yield "no continue", ast.Pass()
    elif isinstance(other, ast.Set):
        for place in range(len(other.elts)):
            smaller = copy.deepcopy(node)
            assert isinstance(smaller, ast.Set)
            del smaller.elts[place]
            if smaller.elts:
                yield f"set without element {place + 1}", smaller


def code_mutants(module: types.ModuleType) -> Iterator[tuple[str, types.ModuleType]]:
    """Every mutant of a module's code, ready to use. Type annotations and docstrings are left alone."""
    for name, tree in sources(Path(str(module.__file__))):
        yield name, _module(module, tree)


def sources(path: Path, *, whole: bool = False) -> Iterator[tuple[str, ast.Module]]:
    """Every mutant of a file, not yet run.

    Args:
        whole: also change every sentence, and leave out every statement that only does something.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # The innermost statement of every node, so that a bare number or text can be recognised in the report.
    holder = {id(part): one for one in ast.walk(tree) if isinstance(one, ast.stmt) for part in ast.walk(one)}
    untouched = {id(part) for one in ast.walk(tree) for part in (*_annotations(one), *_said(one))}
    for node in [one for one in ast.walk(tree) if hasattr(one, "lineno")]:
        if id(node) in untouched:
            continue
        for change, instead in (*_changed(node), *(_left_out(node) if whole else ())):
            ast.copy_location(instead, node)
            mutated = ast.fix_missing_locations(copy.deepcopy(tree, {id(node): instead}))
            name = f"{path.name}: {change} in `{ast.unparse(node)}`"
            if isinstance(node, ast.Constant):
                name += f" [{_line(holder[id(node)])}]"
            yield name, mutated


def _line(statement: ast.stmt) -> str:
    """Return a statement as one line; of a function, what stands above it."""
    return ast.unparse(statement).partition("\ndef ")[0].replace("\n", " ")


def _left_out(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Another text, or a statement less."""
    # A word is the name of a field or a code, and without it nothing works; what people read has several.
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
        yield "text", ast.Constant("XX")
        return
    acts = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    keeps = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name)
    if acts or keeps or isinstance(node, ast.AugAssign):
        yield "left out", ast.Pass()


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """Return the docstring of a node, and a list of words that only names a type."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
        yield from ast.walk(node.body[0])
    elif (
        isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias"
    ):
        yield from ast.walk(node)


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    """Return what says something about types only, and the options of a dataclass."""
    wholes: list[ast.AST | None] = []
    if isinstance(node, ast.FunctionDef):
        wholes = [node.returns]
    elif isinstance(node, ast.arg | ast.AnnAssign):
        wholes = [node.annotation]
    elif isinstance(node, ast.ClassDef):
        wholes = list(node.decorator_list)
    for whole in wholes:
        if whole is not None:
            yield from ast.walk(whole)


def _module(module: types.ModuleType, tree: ast.Module) -> types.ModuleType:
    mutated = types.ModuleType(module.__name__)
    mutated.__dict__.update({"__file__": module.__file__, "__name__": module.__name__})
    exec(compile(tree, str(module.__file__), "exec"), mutated.__dict__)
    return mutated
