"""Write a made-up file with its truth: `python -m tests.bench.dutch_errors.write COUNT SEED FOLDER`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tests.bench.dutch_errors.records import COLUMNS, records


def write(count: int, seed: int, folder: Path) -> None:
    """Write `records.csv` (to link) and `truth.csv` (id, cluster, origin, kinds) into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "records.csv").open("w", newline="") as one, (folder / "truth.csv").open("w", newline="") as two:
        rows, truth = csv.writer(one), csv.writer(two)
        rows.writerow(COLUMNS)
        truth.writerow(("id", "cluster", "origin", "kinds"))
        for record in records(seed, count):
            rows.writerow(record.row)
            truth.writerow((record.row[0], record.person, record.origin, ";".join(record.kinds)))


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
