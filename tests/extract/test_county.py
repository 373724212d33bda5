"""A night in the sample county: every report of every platform taken, nothing foreign, against the site's own truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.models import CrawlResult, NightStatus, PageClass, Role, SourceNight
from extract.policy import CrawlPolicy
from extract.registry import Platform, Registry, load_registry
from tests.sample_county import County, ListTruth, serve_county

POLICY = CrawlPolicy(delay=0.0, jitter=0.0, backoff=0.05, is_loopback_allowed=True)


@dataclass(frozen=True)
class Night:
    """What a night gave and what the sites saw of it."""

    county: County
    registry: Registry
    result: CrawlResult
    archive: Archive
    conditional: int
    requests: int
    number: int

    def lists(self) -> Iterator[tuple[ListTruth, SourceNight]]:
        """Each list's truth with its source's night."""
        ids = {source.url: source.id for source in self.registry.sources}
        nights = {night.source_id: night for night in self.result.nights}
        for truth in self.county.truth.lists(self.number):
            yield truth, nights[ids[truth.url]]

    def accepted(self, source_id: str) -> set[str]:
        """Addresses taken from a source's list."""
        return {
            c.url
            for c in self.result.candidates
            if c.source_id == source_id and c.is_accepted and not c.reason.startswith("seen on an earlier night")
        }


def spend_night(county: County, folder: Path, number: int) -> Night:
    county.set_night(number)
    county.requests.clear()
    registry = load_registry(county.registry_folder, profile="sample")
    with Archive(folder) as archive:
        result = crawl_sources(registry.sources, archive, POLICY)
    seen = county.requests.entries
    conditional = sum(entry.is_conditional for entry in seen)
    return Night(county, registry, result, archive, conditional, len(seen), number)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("county")


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    with serve_county() as county:
        yield county


@pytest.fixture(scope="module")
def first(county: County, folder: Path) -> Night:
    return spend_night(county, folder, 1)


@pytest.fixture(scope="module")
def same(first: Night, folder: Path) -> Night:
    return spend_night(first.county, folder, 1)


@pytest.fixture(scope="module")
def second(same: Night, folder: Path) -> Night:
    return spend_night(same.county, folder, 2)


def test_the_county_serves_every_platform(first: Night) -> None:
    assert {source.platform for source in first.registry.sources} == set(Platform)


@pytest.mark.parametrize("night", ["first", "second"])
def test_every_report_is_taken_and_nothing_foreign(night: str, request: pytest.FixtureRequest) -> None:
    spent: Night = request.getfixturevalue(night)
    compared = 0
    for truth, source in spent.lists():
        if source.status is NightStatus.BLOCKED:
            continue
        wanted = {entry.url for entry in truth.entries if entry.is_report}
        assert spent.accepted(source.source_id) == wanted, truth.url
        compared += len(wanted)
    assert compared > 80


def test_every_refusal_has_a_reason(first: Night) -> None:
    refused = [candidate for candidate in first.result.candidates if not candidate.is_accepted]
    assert len(refused) > 40
    assert all(candidate.reason for candidate in refused)
    assert any("superior organ" in candidate.reason for candidate in refused)


def test_stated_totals_are_held_against_what_was_found(first: Night) -> None:
    for truth, source in first.lists():
        if source.status is NightStatus.BLOCKED:
            continue
        if truth.stated_total is not None and source.stated is not None:
            assert source.stated == truth.stated_total
        assert (source.status is NightStatus.COMPLETE) <= truth.is_complete, truth.url


def test_an_incomplete_list_is_called_so(first: Night) -> None:
    incomplete = [source for truth, source in first.lists() if not truth.is_complete]
    assert incomplete
    assert all(source.status is NightStatus.INCOMPLETE for source in incomplete)
    assert all("entries the site states" in source.reason for source in incomplete)


def test_a_blocked_host_is_recorded_and_asked_no_more_than_needed(first: Night) -> None:
    blocked = [source for source in first.result.nights if source.status is NightStatus.BLOCKED]
    assert len(blocked) == 1
    assert "412" in blocked[0].reason
    assert sum(entry.host == "blocked" for entry in first.county.requests.entries) <= 2


def test_reports_in_files_are_found_with_their_page(first: Night) -> None:
    wanted = {truth.document_url for truth in first.county.truth.reports(1) if truth.document_url}
    found = {entry.url: entry for entry in first.result.entries if entry.role is Role.ATTACHMENT}
    assert wanted
    assert wanted <= set(found)
    pages = {entry.url for entry in first.result.entries if entry.role is Role.REPORT}
    assert all(found[url].parent_url in pages for url in wanted)
    assert all(found[url].page_class is PageClass.OK and found[url].organ for url in wanted)


def test_every_archived_page_is_read_back(first: Night) -> None:
    assert len(first.result.entries) > 100
    for entry in first.result.entries:
        assert first.archive.read(entry).sha256 == entry.sha256


def test_a_second_night_asks_only_conditionally(same: Night) -> None:
    never_held_a_page = 1 + sum(night.status is NightStatus.BLOCKED for night in same.result.nights) * 2
    assert same.requests - same.conditional <= never_held_a_page


def test_static_sites_confirm_by_304(same: Night) -> None:
    trs = [night for night in same.result.nights if night.source_id.startswith("shili-trs")]
    assert trs
    assert all(night.fetched == 0 and night.unchanged == night.accepted for night in trs)


def test_a_withdrawn_report_is_told_from_a_wrong_link(second: Night) -> None:
    withdrawn = {e.url for e in second.result.entries if e.page_class is PageClass.WITHDRAWN}
    gone = {truth.url for truth in second.county.truth.reports(2) if truth.coverage == "withdrawn"}
    assert withdrawn
    assert {url for url in gone if url} <= withdrawn


def test_a_silent_correction_brings_new_bytes(same: Night, second: Night) -> None:
    def digests(night: Night) -> dict[str, str]:
        return {entry.url: entry.sha256 for entry in night.result.entries}

    before, after = digests(same), digests(second)
    static = {source.url.rsplit("/", 3)[0] for source in second.registry.sources if source.platform is Platform.TRS}
    changed = [
        url for url in before.keys() & after.keys() if before[url] != after[url] and url.startswith(tuple(static))
    ]
    assert len(changed) >= 1
    for url in changed:  # the bytes of both nights stay in the archive
        held = {entry.sha256 for entry in second.archive.entries() if entry.url == url}
        assert {before[url], after[url]} <= held
