"""The back office: the queue, and one page for each report."""

from aspirations.admin.access import AccessAdmin
from aspirations.admin.queue import AspirationAdmin
from aspirations.admin.responses import ResponseTemplateAdmin

__all__ = ["AccessAdmin", "AspirationAdmin", "ResponseTemplateAdmin"]
