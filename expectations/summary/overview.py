"""The overview, the county pages and the list of all findings, as values for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from expectations.summary.figures import Figure, overview_figures
from expectations.summary.findings import Finding
from expectations.summary.links import file_stem
from expectations.summary.measures import STATUSES, Compliance, Tile, count_compliance, make_tile
from expectations.summary.names import Names
from expectations.summary.records import FormCell, Organ, Region
from expectations.summary.sentences import finding_rule, finding_sentence
from expectations.summary.snapshot import Snapshot
from expectations.summary.wording import Words

MOST_ORGANS_IN_ONE_HEAT_MAP = 80
GOVERNMENT = "人民政府"
MOST_SERIOUS = 12
MOST_FINDINGS_ON_A_PAGE = 1500


@dataclass(frozen=True, slots=True)
class County:
    """A region with its organs, in the order they are shown."""

    code: str
    name: str
    stem: str
    organs: tuple[Organ, ...]

    @property
    def organ_ids(self) -> list[str]:
        """Identifiers of the county's organs."""
        return [organ.organ_id for organ in self.organs]


@dataclass(frozen=True)
class Site:
    """What every page shares: data, counties, file stems, form labels by edition, and the charts, drawn once.

    ``overridden`` are the checks of our own work that failed and that somebody let pass on the record.
    """

    snapshot: Snapshot
    counties: tuple[County, ...]
    stems: Mapping[str, str]
    forms: Mapping[str, Mapping[str, FormCell]]
    figures: tuple[Figure, ...]
    as_of: str
    has_data_docs: bool
    overridden: tuple[str, ...]

    @cached_property
    def county_of(self) -> Mapping[str, County]:
        """The counties by their code."""
        return {county.code: county for county in self.counties}


def make_site(snapshot: Snapshot, *, as_of: str, has_data_docs: bool, overridden: tuple[str, ...] = ()) -> Site:
    """Group organs by county and draw the overview's charts."""
    by_code: dict[str, list[Organ]] = {}
    for organ in snapshot.organs:
        by_code.setdefault(organ.region_code, []).append(organ)
    counties = tuple(_county(code, organs, snapshot.regions.get(code)) for code, organs in sorted(by_code.items()))
    stems = {organ.organ_id: file_stem(organ.organ_id) for organ in snapshot.organs}
    forms: dict[str, dict[str, FormCell]] = {}
    for (edition, key), cell in snapshot.form_cells.items():
        forms.setdefault(edition, {})[key] = cell
    figures = tuple(overview_figures(snapshot))
    return Site(snapshot, counties, stems, forms, figures, as_of, has_data_docs, overridden)


def _county(code: str, organs: Sequence[Organ], region: Region | None) -> County:
    return County(code, region.name if region else _name_from_organs(code, organs), file_stem(code), tuple(organs))


def _name_from_organs(code: str, organs: Sequence[Organ]) -> str:
    """A region that no reference list knows bears the name of its people's government, else its code."""
    governments = (organ.name for organ in organs if organ.kind == "government" and organ.name.endswith(GOVERNMENT))
    return next((name.removesuffix(GOVERNMENT) for name in governments), code)


def shared_values(site: Site, names: Names) -> dict[str, Any]:
    """Values every template needs."""
    return {
        "site": site,
        "names": names,
        "years": site.snapshot.years,
        "statuses": STATUSES,
    }


def overview_values(site: Site, findings: Sequence[Finding]) -> dict[str, Any]:
    """Headline numbers, heat map (by organ, or by county when there are many), compliance and findings."""
    snapshot = site.snapshot
    everyone = [organ.organ_id for organ in snapshot.organs]
    latest = max((year for _, year in snapshot.coverage), default=None)
    is_wide = len(everyone) > MOST_ORGANS_IN_ONE_HEAT_MAP
    return {
        "latest": latest,
        "headline": count_compliance(snapshot, everyone, [latest] if latest else []),
        "total": count_compliance(snapshot, everyone, snapshot.years),
        "is_wide": is_wide,
        "tiles": {} if is_wide else _tiles(snapshot, everyone),
        "county_tiles": _county_tiles(site) if is_wide else {},
        "compliance": [
            (county, count_compliance(snapshot, county.organ_ids, snapshot.years)) for county in site.counties
        ],
        "findings": findings[:MOST_SERIOUS],
        "finding_count": len(findings),
        "figures": site.figures,
    }


def county_values(site: Site, county: County, findings: Sequence[Finding]) -> dict[str, Any]:
    """Heat map, compliance by year, charts and findings of one county; ``findings`` are its own."""
    snapshot = site.snapshot
    return {
        "county": county,
        "tiles": _tiles(snapshot, county.organ_ids),
        "by_year": [(year, count_compliance(snapshot, county.organ_ids, [year])) for year in snapshot.years[::-1]],
        "findings": findings[:MOST_FINDINGS_ON_A_PAGE],
        "finding_count": len(findings),
    }


def findings_values(findings: Sequence[Finding]) -> dict[str, Any]:
    """Every finding, as many as one page can carry."""
    return {"findings": findings[:MOST_FINDINGS_ON_A_PAGE], "finding_count": len(findings)}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """Tells findings in one language: what each is against, in a sentence, and where to read on."""

    site: Site
    words: Words
    names: Names

    def rule(self, finding: Finding) -> str:
        """The id of the identity, or what became of the publication."""
        return finding_rule(finding, self.words)

    def sentence(self, finding: Finding) -> str:
        """Organ, year and what is wrong."""
        return finding_sentence(finding, self.words, self.names)

    def link(self, finding: Finding) -> str:
        """The year of the finding in its organ's page, seen from the summary's folder."""
        suffix = ".html" if self.words.language == "zh" else ".en.html"
        return f"organs/{self.site.stems[finding.organ.organ_id]}{suffix}#y{finding.year}"


def _tiles(snapshot: Snapshot, organ_ids: Sequence[str]) -> dict[tuple[str, int], Tile]:
    return {(id_, year): make_tile(snapshot, id_, year) for id_ in organ_ids for year in snapshot.years}


def _county_tiles(site: Site) -> dict[tuple[str, int], Compliance]:
    return {
        (county.code, year): count_compliance(site.snapshot, county.organ_ids, [year])
        for county in site.counties
        for year in site.snapshot.years
    }
