"""A sample of the mutants: every one that no scenario notices is one that cannot change an answer. All of them: `make mutate`."""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path

from tests.scenarios.mutants import code_mutants, data_mutants
from tests.scenarios.mutation import EXPLAINED, code_survivors, data_survivors
from tests.scenarios.mutation_by_tests import TESTS, module_survivors, mutants_of, noticed_by_tests

import vangnet.law.compiled
import vangnet.law.decide

SEED = int(os.environ.get("LAW_SEED", secrets.randbelow(2**32)))
NORMS_TRIED = 5
CODE_TRIED = 30
MODULES_TRIED = 2
# Modules of which every mutant has been run and noticed. `make mutate` runs those of the others too; some may still live there.
SETTLED = (
    "vangnet.law.replay",
    "vangnet.law.errors",
    "vangnet.law.loader",
    "vangnet.law.norm_files",
)


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


def test_no_mutant_of_the_modules_around_it_lives_unexplained():
    total = sum(len(mutants_of(name)) for name in SETTLED)
    chosen = set(random.Random(SEED).sample(range(total), MODULES_TRIED))
    count, living = module_survivors(keep=lambda number: number in chosen, names=SETTLED)
    assert count == MODULES_TRIED
    assert [name for name in living if name not in EXPLAINED] == [], f"LAW_SEED={SEED}"


def test_the_tests_of_a_module_pass_on_the_module_as_it_is():
    assert not noticed_by_tests("vangnet.law.explain", None)


def test_every_module_of_the_law_is_broken_on_purpose():
    folder = Path(vangnet.law.decide.__file__).parent
    modules = {f"vangnet.law.{one.stem}" for one in folder.glob("*.py") if one.stem != "__init__"}
    assert modules == {name for name in TESTS if name.startswith("vangnet.law.")} | {
        "vangnet.law.decide", "vangnet.law.compiled",
    }  # fmt: skip


def test_every_explained_mutant_still_exists():
    names = {mutant.name for mutant in data_mutants()}
    names |= {name for module in (vangnet.law.decide, vangnet.law.compiled) for name, _ in code_mutants(module)}
    names |= {said for name in TESTS for said, _ in mutants_of(name)}
    assert set(EXPLAINED) <= names, "a reason for a mutant that is gone: take it out"
