"""The back office: the queue, and one page for each report."""

from aspirations.admin.queue import AspirationAdmin

__all__ = ["AspirationAdmin"]
