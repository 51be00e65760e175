"""What the worker does; each job may run twice without harm."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aspirations import services
from aspirations.services import imports


@app.task(name="aspirations.render_photo", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def render_photo(photo_id: int) -> None:
    """Makes a photo's derivatives."""
    services.render_photo(photo_id)


@app.task(name="aspirations.tell_joined", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def tell_joined(event_id: int) -> None:
    """Tells the reporters of merged reports a step of the one they joined."""
    services.tell_joined(event_id)


@app.task(name="aspirations.run_batch", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def run_batch(batch_id: int) -> None:
    """Carries out an act on many reports."""
    services.run_batch(batch_id)


@app.task(name="aspirations.check_import", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def check_import(import_id: int) -> None:
    """Looks at every row of a table."""
    imports.check(import_id)


@app.task(name="aspirations.run_import", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def run_import(import_id: int) -> None:
    """Writes the rows of a table as reports."""
    imports.run(import_id)


@app.task(name="aspirations.undo_import", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def undo_import(import_id: int, user_id: int) -> None:
    """Takes those reports back."""
    imports.undo(import_id, user_id)


@app.periodic(cron="*/15 * * * *")
@app.task(name="aspirations.close_answered", queueing_lock="aspirations.close_answered", pass_context=False)
def close_answered(timestamp: int) -> None:
    """Closes reports whose reporter stayed silent."""
    services.close_answered()


@app.periodic(cron="20 * * * *")
@app.task(name="aspirations.tidy", queueing_lock="aspirations.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Drops photos of forms never sent, old drafts and accesses, guesses that are over, old tables."""
    services.drop_stale_photos()
    services.drop_sources()
    services.drop_old_drafts()
    services.forget_presences()
    services.clear_guesses()
    services.drop_old_accesses()
    imports.drop_old_tables()


@app.task(name="aspirations.follow_calendar", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def follow_calendar(code: str) -> None:
    """Due dates after a holiday or a working week was changed."""
    services.follow_calendar(code)


@app.periodic(cron="40 18 * * *")
@app.task(name="aspirations.follow_all", queueing_lock="aspirations.follow_all", pass_context=False)
def follow_all(timestamp: int) -> None:
    """Each night, for what a setting changed or another process had not heard of yet."""
    services.follow_calendar()


@app.periodic(cron="5 * * * *")
@app.task(name="aspirations.escalate", queueing_lock="aspirations.escalate", pass_context=False)
def escalate(timestamp: int) -> None:
    """Takes the steps of the ladder that have come; writes the morning's mails, to agencies too."""
    services.escalate()
    services.send_digests()
    services.send_reminders()
    services.send_review_mails()
