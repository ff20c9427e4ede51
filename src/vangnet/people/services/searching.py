"""Look for persons who may be the same, region by region, with the stored model; what is found is asked, never done.

Heavy: only the nightly job and the command line import this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.people import rules as people_rules
from vangnet.people.engine.batch import loading
from vangnet.people.engine.batch.run import Outcome, link_tables
from vangnet.people.engine.batch.sql import connect, number, rows, run
from vangnet.people.engine.model import Model
from vangnet.people.engine.records import RAW_COLUMNS
from vangnet.people.models import CandidatePair, Crowd, Identifier, LinkageRun, Person, Residence
from vangnet.people.rules import review as rules
from vangnet.people.rules.review import FoundPair
from vangnet.people.selectors.clusters import settled
from vangnet.people.selectors.matching import model_in_use
from vangnet.people.services.matching import keep_model
from vangnet.people.types import PartialDate

PAGE = 5_000
CHUNK = 500
# DuckDB holds no more than this; what is larger goes to a private folder that is removed with the run.
MEMORY = "1GB"


# Somebody is a record for each known place (`person/0`, `person/1`); the two places that fit best say what a pair weighs.
_EQUAL = ", ".join(f"bool_or(coalesce(a.{part} = b.{part}, false))" for part in rules.TOLD_BY)
_PROPOSED = (
    f"SELECT least(one, two), greatest(one, two), max(weight) AS weight, {_EQUAL} "  # noqa: S608 (own names of columns)
    "FROM (SELECT split_part(a.id, '/', 1) AS one, split_part(b.id, '/', 1) AS two, s.weight, a, b "
    "FROM scored s JOIN prepared a ON a.rid = s.l JOIN prepared b ON b.rid = s.r WHERE s.weight >= ?) WHERE one <> two "
    "GROUP BY least(one, two), greatest(one, two) ORDER BY weight DESC, least(one, two), greatest(one, two)"
)
_SHARED_NUMBERS = """
SELECT count(*) FROM (SELECT DISTINCT split_part(a.id, '/', 1) AS one, split_part(b.id, '/', 1) AS two
  FROM findings f JOIN prepared a ON a.rid = f.l JOIN prepared b ON b.rid = f.r) WHERE one < two
