"""A whole paper list comes in at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from aspirations.receipts import Receipt
from aspirations.services.actors import Actor
from aspirations.services.submission import Submission, submit


@transaction.atomic
def submit_list(rows: Sequence[tuple[str, Submission]], *, actor: Actor, at: datetime) -> list[Receipt]:
    """The receipts of all rows (token, what was written), or of none; a list sent twice is written once."""
    return [submit(data, token=token, actor=actor, at=at) for token, data in rows]
