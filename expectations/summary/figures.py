"""The charts of the pages with their legends, notes and figures as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from expectations.summary.charts import draw_stacked_bars
from expectations.summary.line_chart import Point, draw_lines
from expectations.summary.measures import STATUSES, count_compliance
from expectations.summary.names import Names
from expectations.summary.records import Requests
from expectations.summary.snapshot import Snapshot
from expectations.summary.wording import Words

OUTCOMES = ("granted", "partial", "refused", "unable", "not_handled", "other_handling")
REQUESTS = ("received", "processed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing and the figures in it. ``reports`` counts, by year, the reports the figures come from."""

    code: str
    kind: str  # "bars" or "lines"
    drawing: Markup
    series: tuple[str, ...]
    years: tuple[int, ...]
    values: Mapping[tuple[int, str], float]
    reports: Mapping[int, int]

    def note(self, words: Words) -> str:
        """How many reports a year the figures come from; empty for a chart of all expected reports."""
        if not self.reports:
            return ""
        counts = (words("chart_count", year=year, n=count) for year, count in sorted(self.reports.items()))
        return words(f"chart_{self.code}_note", counts=words("chart_list_separator").join(counts))

    def label(self, series: str, words: Words, names: Names) -> str:
        """The name of a series for the legend."""
        if self.code == "status":
            return words(f"status_{series}")
        return names.outcome(series) if self.code == "outcomes" else words(f"series_{series}")


def overview_figures(snapshot: Snapshot, organ_ids: Sequence[str] | None = None) -> list[Figure]:
    """Publication by year, requests over the years and, for the whole warehouse, the shares of outcomes."""
    chosen = [organ.organ_id for organ in snapshot.organs] if organ_ids is None else list(organ_ids)
    figures = [_status_figure(snapshot, chosen)]
    figures += _requests_figure([row for organ_id in chosen for row in snapshot.requests.get(organ_id, ())], REQUESTS)
    if organ_ids is None:
        figures += _outcomes_figure(snapshot)
    return [figure for figure in figures if figure.values]


def organ_figure(requests: Sequence[Requests]) -> list[Figure]:
    """Requests of one organ: received, handled and carried over; no line through a single year."""
    if len(requests) < 2:
        return []
    return _requests_figure(requests, (*REQUESTS, "carried_out"), height=130)


def _status_figure(snapshot: Snapshot, organ_ids: Sequence[str]) -> Figure:
    points: list[Point] = []
    for year in snapshot.years:
        by_status = count_compliance(snapshot, organ_ids, [year]).by_status
        points += [(year, status, by_status[status]) for status in STATUSES if by_status[status]]
    return _figure("status", "bars", points, STATUSES, {})


def _requests_figure(requests: Sequence[Requests], series: Sequence[str], height: int = 190) -> list[Figure]:
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    reports: dict[int, int] = defaultdict(int)
    for row in requests:
        if row.received is None or row.processed is None:
            continue  # one total without a value: its report is in neither sum, so that the two stay comparable
        reports[row.year] += 1
        for name in series:
            value = getattr(row, name)
            if value is not None:
                sums[row.year, name] += value
    points = [(year, name, float(value)) for (year, name), value in sums.items()]
    return [_figure("requests", "lines", points, series, reports, height)] if points else []


def _outcomes_figure(snapshot: Snapshot) -> list[Figure]:
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    reports: dict[int, int] = {}
    for row in snapshot.outcomes:
        sums[row.year, row.outcome] += row.requests
        reports[row.year] = max(reports.get(row.year, 0), row.reports)
    points = [(year, outcome, float(value)) for (year, outcome), value in sums.items() if value]
    return [_figure("outcomes", "bars", points, OUTCOMES, reports)] if points else []


def _figure(
    code: str, kind: str, points: list[Point], series: Sequence[str], reports: Mapping[int, int], height: int = 190
) -> Figure:
    seen = {name for _, name, _ in points}
    used = tuple(name for name in series if name in seen)
    points = sorted((point for point in points if point[1] in used), key=lambda p: (p[0], used.index(p[1])))
    if kind == "bars":
        drawing = draw_stacked_bars(points, used, is_share=code == "outcomes") if points else Markup()
    else:
        drawing = draw_lines(points, used, height=height)
    years = tuple(sorted({year for year, _, _ in points}))
    values = {(year, name): value for year, name, value in points if name in seen}
    return Figure(code, kind, drawing, used, years, values, reports)
