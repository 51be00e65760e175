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


register_converter(WidthConverter, "width")
register_converter(NumberConverter, "number")

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
    path("laporan/", views.report_list, name="list"),
    path("laporan/<number:number>/", views.detail, name="detail"),
    path("laporan/<number:number>/dukung/", views.support, name="support"),
    path("foto/<uuid:uuid>/<width:width>.<str:extension>", views.photo, name="photo"),
]
