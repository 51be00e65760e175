"""All addresses: Indonesian without a prefix, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("sehat/", views.health, name="health"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("privasi/", views.privacy, name="privacy"),
        path("", include("aspirations.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
