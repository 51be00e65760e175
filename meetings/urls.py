"""Public addresses of meetings."""

from django.urls import path

from meetings import views
from meetings.views import attend, calendar, feeds, meeting, musrenbang, owner, wishes

app_name = "meetings"
urlpatterns = [
    path("hadir/", attend.attend, name="attend"),
    path("musrenbang/", musrenbang.musrenbang_list, name="musrenbang_list"),
    path("musrenbang/<int:pk>/", musrenbang.musrenbang, name="musrenbang"),
    path("musrenbang/<int:pk>/usulan.csv", musrenbang.musrenbang_csv, name="musrenbang_csv"),
    path("musrenbang/<int:pk>/usulan.json", musrenbang.musrenbang_json, name="musrenbang_json"),
    path("usulan/<int:pk>/", musrenbang.proposal, name="proposal"),
    path("usulan/<int:pk>.json", musrenbang.proposal_json, name="proposal_json"),
    path("pertemuan/", calendar.calendar_page, name="calendar"),
    path("pertemuan/kalender.ics", feeds.whole_feed, name="feed"),
    path("pertemuan/kalender/<str:code>.ics", feeds.territory_feed, name="territory_feed"),
    path("pertemuan/<int:pk>/", meeting.meeting_page, name="meeting"),
    path("pertemuan/<int:pk>.json", meeting.meeting_json, name="meeting_json"),
    path("pertemuan/minta/<str:number>/", wishes.wish_meeting, name="wish"),
    path("pertemuan/<int:pk>.ics", feeds.single_file, name="meeting_file"),
    path("janji/lapor/", owner.owner_open, name="owner_open"),
    path("janji/lapor/keluar/", owner.owner_leave, name="owner_leave"),
    path("janji/lapor/<int:number>/", owner.owner, name="owner"),
    path("janji/lapor/<int:number>/<int:pk>/", owner.owner_promise, name="owner_promise"),
    path("janji/lapor/<int:number>/<int:pk>/<slug:act>/", owner.owner_act, name="owner_act"),
    path("janji/lapor/<int:number>/<int:pk>/tahapan/<int:milestone>/", owner.owner_tick, name="owner_tick"),
    path("janji/", views.ledger, name="ledger"),
    path("janji/janji-rakor.csv", views.ledger_csv, name="ledger_csv"),
    path("janji/janji-rakor.json", views.ledger_json, name="ledger_json"),
    path("janji/kartu/", views.ledger_card, name="ledger_card"),
    path("janji/<int:pk>/", views.follow_up, name="follow_up"),
    path("janji/<int:pk>.json", views.follow_up_json, name="follow_up_json"),
    path("janji/<int:pk>/kartu/", views.card, name="card"),
    path("notulen/<uuid:uid>/", views.minutes, name="minutes"),
    path("notulen/<uuid:uid>/notulen.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("gambar/<uuid:uuid>/<int:width>.<str:extension>", views.picture, name="picture"),
    path("undangan/", views.invitation_open, name="invitation_open"),
    path("undangan/keluar/", views.invitation_leave, name="invitation_leave"),
    path("undangan/<int:pk>/", views.invitation_page, name="invitation"),
    path("undangan/<int:pk>/surat.pdf", views.invitation_paper, name="invitation_paper"),
    path("undangan/<int:pk>/kalender.ics", views.invitation_calendar, name="invitation_calendar"),
]
