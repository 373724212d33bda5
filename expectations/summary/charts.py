"""Bars as SVG that stands in the page: no script, no font, no address; colours are the page's own variables.

A chart carries figures only. Its words (title, legend, note) are HTML beside it, so one drawing serves both languages
and a reader's dark scheme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from expectations.summary.line_chart import Point

_SIZE = re.compile(r'(<svg [^>]*?)width="[\d.]+" height="([\d.]+)"')
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def draw_stacked_bars(points: Sequence[Point], series: Sequence[str], *, is_share: bool = False) -> Markup:
    """Bars by year, stacked in the order of ``series``; shares fill the whole height (%)."""
    stack = "normalize" if is_share else "zero"
    axis: dict[str, Any] = {"format": "%"} if is_share else {"tickMinStep": 1}
    mark = {"type": "bar", "width": {"band": 0.68}}
    order = {"field": "place", "type": "quantitative"}
    return _draw(mark, _rows(points, series), series, {"y": {"stack": stack, "axis": axis}, "order": order})


def _rows(points: Sequence[Point], series: Sequence[str]) -> list[dict[str, Any]]:
    place = {name: index for index, name in enumerate(series)}
    return [{"year": str(y), "series": s, "figure": v, "place": place[s]} for y, s, v in points if s in place]


def _draw(
    mark: dict[str, Any],
    rows: list[dict[str, Any]],
    series: Sequence[str],
    encoding: dict[str, Any],
) -> Markup:
    import altair as alt
    import vl_convert

    colours = alt.Scale(domain=list(series), range=[f"var(--chart-{name})" for name in series])
    chart = alt.Chart().properties(width=350, height=190)
    spec = (
        chart.mark_bar()
        .encode(
            x=alt.X("year:O", axis=alt.Axis(labelAngle=0, title=None)),
            y=alt.Y("figure:Q", title=None),
            color=alt.Color("series:N", scale=colours, legend=None),
        )
        .to_dict()
    )
    spec["data"] = {"values": rows}
    spec["mark"] = mark
    spec["encoding"]["y"] |= encoding.pop("y")
    spec["encoding"] |= encoding
    spec["config"] = _config()
    return _trim(vl_convert.vegalite_to_svg(spec))


def _config() -> dict[str, Any]:
    return {
        "background": "transparent",
        "font": "inherit",
        "view": {"stroke": "transparent"},
        "axis": {
            "labelColor": "var(--muted)",
            "labelFontSize": 12,
            "gridColor": "var(--rule)",
            "domainColor": "var(--rule)",
            "tickColor": "var(--rule)",
        },
        "axisX": {"grid": False},
    }


def _trim(svg: str) -> Markup:
    """The drawing without fixed size and without English descriptions; the figure around it describes it."""
    svg = _ROLES.sub("", svg).replace(_XLINK, "")
    svg = _SIZE.sub(r'\1 aria-hidden="true" focusable="false"', svg, count=1)
    return Markup(svg)  # noqa: S704 - drawn here from figures and fixed names
