"""Politeness: one request per host, spaced, robots.txt obeyed, transient faults tried again, nobody held up."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.models import CrawlResult, NightStatus
from extract.policy import CrawlPolicy
from extract.registry import Source
from tests.extract.site import Asked, Reply, Site

POLICY: dict[str, object] = {"delay": 0.0, "jitter": 0.0, "backoff": 0.05, "is_loopback_allowed": True}
REPORT = (
    "<html><body><div class='TRS_Editor'>" + "<p>示例县政府信息公开工作年度报告正文</p>" * 30 + "</div></body></html>"
)


def path_of(year: int) -> str:
    return f"/nb/{year + 1}01/t{year + 1}0115_{year}.html"


def list_page(years: range, pages: int = 1) -> str:
    rows = "".join(
        f'<li><a href="{path_of(y)}">示例县民政局{y}年政府信息公开工作年度报告</a>{y + 1}-01-15</li>' for y in years
    )
    return f"<html><body><ul>{rows}</ul><script>createPageHTML({pages}, 0, 'index', 'html');</script></body></html>"


def county(years: range = range(2019, 2024), **site: object) -> Site:
    pages: dict[str, Reply | str] = {"/nb/": list_page(years), "/robots.txt": Reply("User-agent: *\nDisallow: /x/")}
    pages |= {path_of(y): REPORT + str(y) for y in years}
    return Site(pages, **site)  # type: ignore[arg-type]


def source(site: Site, number: int = 0, **fields: object) -> Source:
    content = {
        "id": f"s{number}",
        "region": "990101",
        "organ": "示例县民政局",
        "platform": "trs",
        "url": site.url + "/nb/",
    }
    return Source.model_validate({**content, **fields})


def crawl(folder: Path, *sources: Source, **policy: object) -> CrawlResult:
    with Archive(folder) as archive:
        return crawl_sources(sources, archive, CrawlPolicy(**{**POLICY, **policy}))  # type: ignore[arg-type]


def test_requests_to_a_host_are_spaced_and_single(tmp_path: Path) -> None:
    with county(latency=0.02) as site:
        crawl(tmp_path, source(site), delay=0.1, jitter=0.05)
        gaps = [later.at - earlier.at for earlier, later in zip(site.log, site.log[1:], strict=False)]
    assert len(gaps) == 6
    assert min(gaps) >= 0.12 - 0.005  # its own latency, then the delay
    assert max(gaps) - min(gaps) > 0.001  # jitter


def test_a_source_can_only_be_slower_than_the_policy(tmp_path: Path) -> None:
    with county(range(2022, 2024)) as site:
        crawl(tmp_path, source(site, delay=0.15))
        gaps = [later.at - earlier.at for earlier, later in zip(site.log, site.log[1:], strict=False)]
    assert min(gaps) >= 0.15


def test_crawl_delay_of_robots_txt_is_kept_even_after_a_304(tmp_path: Path) -> None:
    with county(range(2022, 2024)) as site:
        site.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.2")
        crawl(tmp_path, source(site))
        site.log.clear()
        crawl(tmp_path, source(site))
        gaps = [later.at - earlier.at for earlier, later in zip(site.log, site.log[1:], strict=False)]
    assert min(gaps[1:]) >= 0.2


def test_what_robots_txt_forbids_is_not_opened(tmp_path: Path) -> None:
    with county() as site:
        site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /nb/202401/")
        (night,) = crawl(tmp_path, source(site)).nights
        assert path_of(2023) not in site.paths()
    assert night.status is NightStatus.INCOMPLETE
    assert "robots.txt forbids" in night.reason
    assert night.fetched == 4


def test_a_robots_txt_that_cannot_be_read_closes_the_host(tmp_path: Path) -> None:
    with county() as site:
        site.pages["/robots.txt"] = Reply("busy", 503)
        (night,) = crawl(tmp_path, source(site), retries=1).nights
        assert site.paths() == []
    assert night.status is NightStatus.FAILED
    assert "robots.txt could not be read" in night.reason


@pytest.mark.parametrize("status", [404, 403])
def test_no_robots_txt_allows_everything(tmp_path: Path, status: int) -> None:
    with county() as site:
        site.pages["/robots.txt"] = Reply("none", status)
        (night,) = crawl(tmp_path, source(site)).nights
    assert night.status is NightStatus.COMPLETE


def failing(times: int, reply: Reply, then: str) -> Callable[[Asked], Reply | str]:
    left = [times]

    def answer(_asked: Asked) -> Reply | str:
        left[0] -= 1
        return reply if left[0] >= 0 else then

    return answer


def test_transient_faults_are_tried_again(tmp_path: Path) -> None:
    with county() as site:
        site.pages[path_of(2023)] = failing(2, Reply("busy", 503), REPORT)
        (night,) = crawl(tmp_path, source(site)).nights
        assert site.paths().count(path_of(2023)) == 3
    assert (night.status, night.fetched) == (NightStatus.COMPLETE, 5)


def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with county() as site:
        site.pages["/nb/"] = failing(1, Reply("busy", 429, headers={"Retry-After": "1"}), list_page(range(2019, 2024)))
        (night,) = crawl(tmp_path, source(site)).nights
        asked = [entry.at for entry in site.log if entry.path == "/nb/"]
    assert night.status is NightStatus.COMPLETE
    assert asked[1] - asked[0] >= 1.0


def test_a_site_that_asks_for_too_long_is_left_for_the_night(tmp_path: Path) -> None:
    with county() as site:
        site.pages["/nb/"] = Reply("busy", 503, headers={"Retry-After": "7200"})
        started = time.monotonic()
        (night,) = crawl(tmp_path, source(site)).nights
    assert time.monotonic() - started < 5
    assert night.status is NightStatus.FAILED


@pytest.mark.parametrize("status", [404, 401])
def test_terminal_answers_are_not_asked_again(tmp_path: Path, status: int) -> None:
    with county() as site:
        site.pages[path_of(2023)] = Reply("<p>no</p>", status)
        (night,) = crawl(tmp_path, source(site)).nights
        assert site.paths().count(path_of(2023)) == 1
    assert night.status is NightStatus.INCOMPLETE


def test_a_host_that_fails_several_times_is_left_for_the_night(tmp_path: Path) -> None:
    with county(range(2010, 2024)) as site:
        for year in range(2010, 2024):
            site.pages[path_of(year)] = Reply("busy", 502)
        (night,) = crawl(tmp_path, source(site), retries=0, host_failures=3).nights
        assert len(site.paths()) == 1 + 3
    assert night.status is NightStatus.INCOMPLETE
    assert "left for the night" in night.reason


def test_a_host_that_only_sends_challenges_is_left_for_the_night(tmp_path: Path) -> None:
    with county(range(2010, 2024)) as site:
        stub = Reply("<script>$_ts=window['$_ts'];</script>", 412)
        for year in range(2010, 2024):
            site.pages[path_of(year)] = stub
        (night,) = crawl(tmp_path, source(site), host_failures=3).nights
        assert len(site.paths()) == 1 + 3
    assert night.status is NightStatus.INCOMPLETE
    assert "challenge" in night.reason


def test_two_slow_hosts_hold_nobody_up(tmp_path: Path) -> None:
    with county(latency=1.0) as slow, county(latency=1.0) as slower, county() as quick:
        done: list[tuple[float, str]] = []
        sources = (source(slow, 1), source(slower, 2), source(quick, 3))
        with Archive(tmp_path) as archive:
            result = crawl_sources(
                sources,
                archive,
                CrawlPolicy(**{**POLICY, "threads": 3}),  # type: ignore[arg-type]
                on_progress=lambda progress: done.append((time.monotonic(), progress.label)),
            )
        quick_done = max(at for at, label in done if label.startswith(quick.url))
        slow_done = max(at for at, label in done if label.startswith(slow.url))
    assert slow_done - quick_done > 5
    assert all(night.status is NightStatus.COMPLETE for night in result.nights)


def test_many_hosts_run_at_once(tmp_path: Path) -> None:
    with county(latency=0.1) as a, county(latency=0.1) as b, county(latency=0.1) as c, county(latency=0.1) as d:
        started = time.monotonic()
        crawl(tmp_path, *(source(site, number) for number, site in enumerate((a, b, c, d))))
        took = time.monotonic() - started
    assert took < 0.1 * 7 * 4 / 2  # 28 requests one after the other would take 2.8 s


def test_a_dead_host_costs_its_own_source_only(tmp_path: Path) -> None:
    with county() as dead:
        gone = source(dead, 1)
    with county() as site:
        first, second = crawl(tmp_path, gone, source(site, 2), retries=1).nights
    assert first.status is NightStatus.FAILED
    assert second.status is NightStatus.COMPLETE


def test_a_second_night_with_nothing_changed_takes_a_tenth_of_the_first(tmp_path: Path) -> None:
    with county() as site:
        took = []
        for _ in range(2):
            started = time.monotonic()
            result = crawl(tmp_path, source(site), delay=0.6)
            took.append(time.monotonic() - started)
        assert all(asked.is_conditional for asked in site.log[7:])
    assert (result.nights[0].fetched, result.nights[0].unchanged) == (0, 5)
    assert took[1] < 0.1 * took[0]


def test_more_hosts_than_may_be_open_wait_their_turn(tmp_path: Path) -> None:
    with county(latency=0.02) as a, county(latency=0.02) as b, county(latency=0.02) as c:
        result = crawl(tmp_path, *(source(site, number) for number, site in enumerate((a, b, c))), open_hosts=1)
        spans = sorted((site.log[0].at, site.log[-1].at) for site in (a, b, c))
    assert all(night.status is NightStatus.COMPLETE for night in result.nights)
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(spans))
