"""Views check permission, call a service, and show a page."""

from aspirations.views.dispatch import dispatch_act, dispatch_leave, dispatch_open, dispatch_page
from aspirations.views.entry import csrf_failure, receipt, report, similar, suggest
from aspirations.views.photos import photo
from aspirations.views.public import detail, points, support
from aspirations.views.public_list import report_list
from aspirations.views.tracking import act, leave, track, tracked

__all__ = [
    "act",
    "csrf_failure",
    "detail",
    "dispatch_act",
    "dispatch_leave",
    "dispatch_open",
    "dispatch_page",
    "leave",
    "photo",
    "points",
    "receipt",
    "report",
    "report_list",
    "similar",
    "suggest",
    "support",
    "track",
    "tracked",
]
