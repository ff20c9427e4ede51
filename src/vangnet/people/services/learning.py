"""Learn from the register itself which names, dates and addresses are common, and weigh with that from then on.

Heavy: only the weekly job and the command line import this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed
from vangnet.people.engine.batch import loading, training
from vangnet.people.engine.batch.sql import connect, run
from vangnet.people.engine.model import default_model
from vangnet.people.models import CandidatePair, LinkageModel, LinkageRun, LinkDecision
from vangnet.people.services.matching import keep_model
from vangnet.people.services.searching import MEMORY

PAGE = 50_000
_PAGE = Fixed(
    "SELECT person_id::text, packed FROM people_matchrecord WHERE person_id > %s::uuid ORDER BY person_id, digest LIMIT %s"
)
_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned.

    Args:
        model: id of the model that weighs from now on.
        records: persons that were counted.
        listed: by column, how many values are common enough to be named in the model.
        dropped: models that were learned earlier and that nothing was ever weighed with.
    """

    model: str
    records: int
    listed: dict[str, int]
    dropped: int


def learn_model(*, actor: Actor, at: Instant, progress: Callable[[int], None] = lambda records: None) -> Learned | None:
    """Count what is common in the register, and weigh with that from now on, one signal and whole regions alike.

    Nobody tells which records are one person. Nothing that was asked before changes: each question keeps the model it was
    weighed with. Background work only.

    Args:
        progress: called with how many records were read so far.

    Returns:
        What was learned; None when nobody is registered.
    """
    with TemporaryDirectory(prefix="vangnet-learning-") as folder:
        con = connect()
        try:
            run(con, f"SET memory_limit = '{MEMORY}'")
            run(con, "SET temp_directory = ?", [folder])
            records = loading.load_packed(con, _pages(progress))
            if records == 0:
                return None
            model = training.count_register(con, default_model(), records=records)
        finally:
            con.close()
    listed = {column: len(counts.common) for column, counts in model.frequencies.items()}
    with transaction.atomic():
        model_id = keep_model(model=model, at=at)
        LinkageModel.objects.filter(id=model_id).update(in_use_from=at)
        dropped = _drop_unused(model_id)
        audit.record(
            actor=actor, at=at, act="people.learn_model", object_kind="linkage_model",
            details={"model": model_id, "records": records, "dropped": dropped},
        )  # fmt: skip
    return Learned(model_id, records, listed, dropped)


def _pages(progress: Callable[[int], None]) -> Iterator[list[tuple[str, str]]]:
    """Return everybody as the engine compares them, a page at a time; of the last of a page the rest may be left out."""
    last, count = _NOBODY, 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_PAGE, [last, PAGE])
            page = cursor.fetchall()
            if not page:
                return
            yield page
            last, count = page[-1][0], count + len(page)
            progress(count)


def _drop_unused(model_id: str) -> int:
    """Remove models that no question and no run points to; what was weighed once can always be explained."""
    used = {*CandidatePair.objects.values_list("model_id", flat=True).distinct()}
    used |= {*LinkageRun.objects.values_list("model_id", flat=True).distinct()}
    used |= {*LinkDecision.objects.values_list("model", flat=True).distinct()}
    rows = LinkageModel.objects.filter(in_use_from__isnull=False).exclude(id__in=used | {model_id})
    return rows.delete()[0]
