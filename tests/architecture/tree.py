"""The files of the repository, read once for all architecture tests."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "vangnet"

# Folders git ignores; what stands there is made, not written.
_MADE = {".git", ".venv", ".cache", ".hypothesis", "var", "build", "__pycache__", "node_modules", "staticfiles"}
_BINARY = {".woff2", ".png", ".ico", ".mo", ".zip", ".parquet", ".xlsx", ".pdf", ".gz", ".pyc", ".duckdb"}


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Return every file of the repository, sorted."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _MADE and not name.endswith((".egg-info", "_cache"))]
        found += [Path(folder) / name for name in names if (Path(folder) / name).is_file()]
    return tuple(sorted(found))


def relative(path: Path) -> str:
    """Return the path as it is named in the repository."""
    return path.relative_to(ROOT).as_posix()


def python_files() -> Iterator[Path]:
    """Return our own Python modules; migrations are written by Django."""
    return (p for p in files() if p.suffix == ".py" and "migrations" not in p.parts)


def templates() -> Iterator[Path]:
    """Return every Django template."""
    return (p for p in files() if "templates" in p.parts and p.suffix in {".html", ".txt", ".svg"})


def texts() -> Iterator[tuple[Path, str]]:
    """Return every file that holds text, with the text."""
    return ((p, _text(p)) for p in files() if p.suffix not in _BINARY and p.name != ".git")


@lru_cache(maxsize=4096)
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@lru_cache(maxsize=4096)
def tree(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(_text(path), filename=relative(path))


def lines(path: Path) -> int:
    """Return how many lines the file has."""
    return _text(path).count("\n")
