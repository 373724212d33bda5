"""Who reports, on which year, for what period, published when: each field by the first source that says so.

Steps: gather what the document says (`DocumentClues`), decide field after field, and compare the sources that were not
needed. ``decided_by`` names the source of every field; disagreements are findings for `transform/issues.yaml`.
The order of the sources is that of DOMAIN.md: 统计期限 before the title, the title before the publication date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from transform.grids import DocumentContent
from transform.metadata.clues import DocumentClues, gather_clues
from transform.models import Hints, ReportInfo
from transform.organs import (
    canonical_name,
    complete_name,
    is_same_organ,
    mend_lookalike,
    organ_kind,
    parent_name,
    strip_ministry,
)
from transform.regions import Region, find_ancestors, find_region, read_region_prefix
from transform.words.dates import find_date_in_address, find_date_of_file

Finding = tuple[str, Mapping[str, object]]

_LONGEST_PLACE = 12
_INNER_OFFICE = re.compile(r"(?:党政|综合|行政|政务公开|信息公开){0,2}办公室$")
_FULL_PLACE = ("省", "市", "县", "区", "旗", "州", "盟")


@dataclass(slots=True)
class _Decisions:
    """What has been decided so far, by which rule, and what disagreed."""

    decided_by: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, name: str, rule: str) -> None:
        self.decided_by.append((name, rule))

    def find(self, code: str, **parameters: object) -> None:
        self.findings.append((code, parameters))


@dataclass(frozen=True, slots=True)
class Metadata:
    """``info`` without its edition (labels decide that elsewhere); ``findings`` are issue codes with parameters."""

    info: ReportInfo
    findings: tuple[Finding, ...]


def read_metadata(content: DocumentContent, hints: Hints) -> Metadata:
    """Decide organ, region, year, period, publication date, title and sections of one document."""
    clues = gather_clues(content, hints)
    made = _Decisions()
    year = _decide_year(clues, hints, made)
    published_on = _decide_published(clues, hints, made)
    year = year or _guess_year(published_on, find_date_of_file(hints.url), made)
    organ = _decide_organ(clues, hints, made)
    region_code = _decide_region(clues, hints, organ, year, made)
    _compare_dates(year, published_on, made)
    info = ReportInfo(
        organ=organ,
        organ_kind=organ_kind(organ) if organ else None,
        region_code=region_code,
        year=year,
        edition=None,
        title=clues.title.text if clues.title else hints.title,
        published_on=published_on,
        period=clues.period or (None, None),
        sections=clues.sections,
        decided_by=tuple(made.decided_by),
    )
    return Metadata(info, tuple(made.findings))


def _decide_year(clues: DocumentClues, hints: Hints, made: _Decisions) -> int | None:
    """统计期限 first, then the title, then what was known before; disagreement is a finding."""
    period_year = clues.period[1].year if clues.period and clues.period[0].year == clues.period[1].year else None
    title_year = clues.title.year if clues.title else None
    sources = (("period", period_year), ("title", title_year), ("hint", hints.year))
    stated = [(rule, year) for rule, year in sources if year]
    if len({year for _, year in stated}) > 1:
        made.find("year_disagrees", sources=", ".join(f"{rule} {year}" for rule, year in stated))
    if not stated:
        return None
    made.note("year", stated[0][0])
    return stated[0][1]


def _guess_year(published_on: date | None, named_on: date | None, made: _Decisions) -> int | None:
    """The year before publication, or before the date in the file's name, when nothing names the year."""
    if published_on:
        made.note("year", "publication date minus one")
        made.find("year_guessed", published_on=published_on.isoformat())
        return published_on.year - 1
    if named_on:
        made.note("year", "date in the file's name minus one")
        made.find("year_of_file", named_on=named_on.isoformat())
        return named_on.year - 1
    made.find("year_unknown")
    return None


def _decide_published(clues: DocumentClues, hints: Hints, made: _Decisions) -> date | None:
    """Page metadata, metadata table, a printed 发布日期, the list page, the address, a date below the title, the
    signature."""
    known = (
        ("list page", hints.listed_on),
        ("address", find_date_in_address(hints.url)),
        ("line below the title", clues.dated_below),
        ("signature", clues.signed_on),
    )
    for rule, day in (*clues.published, *known):
        if day:
            made.note("published_on", rule)
            return day
    return None


def _compare_dates(year: int | None, published_on: date | None, made: _Decisions) -> None:
    """A report cannot be published before its year ends."""
    if year and published_on and published_on.year <= year:
        made.find("published_in_year", year=year, published_on=published_on.isoformat())


def _decide_organ(clues: DocumentClues, hints: Hints, made: _Decisions) -> str | None:
    """Title, metadata table, signature, the registry's hint, what stands around the report, the site; another organ in
    the body is a finding.

    A title's 县财政局 is one of the site's region and never the site itself.
    """
    placed = ("title and site", _place_title(clues))
    around = (*clues.hearsay, ("site name", clues.site_name))
    if clues.placeless:
        around = tuple((rule, name) for rule, name in around if name and _is_placed(name, clues.placeless))
    for rule, name in (*clues.organs, ("hint", hints.organ), placed, *around):
        if name:
            organ = _prefer_full_name(_mend_name(name, made), hints.organ)
            organ = _add_region_above(organ, clues.opening)
            made.note("organ", rule)
            _compare_organs(organ, clues, hints, made)
            return organ
    made.find("organ_unknown")
    return None


