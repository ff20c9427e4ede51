"""Read norm files: YAML in which every value is text, so that `8:29` stays an article and `no` stays a word."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from vangnet.law.errors import Fault

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _TextLoader(_Base):  # type: ignore[misc]
    """A YAML reader without guessing: no numbers, no dates, no yes/no; a key twice in one mapping is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, **_asked: bool) -> dict[Hashable, Any]:
        """Build a mapping and refuse a key that stands there twice."""
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, "een veldnaam moet tekst zijn", key_node.start_mark)
            if key in mapping:
                raise yaml.constructor.ConstructorError(None, None, f"`{key}` staat er twee keer", key_node.start_mark)
            mapping[key] = self.construct_object(value_node)
        return mapping


def read_folders(folders: Sequence[Path | Traversable]) -> tuple[dict[str, object], list[Fault]]:
    """Read the norm files of the folders; a file of a later folder replaces the file of the same name before it.

    Args:
        folders: first the folder of the program, then those of the configuration.

    Returns:
        File name to content, and every fault in reading.
    """
    contents: dict[str, object] = {}
    faults: list[Fault] = []
    for folder in folders:
        if not folder.is_dir():
            faults.append(Fault(str(folder), "", "deze map bestaat niet"))
            continue
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if path.name.endswith((".yaml", ".yml")):
                _read(path, contents, faults)
    return contents, faults


def _read(path: Path | Traversable, contents: dict[str, object], faults: list[Fault]) -> None:
    try:
        contents[path.name] = yaml.load(path.read_bytes().decode("utf-8"), Loader=_TextLoader)  # noqa: S506  builds text, lists and mappings only
    except UnicodeDecodeError:
        faults.append(Fault(path.name, "", "dit bestand is geen UTF-8"))
    except OSError:
        faults.append(Fault(path.name, "", "dit bestand is niet te lezen"))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"regel {mark.line + 1}" if mark else ""
        faults.append(Fault(path.name, place, f"geen geldige YAML: {getattr(error, 'problem', None) or 'onleesbaar'}"))
