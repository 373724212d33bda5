"""Write the whole summary into a folder: pages in both languages, and away with pages of organs that are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import Any

from expectations.summary.figures import organ_figure
from expectations.summary.findings import Finding, list_findings
from expectations.summary.names import Names
from expectations.summary.notice import wants_notice, write_notice
from expectations.summary.organ_page import OrganPage
from expectations.summary.overview import (
    Site,
    county_values,
    finding_link,
    findings_values,
    make_site,
    overview_values,
    shared_values,
)
from expectations.summary.records import Organ
from expectations.summary.render import page_name, render_page
from expectations.summary.rulebook import gate_file, read_overridden, rules_values
from expectations.summary.snapshot import OrganDetail, read_organs, read_snapshot
from expectations.summary.tables import FormPrinter
from expectations.summary.wording import LANGUAGES, Language, Words
from expectations.summary.workbook import write_workbook
from warehouse.connection import Connection

ORGANS_READ_AT_ONCE = 200
"""Some thousand reports of 200 cells: each reading looks through all facts, so few are wanted, and fit into memory."""
OURS = ("organs/*.html", "regions/*.html", "notices/*.docx", "*/*.part", "*.part")


def write_summary(con: Connection, folder: Path, *, as_of: date) -> Path:
    """Write the compliance summary into ``folder`` and give the path of its index page.

    Chinese pages are ``index.html``, ``findings.html``, ``rules.html``, ``regions/<code>.html`` and
    ``organs/<organ>.html``; their English twins end in ``.en.html``. Beside them lie ``compliance.xlsx`` and
    ``notices/<organ>.docx``. A file is replaced whole, and files of organs no longer in the warehouse are removed.
    Links to archived bytes assume the archive beside ``folder`` (``NIANBAO_HOME/archive``); the gate's results are
    read from the run's folder there (``runs/<run_id>/gate.json``).
    Raises OSError where the folder cannot be written.
    """
    snapshot = read_snapshot(con)
    site = make_site(
        snapshot,
        as_of=as_of.isoformat(),
        has_data_docs=(folder.parent / "docs" / "index.html").is_file(),
        overridden=read_overridden(gate_file(snapshot, folder)),
    )
    folder.mkdir(parents=True, exist_ok=True)
    notices = _write_documents(folder, site, as_of)
    written = [path for pages in _pages(con, site, folder) for path in _write_pages(folder, pages)]
    _remove_stale(folder, {*written, *notices})
    return folder / page_name("index", "zh")


def _write_documents(folder: Path, site: Site, as_of: date) -> list[Path]:
    """The workbook, and a notice for every organ with an error; gives the notices."""
    words, names = Words("zh"), Names("zh", site.snapshot.form_cells)
    findings = list_findings(site.snapshot, words, names)
    write_workbook(folder / "compliance.xlsx", site, findings, words, as_of=as_of)
    (folder / "notices").mkdir(exist_ok=True)
    own: dict[str, list[Finding]] = {}
    for finding in findings:
        own.setdefault(finding.organ.organ_id, []).append(finding)
    return [
        write_notice(
            folder / "notices" / f"{site.stems[organ.organ_id]}.docx",
            organ,
            own[organ.organ_id],
            site.snapshot,
            as_of=as_of,
        )
        for organ in site.snapshot.organs
        if wants_notice(own.get(organ.organ_id, ()))
    ]


Page = tuple[str, str]
"""Path relative to the summary's folder, and its text."""


def _pages(con: Connection, site: Site, folder: Path) -> Iterator[Iterable[Page]]:
    names = {language: Names(language, site.snapshot.form_cells) for language in LANGUAGES}
    for language in LANGUAGES:
        words = Words(language)
        findings = list_findings(site.snapshot, words, names[language])
        yield _overview_pages(site, words, names[language], findings, folder)
    organs = site.snapshot.organs
    printers = {language: FormPrinter(site.forms, Words(language), names[language]) for language in LANGUAGES}
    for start in range(0, len(organs), ORGANS_READ_AT_ONCE):
        chosen = organs[start : start + ORGANS_READ_AT_ONCE]
        detail = read_organs(con, [organ.organ_id for organ in chosen])
        for organ in chosen:
            yield _organ_pages(site, organ, detail, folder, printers)


def _organ_pages(
    site: Site, organ: Organ, detail: OrganDetail, folder: Path, printers: Mapping[Language, FormPrinter]
) -> Iterator[Page]:
    figures = tuple(organ_figure(site.snapshot.requests.get(organ.organ_id, ())))
    for language in LANGUAGES:
        page = OrganPage(site, organ, detail, folder, figures, printers[language])
        yield _page("organ", site, page.words, page.names, page.values(), "organs", site.stems[organ.organ_id])


def _overview_pages(
    site: Site, words: Words, names: Names, findings: Sequence[Finding], folder: Path
) -> Iterator[Page]:
    yield _page("index", site, words, names, overview_values(site, findings))
    yield _page("findings", site, words, names, findings_values(findings))
    yield _page("rules", site, words, names, rules_values(site.snapshot, words, folder))
    own: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        own[finding.organ.region_code].append(finding)
    for county in site.counties:
        values = county_values(site, county, own[county.code])
        yield _page("region", site, words, names, values, "regions", county.stem)


def _page(
    template: str, site: Site, words: Words, names: Names, values: dict[str, Any], folder: str = "", stem: str = ""
) -> Page:
    text = render_page(
        f"{template}.html.j2",
        words,
        stem=stem or template,
        root="../" if folder else "",
        finding_link=lambda finding: finding_link(site, finding, words),
        **shared_values(site, names),
        **values,
    )
    name = page_name(stem or template, words.language)
    return f"{folder}/{name}" if folder else name, text


def _write_pages(folder: Path, pages: Iterable[Page]) -> Iterator[Path]:
    for name, text in pages:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".part")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
        yield path


def _remove_stale(folder: Path, kept: Set[Path]) -> None:
    for pattern in OURS:
        for path in folder.glob(pattern):
            if path not in kept:
                path.unlink()
