"""Forms validate; they write nothing."""

from aspirations.forms.report import ReportForm
from aspirations.forms.tracking import (
    ConfirmForm,
    DisputeForm,
    PhotosForm,
    RateForm,
    ReplyForm,
    TrackForm,
    WithdrawForm,
)

__all__ = [
    "ConfirmForm",
    "DisputeForm",
    "PhotosForm",
    "RateForm",
    "ReplyForm",
    "ReportForm",
    "TrackForm",
    "WithdrawForm",
]
