"""The attendance list as a paper and as a table; no phone numbers in any."""

import io

from django.contrib import admin
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from aspirations.exports import csv_chunks, download, pieces, write_workbook
from meetings.documents.attendance import attendance_list
from meetings.exports import attendance
from meetings.models import Meeting
from meetings.services.roll import roll


def blank(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """To be signed at the door."""
    return _pdf(attendance_list(meeting, is_filled=False), "daftar-hadir-kosong.pdf")


def filled(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """Who came, with totals."""
    return _pdf(attendance_list(meeting, is_filled=True), "daftar-hadir.pdf")


def _pdf(content: bytes, name: str) -> HttpResponseBase:
    response = FileResponse(io.BytesIO(content), filename=name, content_type="application/pdf")
    response["Cache-Control"] = "no-store, private"
    return response


def table(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """CSV."""
    return download(csv_chunks(attendance.header(), attendance.rows(roll(meeting))), "daftar-hadir.csv")


def workbook(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """XLSX."""
    file = io.BytesIO()
    write_workbook(file, attendance.header(), attendance.rows(roll(meeting)), sheet="Daftar hadir")
    file.seek(0)
    return download(pieces(file), "daftar-hadir.xlsx")
