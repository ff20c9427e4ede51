"""`make bench-linkage`: plain Splink, our engine and a taught ceiling on made-up records, in one run.

    python -m tests.bench.bench_linkage [--records N ...] [--seed S] [--skip-ceiling] [--json FILE]

Each of the three runs in a process of its own, so that its peak memory is its own. Nothing is learned from the answers except
by the ceiling, and that from the answers of other seeds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

import duckdb
from tests.bench.dutch_errors.write import write
from tests.bench.linkage import ceiling, count, ours, plain

from vangnet.people.engine.batch.sql import connect
from vangnet.people.engine.model import read_model

# Records that the ceiling is taught with, of another seed.
TAUGHT_WITH = 100_000


def run_plain(folder: Path, _: Path) -> dict[str, Any]:
    """Return the figures of plain Splink, at even odds and at the threshold that the truth would choose."""
    con = connect()
    found = plain.link(con, folder)
    true = count.read_truth(con, str(folder))
    threshold, at_best = count.best(con, "scored")
    return found | {
        "true_pairs": true,
        "even_odds": count.as_row(count.pairwise(con, "scored", 0.0)),
        "clustered": count.as_row(count.clustered(con, "scored", 0.0)),
        "best": count.as_row(at_best),
        "best_threshold": threshold,
    }


def run_ours(folder: Path, _: Path) -> dict[str, Any]:
    """Return the figures of our engine at its own threshold, and again with the stored model."""
    con = connect()
    outcome, times = ours.link(con, folder)
    (folder / "model.json").write_text(outcome.model.to_json())
    true = count.read_truth(con, str(folder))
    threshold, at_best = count.best(con, "scored")
    model = outcome.model
    compared = duckdb_number(con, "SELECT count(*) FROM truth JOIN pairs USING (l, r)")
    return times | {
        "true_pairs": true,
        "blocking_recall": round(compared / true, 4),
        "candidates_a_record": round(outcome.blocked.pairs / outcome.records, 2),
        "hot_keys": outcome.blocked.hot_keys,
        "records_with_hot_keys_only": outcome.blocked.hot_records,
        "threshold": round(model.threshold, 2),
        "own_threshold": count.as_row(count.pairwise(con, "scored", model.threshold)),
        "clustered": count.as_row(count.clustered(con, "scored", model.threshold)),
        "certain": count.as_row(count.pairwise(con, "scored", model.certain)),
        "best": count.as_row(at_best),
        "best_threshold": threshold,
        "by_kind": count.recall_by(con, "kinds", model.threshold),
        "by_origin": count.recall_by(con, "origin", model.threshold),
    }


def run_growth(folder: Path, _: Path) -> dict[str, Any]:
    """Return the times and counts of our engine alone, without looking at the answers."""
    outcome, times = ours.link(connect(), folder)
    return times | {"pairs": outcome.blocked.pairs, "proposed": outcome.proposed}


def run_stored(folder: Path, _: Path) -> dict[str, Any]:
    """Return the times of our engine with the numbers that `run_ours` stored."""
    _, times = ours.link(connect(), folder, read_model(folder / "model.json"))
    return times


def run_ceiling(folder: Path, other: Path) -> dict[str, Any]:
    """Return the figures of the taught classifier; its threshold is chosen on the seed that taught it."""
    school = connect()
    outcome, _ = ours.link(school, other)
    count.read_truth(school, str(other))
    matrix, answers, ids = ceiling.features(school, outcome.model)
    taught = ceiling.teach(matrix, answers)
    ceiling.apply(school, taught, matrix, ids)
    threshold, _ = count.best(school, "ceiling_scored")
    con = connect()
    outcome, _ = ours.link(con, folder)
    count.read_truth(con, str(folder))
    matrix, _, ids = ceiling.features(con, outcome.model)
    ceiling.apply(con, taught, matrix, ids)
    return {
        "threshold": threshold,
        "taught_threshold": count.as_row(count.pairwise(con, "ceiling_scored", threshold)),
        "clustered": count.as_row(count.clustered(con, "ceiling_scored", threshold)),
        "best": count.as_row(count.best(con, "ceiling_scored")[1]),
    }


def duckdb_number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return one number."""
    return int(con.execute(sql).fetchall()[0][0])


