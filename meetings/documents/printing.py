"""All letters of a stop as one PDF, made by the worker at flat memory."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils.translation import override

from government.paper import PaperFailed, render_to
from meetings.documents.invitations import TEMPLATE, addressee, contents
from meetings.models import LetterRun, RunKind
from meetings.services import letter_runs


def run_letters(run_id: int) -> None:
    """Carries an order out; may run twice. What goes wrong leaves it to be taken up again."""
    run = letter_runs.begin(run_id)
    if run is None:
        return
    # Letters are written in one language, whoever ordered them.
    with override(settings.LANGUAGE_CODE):
        try:
            if run.kind == RunKind.MAIL:
                letter_runs.send_mails(run)
            else:
                _print(run)
        except PaperFailed:
            letter_runs.fail(run)
        except BaseException:
            letter_runs.fail(run)
            raise


def _print(run: LetterRun) -> None:
    """The last step, the setting itself, takes a second or two for 300 letters."""
    rows = []
    for piece in letter_runs.pieces(run):
        rows += [addressee(one, run.with_links) for one in piece]
        # All but the setting.
        if not letter_runs.advance(run, max(len(rows) - 1, 0)):
            return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "letters.pdf")
        render_to(target, TEMPLATE, contents(run.meeting.letter, rows))
        if not letter_runs.advance(run, run.total):
            return
        with target.open("rb") as made:
            run.file.save("letters.pdf", File(made), save=False)
    if not letter_runs.finish(run, file=run.file.name):
        run.file.delete(save=False)
