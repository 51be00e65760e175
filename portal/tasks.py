"""What the worker does for the portal as a whole."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

_MOST_ATTEMPTS = 5


@app.periodic(cron="*/5 * * * *")
@app.task(name="portal.retry_stalled", queueing_lock="portal.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Gives jobs of a worker that was killed, or of a restored backup, back to the living."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        # A periodic job comes again by itself; one that ends its worker each time must not go on for ever.
        if job.queueing_lock or job.attempts >= _MOST_ATTEMPTS:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await jobs.retry_job(job)
