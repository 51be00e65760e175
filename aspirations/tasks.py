"""What the worker does; each job may run twice without harm."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aspirations import services


@app.task(name="aspirations.render_photo", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def render_photo(photo_id: int) -> None:
    """Makes a photo's derivatives."""
    services.render_photo(photo_id)


@app.task(name="aspirations.run_batch", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def run_batch(batch_id: int) -> None:
    """Carries out an act on many reports."""
    services.run_batch(batch_id)


@app.periodic(cron="*/15 * * * *")
@app.task(name="aspirations.close_answered", queueing_lock="aspirations.close_answered", pass_context=False)
def close_answered(timestamp: int) -> None:
    """Closes reports whose reporter stayed silent."""
    services.close_answered()


@app.periodic(cron="20 * * * *")
@app.task(name="aspirations.tidy", queueing_lock="aspirations.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Drops photos of forms never sent and windows of guesses that are over."""
    services.drop_stale_photos()
    services.clear_guesses()
