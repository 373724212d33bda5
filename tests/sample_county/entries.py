"""What a column lists: the organ's reports of that night, and the other things such columns hold."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

import yaml

from .forms import Strict
from .model import Deviation, Organ
from .reports import Report, ReportBook


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. ``kind`` is ``report`` or a kind of noise.yaml; ``number`` is its own in the column."""

    title: str
    listed_on: date
    kind: str
    year: int
    number: int
    report: Report | None = None

    @property
    def organ(self) -> Organ | None:
        """Whose report this is; None where it is none of the column's."""
        return self.report.organ if self.report else None

    @property
    def is_report(self) -> bool:
        """Whether this is the column's own organ's report, which a crawl must take."""
        return self.kind == "report"


class Noise(Strict):
    """All of noise.yaml."""

    items: dict[str, tuple[str, ...]]
    columns: dict[str, dict[str, int]]
    paragraphs: tuple[str, ...]


@cache
def load_noise() -> Noise:
    """Read noise.yaml once."""
    text = resources.files(__package__).joinpath("noise.yaml").read_text(encoding="utf-8")
    return Noise.model_validate(yaml.safe_load(text))


def list_entries(book: ReportBook, organ: Organ, night: int) -> tuple[Entry, ...]:
    """The column of an organ, newest first."""
    entries = _noise_entries(book, organ)
    for place, listed in enumerate(book.plan.listed_in(organ)):
        entries += _report_entries(book, listed, night, first_number=100 + 20 * place)
    return tuple(sorted(entries, key=lambda entry: (entry.listed_on, entry.number), reverse=True))


def _report_entries(book: ReportBook, organ: Organ, night: int, *, first_number: int) -> list[Entry]:
    entries = []
    for year in book.years_of(organ):
        deviation = book.plan.deviation(organ.name, year)
        if deviation.delivery == "never" or _is_delisted(deviation, night):
            continue
        report = book.report(organ, year, night)
        entries.append(Entry(report.title, report.published_on, "report", year, first_number + year - 2010, report))
    return entries


def _is_delisted(deviation: Deviation, night: int) -> bool:
    return bool(night >= 2 and deviation.night2 and deviation.night2.is_delisted)


def _noise_entries(book: ReportBook, organ: Organ) -> list[Entry]:
    rng = random.Random(f"{book.plan.seed}/{organ.name}/noise")
    noise = load_noise()
    entries: list[Entry] = []
    for kind, count in noise.columns[organ.kind].items():
        for _ in range(count):
            year = rng.randint(book.plan.first_year, book.plan.last_year)
            title = rng.choice(noise.items[kind]).format(
                organ=organ.name,
                year=year,
                next=year + 1,
                prefecture=book.plan.prefecture.name,
                province=book.plan.province.name,
            )
            listed_on = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 80))
            entries.append(Entry(title, listed_on, kind, year, 200 + len(entries)))
    return entries
