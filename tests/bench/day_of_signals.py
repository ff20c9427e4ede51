"""A day's 500 signals at a meldpunt: taken in from its file, and each matched with who is known. Run beside `bench_pages`."""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

from vangnet.cli.product import open_product
from vangnet.config import process
from vangnet.core.clock import now

SIGNALS = 500
COLUMNS = (
    "meldingnummer", "soort melding", "datum", "omschrijving", "gemeente", "voornaam betrokkene",
    "achternaam betrokkene", "geboortedatum betrokkene",
)  # fmt: skip


def main() -> None:
    """Write the file, take it in, match each signal, and say how long that took; behind the pages, as the product does."""
    process.give_way()
    with open_product():
        from vangnet.access.services import as_job, system_actor
        from vangnet.cli.signals import take_in
        from vangnet.flow.pace import in_steps
        from vangnet.flow.tasks import STEP
        from vangnet.intake.types import PersonHint
        from vangnet.people import selectors as people
        from vangnet.people.models import Person

        job = system_actor(reason="bench")
        with as_job(job):
            known = list(Person.objects.order_by("id")[:SIGNALS])
        run = f"{time.time():.0f}"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "dag.csv"
            with path.open("w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out, delimiter=";")
                writer.writerow(COLUMNS)
                for number, person in enumerate(known):
                    born = f"{person.birth_year:04d}-{person.birth_month:02d}-{person.birth_day:02d}"
                    writer.writerow([
                        f"B{run}-{number}", "zorg", "2026-11-20", f"Verzonnen melding {number}.", "Zwolle",
                        person.given_names, person.surname, born,
                    ])  # fmt: skip
            started = time.monotonic()
            report = take_in(path, mapping="meldpunt")
            taken = time.monotonic()
        waiting, found = list(known), []

        def step() -> bool:
            for person in waiting[:STEP]:
                hint = PersonHint(given_names=person.given_names, prefix=person.prefix, surname=person.surname)
                with as_job(job):
                    found.extend(people.candidates(actor=job, hint=hint, at=now())[:1])
            del waiting[:STEP]
            return bool(waiting)

        in_steps(step)
        ended = time.monotonic()
    print(
        f"  {report.new} signals in {taken - started:.1f} s, {report.refused} refused; "
        f"{len(known)} matched in {ended - taken:.1f} s, {len(found)} with somebody to propose"
    )
    sys.exit(0 if report.new == SIGNALS else 1)


if __name__ == "__main__":
    main()
