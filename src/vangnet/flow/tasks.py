"""Background work of the flow. Thin: each job names itself to the database and calls one function."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from vangnet.access import selectors as access_selectors
from vangnet.access import services as access
from vangnet.access.services import asking, items, restricting
from vangnet.audit import selectors as audit_selectors
from vangnet.audit import services as audit
from vangnet.core.clock import now
from vangnet.flow import derivation, destruction, reactions, reprocessing
from vangnet.flow.pace import in_steps
from vangnet.intake import services as intake
from vangnet.people import services as people
from vangnet.sharing import services as sharing

BATCH = 200
STEP = 3  # events in one transaction: a day's signals come all at once, and people are at work


@app.periodic(cron="* * * * * */5")
@app.task(name="flow.react", queueing_lock="flow.react")
def react(timestamp: int) -> None:
    """Do what follows from what happened; within seconds, until nothing waits, and with room for pages."""
    in_steps(lambda: reactions.run(at=now(), limit=STEP) == STEP)


@app.periodic(cron="* * * * *")
@app.task(name="access.sum_up", queueing_lock="access.sum_up")
def sum_up(timestamp: int) -> None:
    """Close the grants whose end has come, in the same minute."""
    with access.as_job(access.system_actor(reason="grants-ended")):
        access.sum_up_again(at=now())
        restricting.narrow()
        items.close_ended_items(actor=access.system_actor(reason="grants-ended"), at=now())
        asking.lapse(actor=access.system_actor(reason="grants-ended"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="sharing.norms", queueing_lock="sharing.norms")
def norms(timestamp: int) -> None:
    """Close, in the same minute, what rests on a norm that ended: its last day is over, or its file was replaced."""
    sharing.close_ended_norms(actor=access.system_actor(reason="norms"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Chain what was written since the last minute."""
    with access.as_job(access.system_actor(reason="seal")):
        for day in audit_selectors.days_to_seal():
            audit.seal(day=day)


@app.periodic(cron="25 2 * * *")
@app.task(name="audit.months", queueing_lock="audit.months")
def months(timestamp: int) -> None:
    """Each night, make the months of the logs that come."""
    with access.as_job(access.system_actor(reason="months")):
        audit.make_months_ahead()


@app.periodic(cron="* * * * *")
@app.task(name="sharing.take_norms", queueing_lock="sharing.take_norms")
def take_norms(timestamp: int) -> None:
    """Take norm files that changed into use, in the same minute."""
    actor = access.system_actor(reason="norms")
    with access.as_job(actor):
        sharing.take_norms(actor=actor, folders=settings.NORM_FOLDERS, at=now())


@app.periodic(cron="5 3 * * 0")
@app.task(name="people.learn_model", queueing_lock="people.learn_model")
def learn_model(timestamp: int) -> None:
    """Once a week, count what is common in the register, and weigh with that."""
    from vangnet.people.services import learning  # the engine is heavy; only this job loads it

    actor = access.system_actor(reason="learn-model")
    with access.as_job(actor):
        learning.learn_model(actor=actor, at=now())


@app.periodic(cron="10 4 * * *")
@app.task(name="people.find_pairs", queueing_lock="people.find_pairs")
def find_pairs(timestamp: int) -> None:
    """Once a night, region by region, ask who may be one person."""
    from vangnet.people.services import searching  # the engine is heavy; only this job loads it

    for region in access_selectors.regions():
        actor = access.system_actor(reason="find-pairs", region=region)
        with access.as_job(actor):
            searching.find_pairs(actor=actor, region=region, at=now())


@app.periodic(cron="37 2 * * *")
@app.task(name="flow.sweep", queueing_lock="flow.sweep")
def sweep(timestamp: int) -> None:
    """Once a night, close what nothing carries any more."""
    derivation.sweep(at=now())


@app.periodic(cron="31 2 * * *")
@app.task(name="cases.name_suppliers", queueing_lock="cases.name_suppliers")
def name_suppliers(timestamp: int) -> None:
    """Once a night, ask those who supplied data by name where an order does not know them."""
    reprocessing.name_suppliers(at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="intake.escalate", queueing_lock="intake.escalate")
def escalate(timestamp: int) -> None:
    """Let answers that are late climb to the next level, within minutes."""
    actor = access.system_actor(reason="escalate-signals")
    with access.as_job(actor):
        while intake.escalate_due(actor=actor, at=now(), limit=BATCH) >= BATCH:
            continue


@app.periodic(cron="50 3 * * *")
@app.task(name="intake.publish_figures", queueing_lock="intake.publish_figures")
def publish_figures(timestamp: int) -> None:
    """Publish the figures of a quarter once it is over and settled."""
    actor = access.system_actor(reason="publish-figures")
    with access.as_job(actor):
        intake.publish_figures(actor=actor, at=now())


@app.periodic(cron="20 3 * * *")
@app.task(name="flow.destroy", queueing_lock="flow.destroy")
def destroy(timestamp: int) -> None:
    """Destroy or make anonymous what must be gone, each night."""
    destruction.run(at=now())


@app.periodic(cron="50 3 * * *")
@app.task(name="people.rekey", queueing_lock="people.rekey")
def rekey(timestamp: int) -> None:
    """Each night, close numbers again that an earlier key closed."""
    actor = access.system_actor(reason="rekey")
    with access.as_job(actor):
        while people.rekey(actor=actor, at=now()):
            continue
