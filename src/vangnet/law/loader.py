"""Load norm files into a frozen set: everything is checked, all faults are told at once, a faulty folder is refused."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from vangnet.law.errors import Fault, NormsRefused
from vangnet.law.norm_checks import check_norm, check_together
from vangnet.law.norm_files import read_folders
from vangnet.law.norm_record import Record, read_norm, read_statute
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm, Statute
from vangnet.law.vocabulary import Vocabulary, standard_content, standard_vocabulary


def load_norms(folders: Sequence[Path] = ()) -> NormSet:
    """Load the norms of the program and of extra folders.

    Args:
        folders: folders with norm files; a file with the name of an earlier one replaces it as a whole.

    Raises:
        NormsRefused: with every fault that was found; nothing is loaded then.
    """
    norms, statutes, faults = check_folders([package_folder(), *folders])
    if faults:
        raise NormsRefused(faults)
    return NormSet.build(norms, statutes, standard_content())


@functools.cache
def standard_norms() -> NormSet:
    """Return the norms that come with the program."""
    return load_norms()


def package_folder() -> Traversable:
    """Return the folder of norm files that comes with the program."""
    return resources.files("vangnet.law").joinpath("norms")


def check_folders(folders: Sequence[Path | Traversable]) -> tuple[list[Norm], list[Statute], list[Fault]]:
    """Read and check folders of norm files.

    Returns:
        The norms and statutes that could be read, and all faults; use the norms only when there are none.
    """
    contents, faults = read_folders(folders)
    vocabulary = standard_vocabulary()
    found: list[tuple[Norm, str]] = []
    statutes: dict[str, Statute] = {}
    for file, content in contents.items():
        statute = _read_file(file, content, vocabulary, found, faults)
        if statute is not None and statute.key in statutes:
            faults.append(Fault(file, "statute", f"wet `{statute.key}` staat ook in {statutes[statute.key].file}"))
        elif statute is not None:
            statutes[statute.key] = statute
    faults += check_together(found)
    return [norm for norm, _ in found], list(statutes.values()), sorted(set(faults))


def _read_file(
    file: str, content: object, vocabulary: Vocabulary, found: list[tuple[Norm, str]], faults: list[Fault]
) -> Statute | None:
    if not isinstance(content, dict):
        faults.append(Fault(file, "", "dit bestand moet `statute` en `norms` hebben"))
        return None
    whole = Record(content, file, "", faults)
    whole.names(("statute", "norms"), ("statute", "norms"))
    head = whole.part("statute")
    if head is None:
        return None
    statute = read_statute(Record(head.raw, file, "statute", faults), vocabulary)
    rows = content.get("norms", [])
    if not isinstance(rows, list):
        whole.fault("`norms` moet een lijst zijn")
        return statute
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            faults.append(Fault(file, f"norm {number}", "een norm moet velden hebben"))
            continue
        norm = read_norm(Record(row, file, _name(row, number), faults), statute, vocabulary)
        faults += check_norm(norm, statute, vocabulary)
        found.append((norm, file))
    return statute


def _name(row: dict[str, object], number: int) -> str:
    key, part = row.get("key"), row.get("part")
    if not isinstance(key, str):
        return f"norm {number}"
    return f"{key}.{part}" if isinstance(part, str) and part else key
