"""What a page is made from, as a digest: where it is the same, the page is the same, byte by byte.

Rows that the overview reads anyway are taken as they are, cells and notes are digested in SQL (queries/digests.sql),
what all pages share counts for each: program, forms, rules and labels of the warehouse, checks let pass by override.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import expectations
import transform
import warehouse
from expectations.summary.links import Beside
from expectations.summary.overview import County, Site
from expectations.summary.queries import read_records
from expectations.summary.records import Coverage, Organ, OrganDigest
from warehouse.connection import Connection
from warehouse.program import program_digest

LIBRARIES = ("duckdb", "jinja2", "markupsafe", "python-docx", "lxml")
"""What else decides how a page looks, or how SQL hashes."""
PROGRAM = tuple(Path(str(package.__file__)).parent for package in (transform, warehouse, expectations))
"""Code, SQL, forms, words and templates."""


class PageDigests:
    """Digests of the pages of organs and counties of one warehouse, seen from one folder."""

    def __init__(self, con: Connection, site: Site, beside: Beside) -> None:
        snapshot = site.snapshot
        self._site, self._beside = site, beside
        program = program_digest(PROGRAM, LIBRARIES)
        labels, rules = list(snapshot.form_cells.values()), sorted(snapshot.identities.values())
        self._shared = _digest(program, labels, rules, site.overridden)
        self._details = {row.organ_id: row.digest for row in read_records(con, "digests", OrganDigest)}
        self._coverage = _by_organ(snapshot.coverage)
        self._organs: dict[str, str] = {}

    def organ(self, organ: Organ) -> str:
        """Digest of all that an organ's pages and its notice are made from."""
        if organ.organ_id not in self._organs:
            self._organs[organ.organ_id] = self._organ_digest(organ)
        return self._organs[organ.organ_id]

    def county(self, county: County) -> str:
        """Digest of all that a county's pages are made from: its organs in their order, and the years there are."""
        organs = [self.organ(organ) for organ in county.organs]
        return _digest(self._shared, county.code, county.name, county.stem, self._site.snapshot.years, organs)

    def _organ_digest(self, organ: Organ) -> str:
        snapshot, county = self._site.snapshot, self._site.county_of[organ.region_code]
        versions = snapshot.versions.get(organ.organ_id, ())
        current = [report for report in versions if report.is_current]
        return _digest(
            self._shared,
            organ,
            (county.code, county.name, county.stem),
            self._coverage.get(organ.organ_id, ()),
            versions,
            [snapshot.counts.get(report.report_id) for report in current],
            self._details.get(organ.organ_id),
            [self._beside.links(report.archive_file, report.capture_id) for report in current],
        )


def _digest(*parts: object) -> str:
    """The rows of the warehouse are texts, numbers, dates and tuples of them: their repr says all of them."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _by_organ(coverage: Mapping[tuple[str, int], Coverage]) -> Mapping[str, list[Coverage]]:
    found: dict[str, list[Coverage]] = {}
    for (organ_id, _), row in coverage.items():
        found.setdefault(organ_id, []).append(row)
    return found
