"""Write the summary into a folder: what changed is made anew, and away with pages of organs that are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from expectations.summary.digests import PageDigests
from expectations.summary.figures import organ_figure
from expectations.summary.findings import Finding, list_findings
from expectations.summary.links import Beside
from expectations.summary.names import Names
from expectations.summary.notice import NoticeWriter, wants_notice
from expectations.summary.open_checks import OpenChecksPrinter
from expectations.summary.organ_page import OrganPage
from expectations.summary.overview import (
    FindingWords,
    Site,
    county_values,
    findings_values,
    make_site,
    overview_values,
    shared_values,
)
from expectations.summary.records import Organ
from expectations.summary.render import page_name, render_page
from expectations.summary.rulebook import gate_file, read_overridden, rules_values
from expectations.summary.shelf import Shelf
from expectations.summary.snapshot import OrganDetail, read_organs, read_snapshot
from expectations.summary.tables import FormPrinter
from expectations.summary.wording import LANGUAGES, Language, Words
from expectations.summary.workbook import make_workbook
from extract.models import OnProgress, Progress
from warehouse.connection import Connection

ORGANS_READ_AT_ONCE = 200
"""Some thousand reports of 200 cells: each reading looks through all facts, so few are wanted, and fit into memory."""
Printers = tuple[FormPrinter, OpenChecksPrinter]
"""What prints an organ's tables in one language, and keeps what pages have in common."""


def write_summary(con: Connection, folder: Path, *, as_of: date, on_progress: OnProgress | None = None) -> Path:
    """Write the compliance summary into ``folder`` and give the path of its index page.

    Chinese pages are ``index.html``, ``findings.html``, ``rules.html``, ``regions/<code>.html`` and
    ``organs/<organ>.html``; their English twins end in ``.en.html``. Beside them lie ``compliance.xlsx`` and
    ``notices/<organ>.docx``. A file is replaced whole, files of organs no longer in the warehouse are removed, and
    pages of organs and counties stay as they are where nothing they are made from changed: only the pages that are
    written every time say of what day the data are. ``on_progress`` is told of every organ whose pages were written;
    interrupted, the next call goes on behind the last ``ORGANS_READ_AT_ONCE`` of them that were complete.
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
    tells = {
        language: FindingWords(site, Words(language), Names(language, snapshot.form_cells)) for language in LANGUAGES
    }
    writer = SummaryWriter(Shelf(folder), site, list_findings(snapshot), tells, Beside(folder))
    digests = PageDigests(con, site, writer.beside)
    writer.write_overview(as_of)
    writer.write_counties(digests)
    writer.write_organs(con, digests, on_progress)
    writer.shelf.close()
    return folder / page_name("index", "zh")


@dataclass(frozen=True)
class SummaryWriter:
    """Writes the pages of one warehouse in both languages; ``findings`` are all there are, most serious first."""

    shelf: Shelf
    site: Site
    findings: Sequence[Finding]
    tells: Mapping[Language, FindingWords]
    beside: Beside

    @cached_property
    def notices(self) -> NoticeWriter:
        """Writes notices; a night may need none."""
        return NoticeWriter(self.site.snapshot, self.tells["zh"])

    def write_overview(self, as_of: date) -> None:
        """The pages of the whole warehouse and its workbook: written every time, for they say of what day they are."""
        site, findings = self.site, self.findings
        self.shelf.write("compliance.xlsx", make_workbook(site, findings, self.tells["zh"], as_of=as_of))
        dated = {"as_of": site.as_of, "run": site.snapshot.last_run}
        for language, tell in self.tells.items():
            pages = {
                "index": overview_values(site, findings),
                "findings": findings_values(findings),
                "rules": rules_values(site.snapshot, tell.words, self.shelf.folder),
            }
            for name, values in pages.items():
                self.shelf.write(page_name(name, language), self._render(name, tell, values | dated))

    def write_counties(self, digests: PageDigests) -> None:
        """The pages of every county that something changed in."""
        own: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            own[finding.organ.region_code].append(finding)
        for county in self.site.counties:
            digest = digests.county(county)
            if not self.shelf.keep(_page_names("regions", county.stem), digest):
                values = county_values(self.site, county, own[county.code])
                for tell in self.tells.values():
                    self._write_page("region", "regions", county.stem, tell, values, digest)

    def write_organs(self, con: Connection, digests: PageDigests, on_progress: OnProgress | None = None) -> None:
        """The pages and the notice of every organ that something changed for."""
        own: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            own[finding.organ.organ_id].append(finding)
        changed = [organ for organ in self.site.snapshot.organs if not self._keep_organ(organ, own, digests)]
        printers = {language: self._printers(tell) for language, tell in self.tells.items()}
        for start in range(0, len(changed), ORGANS_READ_AT_ONCE):
            if start > 0:
                self.shelf.note()
            chosen = changed[start : start + ORGANS_READ_AT_ONCE]
            detail = read_organs(con, [organ.organ_id for organ in chosen])
            for number, organ in enumerate(chosen, start=start + 1):
                self._write_organ(organ, own[organ.organ_id], detail, printers, digests.organ(organ))
                if on_progress:
                    on_progress(Progress(number, len(changed), organ.name))

    def _printers(self, tell: FindingWords) -> Printers:
        open_checks = OpenChecksPrinter(self.site.snapshot.identities, tell.words, tell.names)
        return FormPrinter(self.site.forms, tell.words, tell.names), open_checks

    def _keep_organ(self, organ: Organ, own: Mapping[str, Sequence[Finding]], digests: PageDigests) -> bool:
        stem = self.site.stems[organ.organ_id]
        notice = (_notice_name(stem),) if wants_notice(own.get(organ.organ_id, ())) else ()
        return self.shelf.keep((*_page_names("organs", stem), *notice), digests.organ(organ))

    def _write_organ(
        self,
        organ: Organ,
        findings: Sequence[Finding],
        detail: OrganDetail,
        printers: Mapping[Language, Printers],
        digest: str,
    ) -> None:
        snapshot, stem = self.site.snapshot, self.site.stems[organ.organ_id]
        has_notice = wants_notice(findings)
        figures = tuple(organ_figure(snapshot.requests.get(organ.organ_id, ())))
        for language, tell in self.tells.items():
            page = OrganPage(self.site, organ, detail, self.beside, figures, has_notice, *printers[language])
            self._write_page("organ", "organs", stem, tell, page.values(), digest)
        if has_notice:
            self.shelf.write(_notice_name(stem), self.notices.make(organ, findings), digest)

    def _write_page(
        self, template: str, folder: str, stem: str, tell: FindingWords, values: dict[str, Any], digest: str
    ) -> None:
        """A page that may stay for many nights: it bears no date but those of its own data."""
        text = self._render(template, tell, values | {"as_of": None}, stem=stem, root="../")
        self.shelf.write(f"{folder}/{page_name(stem, tell.words.language)}", text, digest)

    def _render(
        self, template: str, tell: FindingWords, values: dict[str, Any], *, stem: str = "", root: str = ""
    ) -> bytes:
        shared = shared_values(self.site, tell.names)
        text = render_page(
            f"{template}.html.j2", tell.words, stem=stem or template, root=root, tell=tell, **shared, **values
        )
        return text.encode()


def _page_names(folder: str, stem: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{page_name(stem, language)}" for language in LANGUAGES)


def _notice_name(stem: str) -> str:
    return f"notices/{stem}.docx"
