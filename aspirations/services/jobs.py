"""Enqueues the worker's jobs, by name, in the transaction that causes them."""

from typing import Any

from procrastinate.contrib.django import app


def render_photos(photo_ids: list[int]) -> None:
    """One job a photo."""
    if photo_ids:
        calls: list[Any] = [{"photo_id": photo_id} for photo_id in photo_ids]
        app.configure_task("aspirations.render_photo").batch_defer(*calls)


def tell_joined(event_id: int) -> None:
    """One job for all reporters of the reports merged into one."""
    app.configure_task("aspirations.tell_joined").defer(event_id=event_id)


def run_batch(batch_id: int) -> None:
    """One job an order."""
    app.configure_task("aspirations.run_batch").defer(batch_id=batch_id)


def check_import(import_id: int) -> None:
    """The dry run of a table."""
    app.configure_task("aspirations.check_import", lock=f"import:{import_id}").defer(import_id=import_id)


def run_import(import_id: int) -> None:
    """Its rows become reports."""
    app.configure_task("aspirations.run_import", lock=f"import:{import_id}").defer(import_id=import_id)


def undo_import(import_id: int, user_id: int) -> None:
    """And are taken back."""
    job = app.configure_task("aspirations.undo_import", lock=f"import:{import_id}")
    job.defer(import_id=import_id, user_id=user_id)
