"""A norm set: checked, frozen, and known by the hash of its whole content, so that an old decision can be replayed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_type_hints

from vangnet.law.compiled import Compiled
from vangnet.law.errors import ReplayImpossible
from vangnet.law.types import LegalBasis, Norm, Reference, Statute
from vangnet.law.vocabulary import Vocabulary, vocabulary_from


@dataclass(frozen=True, slots=True)
class NormSet:
    """All norms of one load, ordered by id and start. Make it with `loader.load_norms` or `NormSet.restore`.

    Args:
        content: canonical JSON of vocabulary, statutes and norms; kept in the archive of norm sets.
        hash: SHA-256 of the content, in hexadecimals.
    """

    norms: tuple[Norm, ...]
    statutes: tuple[Statute, ...]
    vocabulary: Vocabulary
    content: str = field(repr=False)
    hash: str
    compiled: Compiled = field(repr=False, compare=False)

    @property
    def version(self) -> str:
        """Return the short name of this norm set: the first twelve characters of its hash."""
        return self.hash[:12]

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all norms, without their parts."""
        return frozenset(self.compiled.rows_of)

    def find(self, key: str) -> tuple[Norm, ...]:
        """Return the rows of a norm: all parts of `W14`, or the one row `W14.2`; empty when there is none."""
        return tuple(norm for norm in self.norms if key in (norm.key, norm.id))

    def statute(self, key: str) -> Statute:
        """Return the statute of this key."""
        return next(statute for statute in self.statutes if statute.key == key)

    @classmethod
    def build(cls, norms: Sequence[Norm], statutes: Sequence[Statute], vocabulary: Mapping[str, Any]) -> NormSet:
        """Freeze checked norms into a set; the order in which they come changes nothing.

        Args:
            vocabulary: parsed content of the vocabulary file.
        """
        ordered = tuple(sorted(norms, key=lambda norm: (norm.id, norm.valid_from or date.min)))
        heads = tuple(sorted(statutes, key=lambda statute: statute.key))
        content = _canonical({"vocabulary": vocabulary, "statutes": heads, "norms": ordered})
        words = vocabulary_from(vocabulary)
        return cls(
            norms=ordered,
            statutes=heads,
            vocabulary=words,
            content=content,
            hash=hashlib.sha256(content.encode()).hexdigest(),
            compiled=Compiled(ordered, words),
        )

    @classmethod
    def restore(cls, content: str, expected_hash: str) -> NormSet:
        """Rebuild an archived norm set.

        Raises:
            ReplayImpossible: the content is not what the hash says.
        """
        if hashlib.sha256(content.encode()).hexdigest() != expected_hash:
            raise ReplayImpossible(
                "De bewaarde normen passen niet bij hun kenmerk; dit besluit kan niet worden nagerekend.",
                "The archived norms do not fit their hash; this decision cannot be recomputed.",
            )
        plain = json.loads(content)
        return cls.build(
            [_frozen(Norm, row) for row in plain["norms"]],
            [_frozen(Statute, row) for row in plain["statutes"]],
            plain["vocabulary"],
        )


def _canonical(value: object) -> str:
    return json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _frozen(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """Rebuild a frozen value of the law stage from its canonical form."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, value in row.items():
        hint = hints[name]
        if hint is LegalBasis:
            values[name] = _frozen(LegalBasis, value)
        elif name == "see_also":
            values[name] = tuple(_frozen(Reference, one) for one in value)
        elif isinstance(value, list):
            values[name] = tuple(value)
        elif isinstance(value, str) and hint == date | None:
            values[name] = date.fromisoformat(value)
        else:
            values[name] = value
    return kind(**values)
