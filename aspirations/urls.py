"""Public addresses of reports."""

from django.urls import path, register_converter

from aspirations import views


class WidthConverter:
    """A photo's width that exists."""

    regex = "320|960|1920"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter:
    """A receipt number such as AS-2026-00412."""

    regex = r"[A-Z]{2,4}-\d{4}-\d{5,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DispatchNumberConverter(NumberConverter):
    """A number of a disposisi such as AS-D-2026-00012."""

    regex = r"[A-Z]{2,4}-D-\d{4}-\d{5,7}"


register_converter(WidthConverter, "width")
register_converter(NumberConverter, "number")
register_converter(DispatchNumberConverter, "dispatch")

app_name = "aspirations"
urlpatterns = [
    path("lapor/", views.report, name="report"),
    path("lapor/tanda-terima/", views.receipt, name="receipt"),
    path("lapor/serupa/", views.similar, name="similar"),
    path("lapor/kategori/", views.suggest, name="suggest"),
    path("lapor/titik.json", views.points, name="points"),
    path("lacak/", views.track, name="track"),
    path("lacak/keluar/", views.leave, name="leave"),
    path("lacak/<number:number>/", views.tracked, name="tracked"),
    path("lacak/<number:number>/<slug:action>/", views.act, name="act"),
    path("disposisi/", views.dispatch_open, name="dispatch_open"),
    path("disposisi/keluar/", views.dispatch_leave, name="dispatch_leave"),
    path("disposisi/<dispatch:number>/", views.dispatch_page, name="dispatch"),
    path("disposisi/<dispatch:number>/<slug:action>/", views.dispatch_act, name="dispatch_act"),
    path("laporan/", views.report_list, name="list"),
    path("laporan/<number:number>/", views.detail, name="detail"),
    path("laporan/<number:number>/dukung/", views.support, name="support"),
    path("foto/<uuid:uuid>/<width:width>.<str:extension>", views.photo, name="photo"),
]
