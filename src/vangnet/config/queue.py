"""Background work: a queue in the same PostgreSQL, so that a job and the data it is about commit together.

Stages keep their jobs in `tasks` modules; this module runs the worker and looks after the queue itself. A worker that
dies during a job stops giving its heartbeat; another worker then puts the job back, and it runs again once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from opentelemetry.trace import SpanKind
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.worker import Worker

from vangnet.config import tracing

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
KEEP_HOURS = 7 * 24
_log = structlog.stdlib.get_logger("vangnet.queue")


@app.periodic(cron="* * * * * */15")
@app.task(name="queue.put_back_stalled", queueing_lock="queue.put_back_stalled", pass_context=True)
async def put_back_stalled(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of workers that fell silent."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        if job.id != context.job.id:
            _log.warning("job put back", task=job.task_name, job_id=job.id, attempts=job.attempts)
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="queue.forget_old", queueing_lock="queue.forget_old", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended well a week ago; failed ones stay until somebody has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)


async def trace_job(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    """Worker middleware: each job is a trace of its own, named by its task and never by its arguments."""
    with tracing.span(f"job {context.job.task_name}", kind=SpanKind.CONSUMER, carrier={}):
        return await call_next()


def run_worker(*, until_empty: bool = False) -> None:
    """Work until told to stop.

    Args:
        until_empty: True to stop as soon as the queue is empty.
    """
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(
            wait=not until_empty,
            concurrency=2,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=20.0,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            worker_middleware=[trace_job],
        )
