"""A crawl of the sample county finds what its truth says, on the first night and on the two after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.models import CrawlResult, NightStatus, PageClass
from extract.policy import CrawlPolicy
from extract.registry import load_registry
from tests.sample_county import County, ReportTruth, serve_county
from tests.sample_county.web import Seen

POLICY = CrawlPolicy(delay=0.0, jitter=0.0, backoff=0.1, is_loopback_allowed=True)
YEARS = range(2016, 2026)


@dataclass
class Nights:
    """Three crawls: the first night, the same again, and the second night; with what was asked for in each."""

    county: County
    results: list[CrawlResult] = field(default_factory=list)
    asked: list[list[Seen]] = field(default_factory=list)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with serve_county() as county:
        crawled = Nights(county)
        sources = load_registry(county.registry_folder, profile="sample").sources
        folder: Path = tmp_path_factory.mktemp("archive")
        for night in (1, 1, 2):
            county.set_night(night)
            county.requests.clear()
            with closing(Archive(folder)) as archive:
                crawled.results.append(crawl_sources(sources, archive, POLICY, years=YEARS))
            crawled.asked.append(list(county.requests.entries))
        yield crawled


@pytest.mark.parametrize(("crawl", "night"), [(0, 1), (1, 1), (2, 2)])
def test_every_report_is_taken_and_nothing_foreign(nights: Nights, crawl: int, night: int) -> None:
    taken = {c.url: (c.organ, c.year) for c in nights.results[crawl].candidates if c.is_accepted and c.title}
    listings = [listing for listing in nights.county.truth.lists(night) if listing.platform != "blocked"]
    wanted = {entry.url: entry.organ for listing in listings for entry in listing.entries if entry.is_report}
    foreign = {entry.url for listing in listings for entry in listing.entries if not entry.is_report}
    assert set(wanted) - set(taken) == set()
    assert foreign & set(taken) == set()
    assert {url: taken[url][0] for url in wanted} == wanted


@pytest.mark.parametrize(("crawl", "night"), [(0, 1), (1, 1), (2, 2)])
def test_every_answer_is_classified_as_the_truth_says(nights: Nights, crawl: int, night: int) -> None:
    seen = {entry.url: entry.page_class for entry in nights.results[crawl].entries}
    for report in nights.county.truth.reports(night):
        if report.final_url and report.coverage != "blocked":
            assert seen.get(report.final_url) is _expected_class(report), f"{report.organ} {report.year}"
        if report.document_url and report.is_readable:
            assert seen.get(report.document_url) is PageClass.OK, f"{report.organ} {report.year}"


def _expected_class(report: ReportTruth) -> PageClass:
    if report.coverage == "withdrawn":
        return PageClass.WITHDRAWN
    return {"soft_404": PageClass.SOFT_404, "script_shell": PageClass.SCRIPT_SHELL}.get(report.delivery, PageClass.OK)


def test_incomplete_and_blocked_sources_say_so(nights: Nights) -> None:
    found = {night.source_id: night for night in nights.results[0].nights}
    assert found["shili-blocked-1"].status is NightStatus.BLOCKED
    assert found["shili-trs-search-1"].status is NightStatus.INCOMPLETE
    assert (found["shili-trs-search-1"].listed, found["shili-trs-search-1"].stated) == (8, 12)
    whole = [night for night in found.values() if night.status is NightStatus.COMPLETE]
    assert len(whole) >= len(found) - 4  # besides them the soft 404 and the script shell


def test_the_crawl_keeps_to_robots_txt_and_gives_its_name(nights: Nights) -> None:
    for asked in nights.asked:
        assert not [seen for seen in asked if seen.path.startswith("/search/")]
        assert {seen.agent for seen in asked} == {POLICY.user_agent}
        assert max(Counter((s.host, s.method, s.path, tuple(s.query.items())) for s in asked).values()) <= 4


def test_static_hosts_are_asked_conditionally_and_answer_304(nights: Nights) -> None:
    again = [seen for seen in nights.asked[1] if seen.host in ("trs", "vsb", "trs_search")]
    assert again
    assert [s for s in again if "robots" not in s.path and s.status not in (304, 404)] == []
    changed = [seen for seen in nights.asked[2] if seen.host == "trs" and seen.status == 200]
    report = nights.county.truth.report("示例县人民政府", 2024, 2)
    assert str(report.url).endswith(tuple(seen.path for seen in changed if "robots" not in seen.path))


def test_a_corrected_report_is_archived_anew(nights: Nights) -> None:
    url = nights.county.truth.report("示例县公安局", 2024, 2).url
    digests = {e.sha256 for result in nights.results for e in result.entries if e.url == url}
    assert len(digests) == 3  # the furniture changes on every request; what counts is the report's body, see transform