def _is_placed(name: str, placeless: str) -> bool:
    """东至县财政局 is 县财政局, 池州市财政局 is not."""
    place = canonical_name(name)[: read_region_prefix(name).length]
    return place.endswith(placeless[0]) and is_same_organ(place + placeless[1:], name)


def _place_title(clues: DocumentClues) -> str | None:
    """县财政局 of a title on the site of 示例县: 示例县财政局. None where the site is of another kind of region."""
    region = read_region_prefix(clues.site_name or "").region or find_region(clues.site_code or "")
    word = clues.placeless or " "
    return region.name + word[1:] if region and region.name.endswith(word[0]) else None


def _mend_name(name: str, made: _Decisions) -> str:
    """The whole name in its canonical spelling (大峃镇 → 大峃镇人民政府); a region misread by text recognition is put
    right where exactly one region results."""
    mended = mend_lookalike(name)
    if mended:
        made.find("organ_misread", printed=name, organ=mended)
    return complete_name(mended or name)


def _prefer_full_name(organ: str, known: str | None) -> str:
    """The registry's name where the page only shortens it (文旅局), so that one organ keeps one name."""
    if known and len(known) > len(organ) and is_same_organ(organ, known) and not _has_same_words(organ, known):
        return canonical_name(known)
    return organ


def _add_region_above(organ: str, opening: str) -> str:
    """淮安市洪泽区人民政府 for 洪泽区人民政府 where the report itself writes so: the fullest name it gives itself."""
    if organ not in opening:
        return organ
    prefix = read_region_prefix(organ)
    if not prefix.region:
        return _tell_apart(organ, prefix.length, opening) if prefix.length else organ
    for above in find_ancestors(prefix.region):
        if above.name + organ in opening:
            organ = above.name + organ
    return organ


def _tell_apart(organ: str, length: int, opening: str) -> str:
    """徐州市鼓楼区财政局 for 鼓楼区财政局, whose region (``length`` characters) several places bear."""
    for found in re.finditer(re.escape(organ), opening):
        for start in range(max(0, found.start() - _LONGEST_PLACE), found.start() - 1):
            lead = opening[start : found.start()]
            whole = read_region_prefix(lead + organ)
            if whole.region and whole.length == len(lead) + length:
                return lead + organ
    return organ


def _has_same_words(organ: str, known: str) -> bool:
    """Whether the longer name only adds the regions above."""
    return canonical_name(known).endswith(organ)


def _compare_organs(organ: str, clues: DocumentClues, hints: Hints, made: _Decisions) -> None:
    """The body naming an organ that is neither this one, nor its office, nor its government."""
    for rule, name in clues.body_organs:
        other = complete_name(mend_lookalike(name) or name)
        inside = complete_name(_INNER_OFFICE.sub("", other))  # 示例县教育局办公室 of the bureau
        if not (any(is_same_organ(organ, one) for one in (other, inside)) or _is_above(organ, other)):
            made.find("organ_disagrees", organ=organ, other=other, source=rule)
            break
    if hints.organ and not is_same_organ(organ, hints.organ):
        made.find("organ_not_as_expected", organ=organ, expected=hints.organ)


def _is_above(organ: str, other: str) -> bool:
    """One of two organs is the government above the other, or the government whose office the other is."""
    return other == parent_name(organ) or organ == parent_name(other)


def _decide_region(
    clues: DocumentClues, hints: Hints, organ: str | None, year: int | None, made: _Decisions
) -> str | None:
    """The region that the organ's name shows in full, else SiteIDCode, else a short name (淮安洪泽), else the hint.

    Sites list the reports of organs above them, and templates carry another site's code: the name goes first. Never the
    统一社会信用代码: some carry an abolished region.
    """
    on = date(year, 12, 31) if year else None
    placed = strip_ministry(organ) if organ else ""
    prefix = read_region_prefix(placed, on)
    named = prefix.region
    site = find_region(clues.site_code, on) if clues.site_code else None
    is_inside = bool(named and site and site in (named, *find_ancestors(named, on)))
    if named and site and not is_inside:
        made.find("region_disagrees", site=f"{site.code} {site.name}", organ=f"{named.code} {named.name}")
    sources = [("organ name", named), ("site code", site)]
    if not (is_inside or placed[: prefix.length].endswith(_FULL_PLACE)):
        sources.reverse()
    return _first_region(sources, clues, hints, made)


def _first_region(
    sources: list[tuple[str, Region | None]], clues: DocumentClues, hints: Hints, made: _Decisions
) -> str | None:
    """The first source of the list, then the hint, then a site code outside the list (a fictional county)."""
    codes = [(rule, region.code if region else None) for rule, region in sources]
    for rule, code in (*codes, ("hint", hints.region_code), ("site code outside GB/T 2260", clues.site_code)):
        if code:
            made.note("region_code", rule)
            return code
    made.find("region_unknown")
    return None
