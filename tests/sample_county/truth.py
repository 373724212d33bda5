"""What the county really serves: every report, every printed value, every planted fault, night by night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .entries import Entry
from .model import Coverage, Deviation, Finding, Organ
from .narrative import write_report
from .reports import Report, ReportBook
from .sites.base import Site


@dataclass(frozen=True, slots=True)
class ReportTruth:
    """One organ and statistics year on one night.

    ``cells`` holds what the page prints by cell key: a number, or None for a blank or dash cell; an absent key has no
    cell on the page. ``printed`` are the characters of the cell, ``units`` those of money cells. ``url`` is None
    where no list shows the report; ``final_url`` is where a redirect or refresh leads, else the same; ``document_url``
    is the attachment that holds the report, if it is not the page itself. ``stated`` are the figures its prose states,
    by measure of transform/prose/claims.yaml. ``findings`` are the faults planted in it, ``why`` says what is special.
    """

    organ: str
    kind: str
    region_code: str
    year: int
    edition: str
    title: str
    published_on: date
    url: str | None
    final_url: str | None
    document_url: str | None
    delivery: str
    charset: str
    layout: str
    coverage: Coverage
    cells: Mapping[str, Decimal | None]
    printed: Mapping[str, str]
    units: Mapping[str, str]
    stated: Mapping[str, int]
    findings: tuple[Finding, ...]
    why: str

    @property
    def is_readable(self) -> bool:
        """Whether a crawl of that night can read the cells."""
        return self.coverage in ("on_time", "late")


@dataclass(frozen=True, slots=True)
class EntryTruth:
    """One line of a list; ``organ`` is whose report it is, None for everything a crawl must leave."""

    title: str
    url: str
    listed_on: date
    kind: str
    year: int
    organ: str | None

    @property
    def is_report(self) -> bool:
        """Whether a crawl must take it."""
        return self.kind == "report"


@dataclass(frozen=True, slots=True)
class ListTruth:
    """One column and its old addresses: every entry that can be reached, and how many the site says there are.

    ``organ`` owns the column; the reports of ``organs`` stand there, the owner's among them.
    """

    organ: str
    organs: tuple[str, ...]
    platform: str
    url: str
    entries: tuple[EntryTruth, ...]
    stated_total: int | None
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Truth:
    """Two nights of the county."""

    by_night: Mapping[int, tuple[ReportTruth, ...]]
    lists_by_night: Mapping[int, tuple[ListTruth, ...]]

    def reports(self, night: int = 1) -> tuple[ReportTruth, ...]:
        """Every organ and year that ought to be reported on, published or not."""
        return self.by_night[night]

    def report(self, organ: str, year: int, night: int = 1) -> ReportTruth:
        """One of them; KeyError where the organ does not report on that year."""
        for report in self.by_night[night]:
            if (report.organ, report.year) == (organ, year):
                return report
        raise KeyError((organ, year))

    def lists(self, night: int = 1) -> tuple[ListTruth, ...]:
        """Every column the registry names."""
        return self.lists_by_night[night]


def tell_truth(book: ReportBook, sites: tuple[Site, ...]) -> Truth:
    """The truth about these sites, for both nights."""
    nights = (1, 2)
    return Truth(
        by_night={n: tuple(_report_truths(book, sites, n)) for n in nights},
        lists_by_night={n: tuple(_list_truth(s, o, n) for s in sites for o in s.organs) for n in nights},
    )


def _report_truths(book: ReportBook, sites: tuple[Site, ...], night: int) -> list[ReportTruth]:
    truths = []
    for site in sites:
        for owner in site.organs:
            entries = {(_name_of(entry), entry.year): entry for entry in site.entries_on(owner, night)}
            for organ in book.plan.listed_in(owner):
                for year in book.years_of(organ):
                    entry = entries.get((organ.name, year))
                    truths.append(_report_truth(site, owner, book.report(organ, year, night), entry, night))
    return truths


def _report_truth(site: Site, owner: Organ, report: Report, entry: Entry | None, night: int) -> ReportTruth:
    deviation = site.book.plan.deviation(report.organ.name, report.year)
    findings = deviation.night2.findings if deviation.night2 and night >= 2 else deviation.findings
    return ReportTruth(
        organ=report.organ.name,
        kind=report.organ.kind,
        region_code=report.organ.region_code,
        year=report.year,
        edition=report.edition,
        title=report.title,
        published_on=report.published_on,
        url=site.url_of(owner, entry) if entry else None,
        final_url=f"{site.base_url}{site.final_path(owner, entry)}" if entry else None,
        document_url=site.document_url(owner, entry) if entry else None,
        delivery=report.delivery,
        charset=report.charset,
        layout=report.layout,
        coverage=coverage_of(report, deviation, site, entry, night),
        cells={key: cell.value for key, cell in report.cells.items()},
        printed={key: cell.text for key, cell in report.cells.items()},
        units={key: cell.unit for key, cell in report.cells.items() if cell.unit},
        stated=write_report(report).stated,
        findings=findings,
        why=deviation.why,
    )


def coverage_of(report: Report, deviation: Deviation, site: Site, entry: Entry | None, night: int) -> Coverage:
    """What a crawl of that night must find, as in ``core.fact_coverage``. ``entry`` is None where none is listed."""
    if site.is_blocked:
        return "blocked"
    if deviation.coverage:
        return deviation.coverage
    if night >= 2 and deviation.night2 and deviation.night2.is_withdrawn:
        return "withdrawn"
    if entry is None:
        return "missing"
    if report.delivery in ("soft_404", "script_shell"):
        return "unparsable"  # listed, so not missing; what stands behind the address is no report
    return "on_time" if report.published_on <= due_on(report.organ, report.year) else "late"


def due_on(organ: Organ, year: int) -> date:
    """Last day of the legal time: 31 March for governments and before 2019, else 31 January (条例 art. 49)."""
    return date(year + 1, 3, 31) if organ.kind == "government" or year < 2019 else date(year + 1, 1, 31)


def _list_truth(site: Site, organ: Organ, night: int) -> ListTruth:
    entries = site.entries_on(organ, night)
    return ListTruth(
        organ=organ.name,
        organs=tuple(listed.name for listed in site.book.plan.listed_in(organ)),
        platform=site.platform,
        url=f"{site.base_url}{site.list_path(organ)}",
        entries=tuple(_entry_truth(site, organ, entry) for entry in entries),
        stated_total=site.stated_total(organ, night),
        is_complete=site.is_complete(organ),
    )


def _entry_truth(site: Site, organ: Organ, entry: Entry) -> EntryTruth:
    return EntryTruth(entry.title, site.url_of(organ, entry), entry.listed_on, entry.kind, entry.year, _name_of(entry))


def _name_of(entry: Entry) -> str | None:
    return entry.organ.name if entry.organ else None
