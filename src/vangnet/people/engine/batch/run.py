"""One run: prepare, block, learn or reuse a model, score, choose; and the record that says what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from vangnet.people.engine.batch import blocking, exclusive, levels, tables, threshold, training, weigh
from vangnet.people.engine.batch.blocking import Blocked
from vangnet.people.engine.batch.sql import number
from vangnet.people.engine.model import Model

# Pairs this far below the threshold are kept, so that a threshold table can be made; lighter ones are left out.
KEEP_FROM = -12.0
STEPS = (
    "records lezen", "paren zoeken", "waarden tellen", "paren vergelijken", "model leren", "paren wegen", "drempel kiezen",
)  # fmt: skip

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did; the pairs themselves stay in the table `scored` (`l`, `r`, `weight`).

    Args:
        records: records read.
        blocked: what blocking did.
        model: the numbers used, with the threshold chosen.
        learned: whether the numbers were learned from these records.
        proposed: pairs at or above the threshold.
        shared_numbers: pairs with one number and two people behind it: to look into, never proposed.
    """

    records: int
    blocked: Blocked
    model: Model
    learned: bool
    proposed: int
    shared_numbers: int


def link_tables(
    con: duckdb.DuckDBPyConnection,
    sources: tuple[str, ...],
    *,
    start: Model,
    reuse: bool = False,
    at: float | None = None,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Link the records of one table among themselves, or of two tables to each other.

    Args:
        con: holds the tables, as `files.read_person_file` makes them.
        sources: one or two names of tables.
        start: the model to begin with.
        reuse: use the numbers of `start` as they are, so that weights equal those of an earlier run.
        at: threshold in bits; chosen from the data when absent.
        progress: called with the name of each step (`STEPS`) as it begins.
    """
    progress(STEPS[0])
    records = tables.prepare_table(con, sources)
    progress(STEPS[1])
    blocked = blocking.block(con, linking=len(sources) == 2)
    progress(STEPS[2])
    possible = max(blocked.possible, 1)
    model = start if reuse else training.begin(con, start, possible=possible, records=records)
    tables.add_frequencies(con, dict(model.frequencies))
    progress(STEPS[3])
    levels.make_looks(con, model, pairs="pairs", table="looks")
    progress(STEPS[4])
    if not reuse:
        model = training.learn(con, start, model, possible=possible)
    progress(STEPS[5])
    weigh.weigh_pairs(con, model, at_least=KEEP_FROM if at is None else min(KEEP_FROM, at))
    if len(sources) == 2:
        exclusive.weigh_candidates_together(con)
    progress(STEPS[6])
    if at is not None:
        model = model.with_threshold(at)
    elif not reuse:
        chosen = threshold.choose(con, "scored", model.prior_weight)
        model = replace(model, threshold=chosen, certain=max(chosen, threshold.CERTAIN))
    proposed = number(con, f"SELECT count(*) FROM scored WHERE weight >= {model.threshold!r}")
    return Outcome(records, blocked, model, not reuse, proposed, number(con, "SELECT count(*) FROM findings"))
