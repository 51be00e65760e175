"""The letter: its text, and how it will look."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings.admin.invitations.overview import FOLDER, NAME
from meetings.admin.tabs import show
from meetings.documents.invitations import sample
from meetings.forms.invitations import LetterForm
from meetings.models import LetterBook, Meeting
from meetings.services.letters import draft_letter, save_letter


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One current text; each change is a version."""
    letter = draft_letter(meeting)
    sent = request.method == "POST"
    form = LetterForm(*([request.POST] if sent else []), instance=letter)
    if sent and form.is_valid():
        gives = form.cleaned_data.get("gives_number", False)
        try:
            saved = save_letter(meeting, form.columns(), gives_number=gives, actor=request.user)
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            messages.success(request, _("Surat disimpan (versi %(version)d).") % {"version": saved.version})
            return redirect(request.path)
    context = {
        "form": form,
        "letter": letter,
        "book": LetterBook.objects.filter(region=meeting.host_district).first(),
        "was_sent": meeting.invitations.standing().exclude(sent_at=None).exists(),
    }
    return show(
        model_admin,
        request,
        meeting,
        NAME,
        context,
        template=f"{FOLDER}/letter.html",
        status=422 if sent else 200,
    )


def preview(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The letter as it stands, addressed to nobody."""
    made = sample(draft_letter(meeting))
    headers = {
        "Content-Disposition": 'inline; filename="contoh-undangan.pdf"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)
