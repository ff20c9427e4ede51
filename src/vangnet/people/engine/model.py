"""The model: every number that decides a weight, in one JSON file that is versioned, stored, reused and explained. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib import resources
from math import log2
from pathlib import Path

from vangnet.core.errors import InvalidInput
from vangnet.people.engine.comparisons import COMPARISONS

# The version of the file's shape; a file of another shape is refused, never guessed at.
SHAPE = 1
# No chance is below this: one odd pair must not decide by itself.
SMALLEST = 1e-9
TINIEST = 1e-18


# What else can make two records agree, beside being one person: is a rare shared value as telling for it as for one person?
# Relatives share a surname, address or telephone whatever its rarity; namesakes share common names.
ALTERNATIVES = {"relatives": True, "named_after": True, "namesakes": False}


@dataclass(frozen=True, slots=True)
class LevelChances:
    """How often a level occurs among pairs of five kinds.

    Args:
        m: two records of one person.
        u: strangers.
        relatives: relatives or housemates, who share a surname, an address, a telephone.
        named_after: relatives of one name, as a father and the son who was called after him.
        namesakes: strangers whose names agree because names go together (by origin, region and fashion).
    """

    m: float
    u: float
    relatives: float
    named_after: float
    namesakes: float

    @property
    def weight(self) -> float:
        """Return what the level says about "one person" against "strangers", in bits."""
        return log2(self.m / self.u)

    def alternative(self, kind: str) -> float:
        """Return what the level says about another kind (`ALTERNATIVES`) against "strangers", in bits."""
        return log2(float(getattr(self, kind)) / self.u)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common the common values of a column are; `other` is the frequency of every value that is not listed."""

    common: Mapping[str, float]
    other: float

    def of(self, value: str | None) -> float:
        """Return the frequency of a value, between 0 and 1."""
        return self.other if value is None else self.common.get(value, self.other)


@dataclass(frozen=True)
class Model:
    """Everything a weight is made of.

    Args:
        chances: comparison name to level code to chances.
        prior: chance that two records taken at random are one person.
        alternatives: kind (`ALTERNATIVES`) to the chance that two records taken at random are such a pair.
        frequencies: column to the frequencies of its values.
        threshold: weight in bits from which a pair is proposed.
        certain: weight in bits from which a pair is certain enough to be proposed first.
        trained: where the numbers come from: counts and the hash of the input, never a person.
    """

    chances: Mapping[str, Mapping[str, LevelChances]]
    prior: float
    alternatives: Mapping[str, float]
    frequencies: Mapping[str, Frequencies]
    threshold: float
    certain: float
    trained: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def prior_weight(self) -> float:
        """Return the starting weight of any pair, in bits."""
        return log2(self.prior / (1 - self.prior))

    def alternative_prior(self, kind: str) -> float:
        """Return the starting weight of another kind (`ALTERNATIVES`) against strangers, in bits."""
        return log2(max(self.alternatives[kind], TINIEST) / (1 - self.prior))

    @cached_property
    def id(self) -> str:
        """Return a name that changes whenever any number changes."""
        return sha256(self.to_json().encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """Return the file's content; equal models give equal text."""
        return json.dumps({"shape": SHAPE, **asdict(self)}, sort_keys=True, indent=1, ensure_ascii=False) + "\n"

    def with_threshold(self, threshold: float) -> Model:
        """Return the same model with another threshold, in bits."""
        return replace(self, threshold=threshold, certain=max(self.certain, threshold))


def settle(chances: Mapping[str, Mapping[str, LevelChances]]) -> dict[str, dict[str, LevelChances]]:
    """Return the chances above the smallest, with a weight of its own for every level of a comparison, never just 0.

    A weight then tells which level held. Where two were equal, the later is moved by a millionth.
    """
    result: dict[str, dict[str, LevelChances]] = {}
    for name, levels in chances.items():
        taken = {0.0}
        result[name] = {}
        for code, level in levels.items():
            safe = LevelChances(**{kind: max(chance, SMALLEST) for kind, chance in asdict(level).items()})
            while safe.weight in taken:
                safe = replace(safe, m=safe.m * (1 - 1e-6))
            taken.add(safe.weight)
            result[name][code] = safe
    return result


def from_json(text: str) -> Model:
    """Return the model in a file's content.

    Raises:
        InvalidInput: not a model file, of another shape, or with levels that this version does not know.
    """
    try:
        data = json.loads(text)
        if data.pop("shape") != SHAPE:
            raise KeyError("shape")
        data["chances"] = {
            name: {code: LevelChances(**chances) for code, chances in levels.items()}
            for name, levels in data["chances"].items()
        }
        data["frequencies"] = {name: Frequencies(**counts) for name, counts in data["frequencies"].items()}
        model = Model(**data)
        for comparison in COMPARISONS:
            for level in comparison.levels:
                model.chances[comparison.name][level.code]
        for kind in ALTERNATIVES:
            model.alternatives[kind]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(
            "linkage-model-unreadable",
            nl="Dit modelbestand is niet leesbaar of hoort bij een andere versie. Maak het opnieuw met --save-model.",
            en="This model file cannot be read or belongs to another version. Make it again with --save-model.",
        ) from error
    return model


def read_model(path: Path) -> Model:
    """Return the model in a file.

    Raises:
        InvalidInput: the file is absent or is not a model.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            "linkage-model-absent",
            nl="Het modelbestand kan niet worden gelezen. Controleer de naam en de plaats.",
            en="The model file cannot be read. Check its name and place.",
        ) from error
    return from_json(text)


def default_model() -> Model:
    """Return the model that is shipped, learned without labels from made-up Dutch records; used where data are few."""
    return from_json(resources.files("vangnet.people.engine").joinpath("data/default_model.json").read_text("utf-8"))
