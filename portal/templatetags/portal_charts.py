"""Small charts as SVG: readable without colour, by a screen reader and on paper.

Drawn 360 units wide, so that letters keep their size on a phone. What they show stands in words as well; the
page gives a table beneath.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDTH = 360
_ROW, _BAR = 36, 12
_PLOT, _FOOT, _HEAD = 130, 22, 16
# So many labels of about six letters fit below a chart.
_MOST_LABELS = 6
_MOST_VALUES = 16


@register.simple_tag
def bar_chart(name: str, title: str, bars: Sequence[Any], maximum: float = 0) -> SafeString:
    """Horizontal bars, each with its label above and its words behind; each leads to its list.

    `name` is unique in the page; `maximum` is the length of a full bar, by default the longest.
    """
    most = maximum or max([bar.value for bar in bars], default=0) or 1
    rows = format_html_join("", "{}", ((_bar(index, bar, most),) for index, bar in enumerate(bars)))
    told = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return _svg(name, title, told, _ROW * len(bars), rows, role="group")


def _bar(index: int, bar: Any, most: float) -> SafeString:
    top, length = index * _ROW, round(WIDTH * min(bar.value / most, 1), 1)
    drawn = format_html(
        '<rect class="chart-hit" x="0" y="{}" width="{}" height="{}"/><text x="0" y="{}">{}</text>'
        '<text class="chart-value" x="{}" y="{}">{}</text>'
        '<rect class="chart-track" x="0" y="{}" width="{}" height="{}"/>'
        '<rect class="chart-bar" x="0" y="{}" width="{}" height="{}"/>',
        *(top, WIDTH, _ROW - 2, top + 13, bar.label, WIDTH, top + 13, bar.text),
        *(top + 19, WIDTH, _BAR, top + 19, length, _BAR),
    )
    if not bar.url:
        return drawn
    return format_html('<a href="{}" aria-label="{}: {}">{}</a>', bar.url, bar.label, bar.text, drawn)


@register.simple_tag
def column_chart(name: str, title: str, labels: Sequence[str], first: Any, second: Any) -> SafeString:
    """Two counts side by side for each label: a full column and a hollow one.

    `first` and `second` are (what it is called, counts).
    """
    (first_name, firsts), (second_name, seconds) = first, second
    most = max([*firsts, *seconds], default=0) or 1
    step = WIDTH / max(len(labels), 1)
    wide = min(step * 0.4, 28)
    drawn = []
    for index, (one, other) in enumerate(zip(firsts, seconds, strict=True)):
        middle = (index + 0.5) * step
        drawn += [
            _column("chart-bar", middle - wide, wide, one, most, values=len(labels) <= _MOST_VALUES // 2),
            _column("chart-hollow", middle, wide, other, most, values=len(labels) <= _MOST_VALUES // 2),
        ]
    told = "; ".join(
        f"{label}: {first_name} {one}, {second_name} {other}"
        for label, one, other in zip(labels, firsts, seconds, strict=True)
    )
    return _svg(name, title, told, _HEAD + _PLOT + _FOOT, _joined([*drawn, *_axis(labels, step)]))


def _column(kind: str, left: float, wide: float, value: int, most: int, *, values: bool) -> SafeString:
    high = round(_PLOT * value / most, 1)
    top = _HEAD + _PLOT - high
    bar = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        kind,
        round(left, 1),
        top,
        round(wide - 1, 1),
        high,
    )
    if not values:
        return bar
    return format_html(
        '{}<text class="chart-mid" x="{}" y="{}">{}</text>', bar, round(left + wide / 2, 1), top - 3, value
    )


@register.simple_tag
def line_chart(name: str, title: str, labels: Sequence[str], values: Sequence[int]) -> SafeString:
    """A line through one count for each label, from zero."""
    most = max(values, default=0) or 1
    step = WIDTH / max(len(labels), 1)
    points = [
        (round((index + 0.5) * step, 1), round(_HEAD + _PLOT * (1 - value / most), 1))
        for index, value in enumerate(values)
    ]
    line = format_html('<polyline class="chart-line" points="{}"/>', " ".join(f"{x},{y}" for x, y in points))
    each = max(1, -(-len(values) // _MOST_VALUES))
    marks = [
        format_html('<circle class="chart-dot" cx="{}" cy="{}" r="3"/>', x, y)
        if (len(values) - 1 - index) % each
        else format_html(
            '<circle class="chart-dot" cx="{}" cy="{}" r="3"/>'
            '<text class="chart-mid" x="{}" y="{}">{}</text>',
            *(x, y, x, y - 7, value),
        )
        for index, ((x, y), value) in enumerate(zip(points, values, strict=True))
    ]
    told = "; ".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))
    return _svg(name, title, told, _HEAD + _PLOT + _FOOT, _joined([line, *marks, *_axis(labels, step)]))


def _axis(labels: Sequence[str], step: float) -> Iterator[SafeString]:
    """The ground line, and as many labels as fit."""
    ground = _HEAD + _PLOT
    yield format_html('<line class="chart-axis" x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH, ground, ground)
    each = max(1, -(-len(labels) // _MOST_LABELS))
    for index in range(0, len(labels), each):
        # The outer ones keep within the chart.
        kind, x = "chart-mid", round((index + 0.5) * step, 1)
        if each > 1 and index == 0:
            kind, x = "chart-start", 0
        elif each > 1 and index == len(labels) - 1:
            kind, x = "chart-end", WIDTH
        yield format_html('<text class="{}" x="{}" y="{}">{}</text>', kind, x, ground + 15, labels[index])


def _svg(
    name: str, title: str, told: str, height: float, drawn: SafeString, *, role: str = "img"
) -> SafeString:
    return format_html(
        '<svg class="chart" role="{}" viewBox="0 0 {} {}" aria-labelledby="{}-title {}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}</svg>',
        *(role, WIDTH, height, name, name, name, title, name, told, drawn),
    )


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
