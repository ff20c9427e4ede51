"""Keep about whom an item is; the newest counts, none is removed."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant
from vangnet.people.selectors.describing import circle
from vangnet.sharing.errors import QuestionUnreadable
from vangnet.sharing.models import ItemAbout
from vangnet.sharing.selectors.about import about_item
from vangnet.sharing.types import About, Whom


def say_about(*, actor: Actor, case_id: UUID, item_id: UUID, about: About, at: Instant) -> None:
    """Keep about whom an item is; saying the same again changes nothing. The caller saw that the item is in sight.

    Raises:
        NotVisible: the case is not in sight.
        QuestionUnreadable: no such line of the direct circle is in sight.

    Law: Wgs article 2.30(1)(b); Bgs article 2.19.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    known = {one.id for one in circle(person_id=case.person_id)} if about.whom is Whom.RELATION else {None}
    if about.relation_id not in known:
        raise QuestionUnreadable({"about": "Kies iemand uit de kring van de persoon."})
    if about_item(case_id=case_id, item_id=item_id) == about:
        return
    ItemAbout.objects.create(
        region=case.region, case_id=case_id, item_id=item_id, whom=about.whom.value, relation_id=about.relation_id,
        said_by=actor.worker_id, said_at=at,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.say_about", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="item", object_id=item_id, details={"whom": about.whom.value},
    )  # fmt: skip
