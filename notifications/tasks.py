"""What the worker does."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from notifications import services


@app.task(
    name="notifications.deliver",
    retry=RetryStrategy(
        max_attempts=services.MOST_ATTEMPTS,
        exponential_wait=4,
        retry_exceptions={services.DeliveryFailed},
    ),
)
def deliver(message_id: int) -> None:
    """Delivers one message."""
    services.deliver(message_id)
