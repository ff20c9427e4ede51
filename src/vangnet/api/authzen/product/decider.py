"""Vangnet's own `Decider`: the law for sharing, the grants for seeing, and a deny for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.api.authzen.product import seeing, sharing
from vangnet.api.authzen.product.seeing import CASE, PROFESSIONAL, SEE
from vangnet.api.authzen.product.sharing import ITEM, SHARE
from vangnet.api.authzen.types import (
    Action,
    ActionName,
    Context,
    Decision,
    Entity,
    EntityKey,
    Found,
    Kind,
    Slice,
    Sources,
)
from vangnet.audit import services as audit
from vangnet.law.decide import ENGINE
from vangnet.sharing import selectors as law
from vangnet.sharing import services as norm_archive


@dataclass(frozen=True, slots=True)
class ProductDecider:
    """Decides for a connected system; each answer about a case is an audit line of that system, in the same trace."""

    def evaluate(self, *, subject: Entity, action: Action, resource: Entity, context: Context) -> Decision:
        """Return whether this subject may do this to that.

        Raises:
            InvalidInput: the law cannot be asked this.
        """
        caller = _caller(context)
        if (action.name, resource.type) == (SHARE, ITEM):
            norms = law.running_norms()
            decision = sharing.answer(norms, sharing.question_of(norms, subject, resource, context))
            with acting(caller):
                norm_archive.keep_norms(norms=norms, at=context.received)
                _leave_line(caller, context, SHARE, outcome=decision.decision)
            return decision
        if (subject.type, action.name, resource.type) == (PROFESSIONAL, SEE, CASE):
            category = resource.properties.get("category")
            found = seeing.sight(caller, subject.id, resource.id, category, context.received)
            with acting(caller):
                _leave_line(
                    caller, context, SEE, outcome=found is not None, subject_id=found.subject_id if found else None
                )
            return Decision(found is not None)
        return seeing.DENY

    def search_subject(
        self, *, subject: Kind, action: Action, resource: Entity, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return which colleagues see a case. Sharing finds nobody: the law knows functions, and no persons."""
        caller = _caller(context)
        if (subject.type, action.name, resource.type) != (PROFESSIONAL, SEE, CASE):
            return Found(())
        found = seeing.professionals(caller, resource.id, resource.properties.get("category"), context, part)
        return _searched(caller, context, SEE, found)

    def search_resource(
        self, *, subject: Entity, action: Action, resource: Kind, context: Context, part: Slice
    ) -> Found[EntityKey]:
        """Return which categories may be shared, or which cases a colleague sees.

        Raises:
            InvalidInput: the law cannot be asked this.
        """
        caller = _caller(context)
        if (action.name, resource.type) == (SHARE, ITEM):
            return _searched(
                caller, context, SHARE, sharing.categories(law.running_norms(), subject, resource, context, part)
            )
        if (subject.type, action.name, resource.type) == (PROFESSIONAL, SEE, CASE):
            return _searched(caller, context, SEE, seeing.cases(caller, subject.id, resource, context, part))
        return Found(())

    def search_action(self, *, subject: Entity, resource: Entity, context: Context, part: Slice) -> Found[ActionName]:
        """Return what the subject may do: an item has only `share`, a case only `see`."""
        name = {ITEM: SHARE, CASE: SEE}.get(resource.type)
        if name is None or part.cursor or part.limit == 0:
            return Found(())
        decision = self.evaluate(subject=subject, action=Action(name), resource=resource, context=context)
        return Found((ActionName(name),) if decision.decision else ())

    def sources(self, *, context: Context) -> Sources:
        """Return the norms by their hash, the version of the evaluation, and the moments that were read."""
        return Sources(
            policies={"vangnet.norm_set": law.running_norms().hash},
            information={"vangnet.facts": "request", "vangnet.law_on": context.at.isoformat(),
                         "vangnet.sights": context.received.isoformat()},
            configuration={"vangnet.engine": ENGINE},
        )  # fmt: skip


def _caller(context: Context) -> Actor:
    """Return the actor of the connected system that asks.

    Raises:
        NotVisible: it was ended between the door and here.
    """
    return access.actor_of_system(client_id=context.caller, trace_id=context.trace.trace_id)


def _searched(caller: Actor, context: Context, action: str, found: Found[EntityKey]) -> Found[EntityKey]:
    """Leave the line of a search: how many were found, and not which."""
    with acting(caller):
        _leave_line(caller, context, f"search_{action}", outcome=True, found=len(found.items))
    return found


def _leave_line(
    caller: Actor,
    context: Context,
    action: str,
    *,
    outcome: bool,
    subject_id: UUID | None = None,
    found: int | None = None,
) -> None:
    audit.record(
        actor=caller, at=context.received, act=f"access.decide_{action}", subject_id=subject_id,
        outcome="done" if outcome else "refused", details={"span": context.trace.span_id, "found": found},
    )  # fmt: skip
