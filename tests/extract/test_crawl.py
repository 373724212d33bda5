"""What a crawl does with its limits, its interruptions and its leftovers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.adapters import ADAPTERS
from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.files import archive_files
from extract.journal import Journal
from extract.models import ListedYear, NightStatus, PageClass, Progress, Role
from extract.policy import CrawlPolicy
from extract.registry import Platform, Source
from extract.sources import make_source, probe_source
from tests.extract.site import Reply, Site
from tests.extract.test_archive import foreign_warc
from tests.extract.test_schedule import POLICY, REPORT, county, crawl, list_page, path_of, source


def test_limit_and_years_bound_what_is_fetched(tmp_path: Path) -> None:
    with county() as site, Archive(tmp_path) as archive:
        policy = CrawlPolicy(**POLICY)  # type: ignore[arg-type]
        result = crawl_sources([source(site)], archive, policy, years=(2020, 2021, 2022), limit=2)
    assert len(result.entries) == 2
    assert {entry.year for entry in result.entries} <= {2020, 2021, 2022}


def test_a_dry_run_reads_lists_and_leaves_nothing(tmp_path: Path) -> None:
    with county() as site, Archive(tmp_path / "archive") as archive:
        policy = CrawlPolicy(**POLICY)  # type: ignore[arg-type]
        result = crawl_sources([source(site)], archive, policy, is_dry_run=True)
        assert site.paths() == ["/nb/"]
    assert sum(candidate.is_accepted for candidate in result.candidates) == 5
    assert not (tmp_path / "archive").exists()


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    steps: list[Progress] = []
    with county() as site, Archive(tmp_path) as archive:
        crawl_sources([source(site)], archive, CrawlPolicy(**POLICY), on_progress=steps.append)  # type: ignore[arg-type]
    assert [step.done for step in steps] == list(range(1, 8))
    assert (steps[-1].done, steps[-1].total) == (7, 7)


def test_an_unresolved_source_is_skipped_and_said_so(tmp_path: Path) -> None:
    unresolved = Source.model_validate(
        {
            "id": "u",
            "organ": "示例县",
            "platform": "trs",
            "url": "/nb/",
            "status": "unresolved",
            "note": "a path",
        }
    )
    (night,) = crawl(tmp_path, unresolved).nights
    assert (night.status, night.reason) == (NightStatus.SKIPPED, "unresolved: a path")


def test_a_defect_in_one_adapter_costs_no_other_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_source: Source, _years: object):  # type: ignore[no-untyped-def]
        raise AttributeError("no such thing")
        yield

    monkeypatch.setitem(ADAPTERS, Platform.VSB, broken)
    with county() as site:
        first, second = crawl(tmp_path, source(site, 1, platform="vsb"), source(site, 2)).nights
    assert first.status is NightStatus.FAILED
    assert "defect in adapter vsb: AttributeError" in first.reason
    assert second.status is NightStatus.COMPLETE


def test_a_stopped_crawl_is_taken_up_without_asking_twice(tmp_path: Path) -> None:
    with county() as site:
        with pytest.raises(KeyboardInterrupt), Archive(tmp_path) as archive:

            def stop(progress: Progress) -> None:
                if progress.done == 4:
                    raise KeyboardInterrupt

            crawl_sources([source(site)], archive, CrawlPolicy(**POLICY), on_progress=stop)  # type: ignore[arg-type]
        asked_before = list(site.log)
        result = crawl(tmp_path, source(site))
        everything = [entry.path for entry in site.log]
    assert len(asked_before) <= 5
    assert len(everything) - len(set(everything)) <= 1  # the request in flight when it was stopped
    assert (result.nights[0].status, result.nights[0].fetched) == (NightStatus.COMPLETE, 5)
    assert len(result.entries) == 5


def test_the_night_after_is_a_new_crawl(tmp_path: Path) -> None:
    with county() as site:
        crawl(tmp_path, source(site))
        site.log.clear()
        (night,) = crawl(tmp_path, source(site)).nights
        assert len(site.log) == 7
        assert all(asked.is_conditional for asked in site.log)
    assert (night.fetched, night.unchanged) == (0, 5)


def test_a_backfill_may_take_everything_archived_as_its_own(tmp_path: Path) -> None:
    with county() as site:
        crawl(tmp_path, source(site))
        site.log.clear()
        result = crawl(tmp_path, source(site), resume_from=datetime.now(UTC) - timedelta(days=1))
        assert site.log == []
    assert len(result.entries) == 5


def test_a_crawl_stopped_long_ago_is_not_taken_up(tmp_path: Path) -> None:
    old = datetime.now(UTC) - timedelta(days=3)
    assert Journal(tmp_path, ["a"], None).begin(old) == old
    assert Journal(tmp_path, ["a"], None).begin() > old


def test_a_stopped_crawl_is_known_by_its_sources_and_years(tmp_path: Path) -> None:
    stopped = Journal(tmp_path, ["a", "b"], [2023]).begin()
    assert Journal(tmp_path, ["a", "b"], [2024]).begin() > stopped
    other = Journal(tmp_path, ["c"], [2023])
    assert other.begin() > stopped
    other.finish()
    assert Journal(tmp_path, ["b", "a"], [2023]).begin() == stopped
    Journal(tmp_path, ["a", "b"], [2023]).finish()
    assert Journal(tmp_path, ["a", "b"], [2023]).begin() > stopped


@pytest.mark.parametrize("content", ["", "[]", '{"x": 3}', "no json"])
def test_a_torn_journal_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "crawl.json").write_text(content, encoding="utf-8")
    before = datetime.now(UTC)
    assert Journal(tmp_path, ["a"], None).begin() >= before


def test_a_report_that_leaves_the_list_is_still_watched(tmp_path: Path) -> None:
    with county() as site:
        crawl(tmp_path, source(site))
        site.pages["/nb/"] = list_page(range(2020, 2024))
        still = crawl(tmp_path, source(site))
        del site.pages[path_of(2019)]
        gone = crawl(tmp_path, source(site))
    (unlisted,) = [candidate for candidate in still.candidates if candidate.year == 2019]
    assert unlisted.reason == "seen on an earlier night, no longer on the list"
    assert (still.nights[0].listed, still.nights[0].unchanged) == (4, 5)
    assert [entry.page_class for entry in gone.entries if entry.year == 2019] == [PageClass.WITHDRAWN]
    assert [night.years[0] for night in (*still.nights, *gone.nights)] == [
        ListedYear(2019, reports=0),
        ListedYear(2019, reports=0, gone=1),
    ]
    assert gone.nights[0].status is NightStatus.COMPLETE  # off the list and off the site: nothing was missed


def test_a_report_on_the_list_whose_page_is_gone_is_missed(tmp_path: Path) -> None:
    with county() as site:
        del site.pages[path_of(2019)]
        (night,) = crawl(tmp_path, source(site)).nights
    assert night.status is NightStatus.INCOMPLETE
    assert "gone" in night.reason
    assert night.years[0] == ListedYear(2019, reports=1)


def test_years_asked_for_are_counted_also_where_there_is_nothing(tmp_path: Path) -> None:
    with county() as site, Archive(tmp_path) as archive:
        policy = CrawlPolicy(**POLICY)  # type: ignore[arg-type]
        (night,) = crawl_sources([source(site)], archive, policy, years=(2018, 2019)).nights
        del site.pages["/nb/"]
        (unread,) = crawl_sources([source(site)], archive, policy, years=(2018, 2019)).nights
    assert night.years == (ListedYear(2018, 0), ListedYear(2019, 1))
    assert (unread.status, unread.years) == (NightStatus.FAILED, ())


def test_a_page_back_after_a_challenge_is_no_new_page(tmp_path: Path) -> None:
    with county() as site:
        crawl(tmp_path, source(site))
        site.pages[path_of(2023)] = Reply("<script>$_ts=window['$_ts'];</script>", 412)
        blocked = crawl(tmp_path, source(site))
        site.pages[path_of(2023)] = REPORT + "2023"
        (night,) = crawl(tmp_path, source(site)).nights
    assert [e.page_class for e in blocked.entries if e.year == 2023] == [PageClass.CHALLENGE]
    assert (night.status, night.unchanged) == (NightStatus.COMPLETE, 5)


@pytest.mark.parametrize(
    "stub",
    [
        '<html><head><meta http-equiv="refresh" content="0; url=/moved/2023.html"></head><body></body></html>',
        "<html><script>window.location.href='/moved/2023.html';</script></html>",
        '<html><script>location.replace("/moved/2023.html")</script><body></body></html>',
    ],
)
def test_a_page_that_only_leads_elsewhere_is_followed(tmp_path: Path, stub: str) -> None:
    with county() as site:
        site.pages[path_of(2023)] = stub
        site.pages["/moved/2023.html"] = REPORT + "2023"
        result = crawl(tmp_path, source(site))
        again = crawl(tmp_path, source(site))
    (entry,) = [entry for entry in result.entries if entry.year == 2023]
    assert (entry.url, entry.page_class) == (site.url + "/moved/2023.html", PageClass.OK)
    assert [candidate.url for candidate in again.candidates] == [candidate.url for candidate in result.candidates]


def test_a_page_behind_a_link_with_a_year_is_fetched_once(tmp_path: Path) -> None:
    report = "<html><body><h1>2023年政府信息公开工作年度报告</h1><table><tr><td>0</td></tr></table>" + REPORT
    pages = {
        "/nb/": '<html><body><h2>政府信息公开年度报告专栏</h2><a href="2023nb/">2023年</a></body></html>',
        "/nb/2023nb/": report,
    }
    with Site(pages) as site:
        result = crawl(tmp_path, source(site, platform="links"))
        assert site.paths() == ["/nb/", "/nb/2023nb/"]
    (entry,) = result.entries
    assert (entry.year, entry.role) == (2023, Role.REPORT)


def test_attachments_are_asked_for_once_and_know_their_page(tmp_path: Path) -> None:
    with county(range(2022, 2024)) as site:
        link = "<div class='TRS_Editor'><a href='/files/r.pdf'>附件</a><a href='/files/r.pdf'>下载</a></div>"
        site.pages[path_of(2023)] = REPORT.replace("<div class='TRS_Editor'>", link + "<div>")
        site.pages["/files/r.pdf"] = Reply(b"%PDF-1.4 x", content_type="application/octet-stream")
        result = crawl(tmp_path, source(site))
        assert site.paths().count("/files/r.pdf") == 1
    (attachment,) = [entry for entry in result.entries if entry.role is Role.ATTACHMENT]
    assert (attachment.media_type, attachment.year) == ("application/pdf", 2023)
    assert attachment.parent_url == site.url + path_of(2023)


def test_links_to_other_hosts_are_refused_with_a_reason(tmp_path: Path) -> None:
    with county(range(2022, 2024)) as site:
        site.pages["/nb/"] = list_page(range(2022, 2024)).replace(
            path_of(2023), "http://www.example.com/t20240115_1.html"
        )
        (night,) = crawl(tmp_path, source(site)).nights
    assert (night.status, night.fetched) == (NightStatus.INCOMPLETE, 1)
    assert "no source names it" in night.reason


def test_files_folders_and_warcs_are_taken_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "r.html").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.bin").write_bytes(bytes(range(256)))
    foreign_warc(folder / "x.warc.gz")
    torn = foreign_warc(folder / "torn.warc.gz")
    torn.write_bytes(torn.read_bytes()[:-200])
    with Archive(tmp_path / "archive") as archive:
        result = archive_files([folder, tmp_path / "nothing.html"], archive)
        again = archive_files([folder / "deep"], archive)
    status = {night.source_id: night.status for night in result.nights}
    assert status == {
        "file:r.html": NightStatus.COMPLETE,
        "file:empty.txt": NightStatus.FAILED,
        "file:noise.bin": NightStatus.FAILED,
        "file:x.warc.gz": NightStatus.COMPLETE,
        "file:torn.warc.gz": NightStatus.INCOMPLETE,
        "file:nothing.html": NightStatus.FAILED,
    }
    assert [entry.is_revisit for entry in again.entries] == [True]
    assert [entry.url for entry in result.entries].count("http://mz.shili.gov.cn/a.html") == 2


def test_a_probe_says_what_it_would_take_and_why(tmp_path: Path) -> None:
    with county() as site:
        unknown = make_source(
            id="new", region="990101", organ="示例县民政局", platform="links", url=site.url + "/nb/", delay=0.0
        )
        probe = probe_source(unknown, CrawlPolicy(**POLICY), has_platform=False)  # type: ignore[arg-type]
    assert probe.source.platform is Platform.TRS
    assert "static directory" in probe.platform_reason
    assert len(probe.accepted) == 5
    assert probe.night.status is NightStatus.COMPLETE
