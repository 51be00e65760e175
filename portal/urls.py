"""All addresses: Indonesian without a prefix, English below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from portal import views
from portal.signin import StaffSignInForm, sign_out

admin.site.login_form = StaffSignInForm
admin.site.site_header = settings.SITE_NAME
admin.site.index_title = _("Meja kerja")
# The queue needs the width of an old laptop; the index lists what the sidebar would.
admin.site.enable_nav_sidebar = False

urlpatterns = [
    path("sehat/", views.health, name="health"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("privasi/", views.privacy, name="privacy"),
        path("", include("aspirations.urls")),
        path("", include("meetings.urls")),
        # The admin's short links know no territory: they would tell that a report exists, and its number.
        path("admin/r/<path:link>", views.not_found),
        path("admin/logout/", sign_out),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
