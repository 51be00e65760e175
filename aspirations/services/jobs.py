"""Enqueues the worker's jobs, by name, in the transaction that causes them."""

from typing import Any

from procrastinate.contrib.django import app


def render_photos(photo_ids: list[int]) -> None:
    """One job a photo."""
    if photo_ids:
        calls: list[Any] = [{"photo_id": photo_id} for photo_id in photo_ids]
        app.configure_task("aspirations.render_photo").batch_defer(*calls)


def run_batch(batch_id: int) -> None:
    """One job an order."""
    app.configure_task("aspirations.run_batch").defer(batch_id=batch_id)
