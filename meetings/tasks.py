"""What the worker does for meetings; each job may run twice without harm."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from meetings.services import pictures


@app.task(name="meetings.render_picture", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def render_picture(picture_id: int) -> None:
    """Makes a photo's derivatives."""
    pictures.render_picture(picture_id)


@app.periodic(cron="50 * * * *")
@app.task(name="meetings.tidy", queueing_lock="meetings.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Drops files of photos that nobody has."""
    pictures.drop_orphans()