def _apart(queue: Any, work: Callable[[Path, Path], dict[str, Any]], folder: Path, other: Path) -> None:
    found = work(folder, other)
    queue.put(found | {"peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)})


def apart(work: Callable[[Path, Path], dict[str, Any]], folder: Path, other: Path) -> dict[str, Any]:
    """Return what the work finds, done in a process of its own, with its peak memory."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_apart, args=(queue, work, folder, other))
    process.start()
    while True:
        try:
            found: dict[str, Any] = queue.get(timeout=5)
            break
        except Empty as error:
            if not process.is_alive():
                raise SystemExit(f"{work.__name__} ended without an answer (exit {process.exitcode})") from error
    process.join()
    return found


def show(records: int, found: dict[str, dict[str, Any]]) -> None:
    """Print the figures of one size."""
    one, two, three = found["plain"], found["ours"], found.get("ceiling")
    print(f"\n== {records} records, {two['true_pairs']} true pairs ==")
    print(f"{'':34}precision  recall  F1      seconds  peak GB")

    def line(name: str, row: dict[str, float], extra: dict[str, Any] | None = None) -> None:
        tail = f"{extra['seconds']:8.1f}  {extra['peak_gb']:7.2f}" if extra and "seconds" in extra else ""
        print(f"{name:34}{row['precision']:9.4f}  {row['recall']:.4f}  {row['f1']:.4f}  {tail}")

    line("plain Splink, even odds", one["even_odds"], one)
    line("plain Splink, best threshold", one["best"])
    line("plain Splink, clustered", one["clustered"])
    line("Vangnet, own threshold", two["own_threshold"], two)
    line("Vangnet, best threshold", two["best"])
    line("Vangnet, clustered", two["clustered"])
    line("Vangnet, certain enough", two["certain"])
    if three:
        line("ceiling, taught", three["taught_threshold"])
        line("ceiling, clustered", three["clustered"])
        top = three["taught_threshold"]["f1"]
        for name, low in (("even odds", one["even_odds"]["f1"]), ("its best threshold", one["best"]["f1"])):
            closed = (two["own_threshold"]["f1"] - low) / (top - low)
            print(f"gap to the ceiling closed, from plain Splink at {name}: {closed:.2f} (asked 0.67)")
    print(
        f"blocking recall {two['blocking_recall']} (asked 0.95), candidates a record {two['candidates_a_record']} (asked 20), "
        f"hot keys {two['hot_keys']}"
    )
    print(
        f"wrong in 1,000 proposed: {1000 * (1 - two['own_threshold']['precision']):.1f} (asked 30), certain enough "
        f"{two['certain']['precision']:.4f} (asked 0.98); threshold {two['threshold']} bits"
    )
    show_costs(one, two, found["stored"])
    print(f"peak memory {two['peak_gb']} GB (asked 6); load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"seconds by step: {two['steps']}; with stored numbers {found['stored']['steps']}")
    missed = [(1 - row["recall"]) * two["true_pairs"] for row in (one["even_odds"], two["own_threshold"])]
    print(
        f"missed pairs: {missed[1]:.0f} against {missed[0]:.0f} of plain Splink ({missed[1] / missed[0]:.2f}, asked 0.5)"
    )
    for title, rows in (("kind of error", two["by_kind"]), ("origin of the name", two["by_origin"])):
        print(f"\n{title:28}  pairs  compared  proposed")
        for name, pairs, compared, proposed in rows:
            print(f"{name:28}{pairs:7d}  {compared:8.3f}  {proposed:8.3f}")


def show_costs(plain: dict[str, Any], learning: dict[str, Any], stored: dict[str, Any]) -> None:
    """Print what ours costs beside plain Splink: even on both sides, and as it is asked (ours from the file, Splink's not)."""
    ways = (
        ("learning", learning, "from the file, both", "", "_from_file"),
        ("learning", learning, "from cleaned columns, both", "_from_columns", ""),
        ("learning", learning, "ours from the file, Splink's columns", "", ""),
        ("stored numbers", stored, "from the file, both", "", "_stored_from_file"),
        ("stored numbers", stored, "from cleaned columns, both", "_from_columns", "_stored"),
        ("stored numbers", stored, "ours from the file, Splink's columns", "", "_stored"),
        ("ours stored", stored, "the same, while Splink learns", "", ""),
    )
    print("against plain Splink, asked 1.25; even are the lines with 'both':")
    for numbers, mine, counted, ours_is, its in ways:
        wall, its_wall = mine[f"seconds{ours_is}"], plain[f"seconds{its}"]
        cpu, its_cpu = mine[f"cpu{ours_is}"], plain[f"cpu{its}"]
        print(
            f"  {numbers:15}{counted:38}wall {wall:6.1f} / {its_wall:6.1f} s = {wall / its_wall:.2f}   "
            f"CPU {cpu:6.1f} / {its_cpu:6.1f} s = {cpu / its_cpu:.2f}"
        )


def grow(sizes: list[int], seed: int) -> None:
    """Print what our engine alone costs at each size, and beside the size before."""
    before: dict[str, Any] = {}
    for records in sizes:
        with tempfile.TemporaryDirectory() as place:
            write(records, seed, Path(place))
            found = apart(run_growth, Path(place), Path(place))
        ratio = "".join(
            f"  {name} {found[name] / before[name]:.2f}" for name in ("cpu", "seconds", "peak_gb") if before
        )
        print(
            f"{records:9d} records: CPU {found['cpu']:7.1f} s, wall {found['seconds']:7.1f} s, peak {found['peak_gb']:.2f} GB, "
            f"{found['pairs'] / records:.2f} candidates a record; load {os.getloadavg()[0]:.1f}; times the size before:{ratio}\n"
            f"          seconds by step: {found['steps']}",
            flush=True,
        )
        before = found


def main() -> None:
    """Make the records, run the three, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[100_000])
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--skip-ceiling", action="store_true")
    parser.add_argument("--growth", action="store_true", help="our engine alone, at each size")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    if wanted.growth:
        grow(wanted.records, wanted.seed)
        return
    kept: dict[int, dict[str, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as place:
        other = Path(place) / "other"
        write(TAUGHT_WITH, wanted.seed + 1, other)
        for records in wanted.records:
            folder = Path(place) / str(records)
            write(records, wanted.seed, folder)
            kept[records] = {
                "plain": apart(run_plain, folder, other),
                "ours": apart(run_ours, folder, other),
                "stored": apart(run_stored, folder, other),
            }
            if not wanted.skip_ceiling:
                kept[records]["ceiling"] = apart(run_ceiling, folder, other)
            show(records, kept[records])
    if wanted.json:
        wanted.json.write_text(json.dumps(kept, indent=1))


if __name__ == "__main__":
    main()
