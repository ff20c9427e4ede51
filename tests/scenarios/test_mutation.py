"""A sample of the mutants: every one that no scenario notices is one that cannot change an answer. All of them: `make mutate`."""

from __future__ import annotations

import os
import random
import secrets

from tests.scenarios.mutants import code_mutants, data_mutants
from tests.scenarios.mutation import EXPLAINED, code_survivors, data_survivors

import vangnet.law.compiled
import vangnet.law.decide

SEED = int(os.environ.get("LAW_SEED", secrets.randbelow(2**32)))
NORMS_TRIED = 5
CODE_TRIED = 30


def test_no_mutant_of_a_norm_lives_unexplained():
    mutants = list(data_mutants())
    ids = sorted({mutant.original.id for mutant in mutants})
    chosen = set(random.Random(SEED).sample(ids, NORMS_TRIED))
    sample = [mutant for mutant in mutants if mutant.original.id in chosen]
    assert len(sample) > 50
    assert [name for name in data_survivors(sample) if name not in EXPLAINED] == [], f"LAW_SEED={SEED}"


def test_no_mutant_of_the_code_lives_unexplained():
    total = sum(1 for module in (vangnet.law.decide, vangnet.law.compiled) for _ in code_mutants(module))
    chosen = set(random.Random(SEED).sample(range(total), CODE_TRIED))
    count, living = code_survivors(keep=lambda number: number in chosen)
    assert count == CODE_TRIED
    assert [name for name in living if name not in EXPLAINED] == [], f"LAW_SEED={SEED}"


def test_every_explained_mutant_still_exists():
    names = {mutant.name for mutant in data_mutants()}
    names |= {name for module in (vangnet.law.decide, vangnet.law.compiled) for name, _ in code_mutants(module)}
    assert set(EXPLAINED) <= names, "a reason for a mutant that is gone: take it out"
