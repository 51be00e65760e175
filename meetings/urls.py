"""Public addresses of meetings."""

from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("janji/", views.ledger, name="ledger"),
    path("janji/janji-rakor.csv", views.ledger_csv, name="ledger_csv"),
    path("janji/janji-rakor.json", views.ledger_json, name="ledger_json"),
    path("janji/kartu/", views.ledger_card, name="ledger_card"),
    path("janji/<int:pk>/", views.follow_up, name="follow_up"),
    path("janji/<int:pk>.json", views.follow_up_json, name="follow_up_json"),
    path("janji/<int:pk>/kartu/", views.card, name="card"),
    path("gambar/<uuid:uuid>/<int:width>.<str:extension>", views.picture, name="picture"),
]
