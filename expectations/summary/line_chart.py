"""Lines over the years as SVG, drawn here: an organ has one, and Vega takes 14 ms for each, this a tenth of one.

The look is that of the other charts (charts.py): no script, no font, the page's own colours, no words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

Point = tuple[int, str, float]
"""Year, series, figure."""
WIDTH = 350
MOST_STEPS = 6
STROKES = ('stroke-dasharray="1,0"', 'stroke-dasharray="7,4"', 'stroke-dasharray="2,3"')
"""Line styles in the order of the series: colour alone tells nothing to some readers."""


def draw_lines(points: Sequence[Point], series: Sequence[str], *, height: int = 190) -> Markup:
    """A line a series with a point a year, from zero up; a year without a figure leaves a gap."""
    years = sorted({year for year, _, _ in points})
    scale = _ticks(min(0.0, *(figure for _, _, figure in points)), max(1.0, *(figure for _, _, figure in points)))
    low, high = scale[0], scale[-1]
    places = {year: round((number + 0.5) * WIDTH / len(years), 1) for number, year in enumerate(years)}
    rises = {tick: round(height * (high - tick) / (high - low), 1) for tick in scale}
    drawn = {
        (year, name): (places[year], round(height * (high - figure) / (high - low), 1)) for year, name, figure in points
    }
    left = 14 + 7 * max(len(_label(tick)) for tick in scale)
    parts = [*_grid(rises), *_years(places, height)]
    for number, name in enumerate(series):
        parts += _line(name, STROKES[number], [drawn.get((year, name)) for year in years])
    return Markup(  # noqa: S704 - made of figures and fixed names
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" '
        f'viewBox="{-left} -11 {WIDTH + left + 5} {height + 34}" fill="none" font-size="12px">{"".join(parts)}</svg>'
    )


def _ticks(low: float, high: float) -> list[int]:
    """Round numbers from at most ``low`` to at least ``high``, whole ones: requests are counted, not measured."""
    rough = max((high - low) / MOST_STEPS, 1.0)
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [step * number for number in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _label(tick: int) -> str:
    return f"{tick:,}".replace("-", "−")


def _grid(rises: Mapping[int, float]) -> Iterator[str]:
    for tick, y in rises.items():
        yield f'<path d="M-5 {y}H{WIDTH}" stroke="var(--rule)"/>'
        yield f'<text x="-7" y="{y + 4:g}" text-anchor="end" fill="var(--muted)">{_label(tick)}</text>'


def _years(places: Mapping[int, float], height: int) -> Iterator[str]:
    for year, x in places.items():
        yield f'<path d="M{x} {height}v5" stroke="var(--rule)"/>'
        yield f'<text x="{x}" y="{height + 17}" text-anchor="middle" fill="var(--muted)">{year}</text>'


def _line(name: str, stroke: str, places: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    path, is_open = "", False
    for place in places:
        if place is not None:
            path += f"{'L' if is_open else 'M'}{place[0]},{place[1]}"
            yield f'<circle cx="{place[0]}" cy="{place[1]}" r="3.3" fill="var(--chart-{name})"/>'
        is_open = place is not None
    yield f'<path d="{path}" stroke="var(--chart-{name})" stroke-width="2.2" {stroke}/>'