"""


@dataclass(frozen=True, slots=True)
class RunView:
    """One search in one region.

    Args:
        counts: records, compared, hot_keys (too many share it), hot_records (share nothing else), proposed, shared_numbers,
            crowds (findings of too many namesakes, with in_crowds people),
            asked (new questions), settled (humans said enough), over_cap (resembles too many), no_ground (of two desks).
    """

    id: UUID
    region: str
    model: str
    input_hash: str
    counts: dict[str, int]


def find_pairs(
    *,
    actor: Actor,
    region: str,
    at: Instant,
    model: Model | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> RunView | None:
    """Search the persons of one region and keep what may be one as questions. Background work only.

    Doing it again asks nothing twice: a question stays as it is, and what a human answered is never asked again.

    Args:
        model: numbers to weigh with; those in use when absent. They are stored either way.

    Returns:
        What the run did; None when the region has nobody.
    """
    used = model or model_in_use()
    with TemporaryDirectory(prefix="vangnet-linkage-") as folder:
        con = connect()
        try:
            run(con, f"SET memory_limit = '{MEMORY}'")
            run(con, "SET temp_directory = ?", [folder])
            records, digest = loading.load_pages(con, "source_0", _pages(region))
            if records == 0:
                return None
            outcome = link_tables(con, ("source_0",), start=used, reuse=True, progress=progress)
            found = rows(con, _PROPOSED, [outcome.model.threshold])
            persons = number(con, "SELECT count(DISTINCT split_part(id, '/', 1)) FROM prepared")
            shared = number(con, _SHARED_NUMBERS)
        finally:
            con.close()
    pairs = [
        FoundPair(UUID(one), UUID(two), float(weight), frozenset(compress(rules.TOLD_BY, equal)))
        for one, two, weight, *equal in found
    ]
    counts = {"records": persons, "proposed": len(pairs), "shared_numbers": shared}
    return _keep(actor, region, pairs, outcome, counts, used, digest, at=at)


def _pages(region: str) -> Iterator[list[loading.Row]]:
    """Return the persons of a region as the engine reads them, in order of their id, a page at a time.

    Each is there once for each place where they are known to have stayed, as when a single record is looked up.
    """
    last: UUID | None = None
    while True:
        wanted = Person.objects.filter(region=region).order_by("id")
        page = list((wanted.filter(id__gt=last) if last else wanted)[:PAGE])
        if not page:
            return
        stays: dict[UUID, list[Residence | None]] = {}
        for stay in Residence.objects.filter(person__in=page).order_by("since", "id"):
            stays.setdefault(stay.person_id, []).append(stay)
        held = Identifier.objects.filter(person__in=page, kind="bsn", passes_test=True, until=None)
        numbers = {row.person_id: bytes(row.blind_index).hex() for row in held}
        yield [one for row in page for one in _rows(row, stays.get(row.id, [None]), numbers.get(row.id))]
        last = page[-1].id


def _rows(row: Person, stays: Sequence[Residence | None], identifier: str | None) -> Iterator[loading.Row]:
    """Yield somebody at each place, those that read the same once."""
    for nr, cells in enumerate(dict.fromkeys(_cells(row, stay, identifier) for stay in stays)):
        yield (f"{row.id}/{nr}", *cells)


def _cells(row: Person, stay: Residence | None, identifier: str | None) -> loading.Row:
    cells = people_rules.cells(
        given=row.given_names,
        prefix=row.prefix,
        surname=" ".join(part for part in (row.surname, row.partner_surname) if part),
        birth=PartialDate(row.birth_year, row.birth_month, row.birth_day).iso(),
        sex=row.sex,
        street=stay.street if stay else "",
        house_number=stay.house_number if stay else "",
        postcode=stay.postcode if stay else "",
        city=stay.city if stay else "",
        phone=row.phone,
    )
    # The keyed hash stands for the BSN: equal for equal numbers, and it tells nothing.
    return tuple({**cells, "identifier": identifier}.get(name) for name in RAW_COLUMNS)


def _keep(
    actor: Actor,
    region: str,
    pairs: list[FoundPair],
    outcome: Outcome,
    counted: Mapping[str, int],
    model: Model,
    digest: str,
    *,
    at: Instant,
) -> RunView:
    counts = {
        **counted,
        "compared": outcome.blocked.pairs,
        "hot_keys": outcome.blocked.hot_keys,
        "hot_records": outcome.blocked.hot_records,
        "asked": 0,
        "settled": 0,
        "over_cap": 0,
        "no_ground": 0,
        "crowds": 0,
        "in_crowds": 0,
    }
    with transaction.atomic():
        model_id = keep_model(model=model, at=at)
        made = LinkageRun.objects.create(
            region=region, started_at=at, model_id=model_id, input_hash=digest, counts=counts
        )
        desks = _desks(pairs)
        grounded = [pair for pair in pairs if desks.get(pair.person) == desks.get(pair.other) is not None]
        counts["no_ground"] = len(pairs) - len(grounded)
        telling, crowds = rules.crowds(grounded)
        counts["over_cap"] = len(grounded) - len(telling)
        _report(made, crowds, desks, counts, at=at)
        for start in range(0, len(telling), CHUNK):
            _ask(made, telling[start : start + CHUNK], desks, counts, at=at)
        LinkageRun.objects.filter(id=made.id).update(counts=counts)
        audit.record(
            actor=actor, at=at, act="people.find_pairs", object_kind="linkage_run", object_id=made.id,
            details={"region": region, "model": model_id, **counts},
        )  # fmt: skip
    return RunView(made.id, region, model_id, digest, counts)


def _desks(pairs: list[FoundPair]) -> dict[UUID, UUID]:
    """Return at whose desk each person is kept."""
    ids = list({one for pair in pairs for one in (pair.person, pair.other)})
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), PAGE):
        found.update(Person.objects.filter(id__in=ids[start : start + PAGE]).values_list("id", "desk_id"))
    return found


def _report(
    made: LinkageRun, crowds: list[frozenset[UUID]], desks: Mapping[UUID, UUID], counts: dict[str, int], *, at: Instant
) -> None:
    """Keep each crowd of namesakes as one finding of its desk, in place of those of the search before."""
    Crowd.objects.filter(region=made.region).delete()
    Crowd.objects.bulk_create(
        Crowd(
            region=made.region, desk_id=desks[min(crowd)], person_id=min(crowd), persons=len(crowd), run=made, found_at=at
        )
        for crowd in crowds
    )  # fmt: skip
    counts["crowds"], counts["in_crowds"] = len(crowds), sum(map(len, crowds))


def _ask(
    made: LinkageRun, pairs: list[FoundPair], desks: Mapping[UUID, UUID], counts: dict[str, int], *, at: Instant
) -> None:
    """Keep the pairs of one chunk that nobody answered or asks yet; all are of one desk each."""
    ids = {one for pair in pairs for one in (pair.person, pair.other)}
    known = set(CandidatePair.objects.filter(person__in=ids, other__in=ids).values_list("person", "other").iterator())
    fresh = [pair for pair in pairs if (pair.person, pair.other) not in known]
    said = settled(pairs=[(pair.person, pair.other) for pair in fresh]) if fresh else set()
    counts["settled"] += len(said)
    open_now, left = rules.capped(
        (pair for pair in fresh if (pair.person, pair.other) not in said), asked=_waiting(ids)
    )
    counts["over_cap"] += left
    counts["asked"] += len(open_now)
    CandidatePair.objects.bulk_create(
        (
            CandidatePair(
                region=made.region, desk_id=desks[pair.person], person_id=pair.person, other_id=pair.other, run=made,
                model_id=made.model_id, weight=pair.weight, found_at=at, ask_on=local_day(at),
            )
            for pair in open_now
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _waiting(ids: set[UUID]) -> dict[UUID, int]:
    """Return how many questions about each of these persons wait."""
    found: dict[UUID, int] = {}
    for column in ("person", "other"):
        waiting = CandidatePair.objects.filter(Q(**{f"{column}__in": ids}), state="open", signal_id=None)
        for one, count in waiting.order_by().values(column).annotate(number=Count("id")).values_list(column, "number"):
            found[one] = found.get(one, 0) + count
    return found
