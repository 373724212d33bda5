"""The sample county serves what its truth says: addresses, two different nights, and the traps of single hosts."""

from __future__ import annotations

import ast
import re
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup

from tests.county_reader import get, read, read_tables
from tests.sample_county import County, ReportTruth, Truth, serve_county
from tests.sample_county.server import SITES

PACKAGE = Path(__file__).parent / "sample_county"


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    with serve_county() as running:
        yield running


@pytest.fixture
def night_two(county: County) -> Iterator[County]:
    county.set_night(2)
    yield county
    county.set_night(1)


@pytest.fixture(scope="module")
def truth(county: County) -> Truth:
    return county.truth


# starting and stopping


def test_it_starts_and_stops_quickly_and_frees_its_ports() -> None:
    began = time.perf_counter()
    with serve_county() as county:
        started = time.perf_counter() - began
        url = county.truth.lists()[0].url
        assert get(url).status_code == 200
        assert set(county.ports) == {site.platform for site in SITES}
    assert started < 3  # half a second when the machine is idle
    with pytest.raises(requests.ConnectionError):
        get(url)


def test_two_starts_on_the_same_ports_are_identical() -> None:
    with serve_county() as first:
        ports, truth = first.ports, first.truth
        pages = [read(url).content for url in _first_urls(first)]
        registry = (first.registry_folder / "sample.yaml").read_bytes()
    with serve_county(ports) as second:
        assert second.ports == ports
        assert second.truth == truth
        assert [read(url).content for url in _first_urls(second)] == pages
        assert (second.registry_folder / "sample.yaml").read_bytes() == registry


def _first_urls(county: County) -> list[str]:
    """A list, and every seventh report with its attachment."""
    reports = [report for report in county.truth.reports() if report.url][::7]
    files = [report.document_url for report in county.truth.reports() if report.document_url]
    return [*(listing.url for listing in county.truth.lists()), *(str(report.url) for report in reports), *files]


def test_a_port_in_use_is_refused_and_the_others_are_freed(county: County) -> None:
    with pytest.raises(OSError, match="in use"), serve_county(county.ports):
        pass


def test_the_package_needs_only_what_the_application_installs() -> None:
    allowed = {"jinja2", "markupsafe", "pydantic", "yaml", "docx", "tests"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                top = name.split(".")[0]
                assert top in allowed or top in sys.stdlib_module_names, f"{path.name} imports {name}"
                assert top != "tests" or name.startswith("tests.sample_county"), f"{path.name} imports {name}"


def test_the_registry_loads_and_names_every_column(county: County, truth: Truth) -> None:
    from extract.registry import load_registry

    sources = load_registry(county.registry_folder, profile="sample").sources
    assert {source.url for source in sources} == {listing.url for listing in truth.lists()}
    assert {source.region for source in sources} == {"990101"}


# every address


def test_every_report_answers_as_its_coverage_says(county: County, truth: Truth) -> None:
    for report in truth.reports():
        _check_answer(report)


def test_the_second_night_answers_as_its_coverage_says(night_two: County) -> None:
    for report in night_two.truth.reports(2):
        _check_answer(report)


def _check_answer(report: ReportTruth) -> None:
    name = f"{report.organ} {report.year}"
    if report.url is None:
        assert report.coverage in ("missing", "withdrawn", "blocked"), name
        return
    page = read(report.document_url or report.url)
    wanted = {"blocked": 412, "withdrawn": 404}.get(report.coverage, 200)
    assert page.status_code == wanted, name
    if report.delivery == "soft_404":
        assert "页面不存在" in page.content.decode()
    if report.delivery == "script_shell":
        assert "<table" not in page.text
    if report.document_url:
        magic = {"docx": b"PK\x03\x04", "pdf": b"%PDF-1."}[report.delivery]
        assert page.content.startswith(magic), name
        assert b"<table" not in read(report.url).content, name


def test_every_list_entry_that_is_no_report_leads_to_a_page(truth: Truth) -> None:
    entries = [entry for listing in truth.lists() if listing.platform != "blocked" for entry in listing.entries]
    kinds = {entry.kind for entry in entries}
    assert len({entry.url for entry in entries}) == len(entries)
    assert {"report", "news", "infographic", "website_report", "rule_of_law", "superior", "notice"} <= kinds
    for entry in entries:
        if not entry.is_report:
            assert read(entry.url).status_code == 200, entry.title


def test_the_county_holds_all_states_on_both_nights(truth: Truth) -> None:
    assert {report.coverage for report in truth.reports()} == {"on_time", "late", "missing", "blocked", "unparsable"}
    assert "withdrawn" in {report.coverage for report in truth.reports(2)}
    assert {report.edition for report in truth.reports()} == {"2014", "2019", "2021"}
    assert {report.year for report in truth.reports()} == set(range(2016, 2026))


# nights


def test_a_silent_correction_changes_the_table_at_the_same_address(county: County, truth: Truth) -> None:
    first, second = (truth.report("示例县公安局", 2024, night) for night in (1, 2))
    changed = {key for key in first.cells if first.cells[key] != second.cells[key]}
    assert first.url == second.url
    assert changed == {"t3.granted.natural_person"}
    before = read_tables(get(str(first.url)).text, "2021")["t3.granted.natural_person"]
    county.set_night(2)
    after = read_tables(get(str(first.url)).text, "2021")["t3.granted.natural_person"]
    county.set_night(1)
    assert (Decimal(before), Decimal(after)) == (first.cells[changed.pop()], second.cells["t3.granted.natural_person"])


def test_furniture_changes_on_every_request_and_the_report_does_not(truth: Truth) -> None:
    url = str(truth.report("示例县教育局", 2023).url)
    first, second = (BeautifulSoup(get(url).text, "lxml") for _ in range(2))
    assert str(first) != str(second)
    assert str(first.select_one("#zoom")) == str(second.select_one("#zoom"))


def test_a_static_page_answers_304_until_it_changes(county: County, truth: Truth) -> None:
    url = str(truth.report("示例县人民政府", 2024).url)
    page = get(url)
    known = {"If-None-Match": page.headers["ETag"], "If-Modified-Since": page.headers["Last-Modified"]}
    assert get(url, **known).status_code == 304
    assert get(url, **{"If-Modified-Since": page.headers["Last-Modified"]}).status_code == 304
    county.set_night(2)
    assert get(url, **known).status_code == 200
    assert get(url, **{"If-Modified-Since": page.headers["Last-Modified"]}).status_code == 200
    county.set_night(1)


# traps of single hosts


def test_requests_are_counted_by_path(county: County, truth: Truth) -> None:
    url = str(truth.report("示例县财政局", 2023).url)
    path = "/" + url.split("/", 3)[3]
    before = county.requests.count(path, "my71")
    get(url, **{"If-None-Match": '"x"', "User-Agent": "probe/1"})
    assert county.requests.count(path, "my71") == before + 1
    last = county.requests.entries[-1]
    assert (last.host, last.path, last.agent, last.is_conditional) == ("my71", path, "probe/1", True)


def test_a_gbk_page_is_declared_otherwise(truth: Truth) -> None:
    report = truth.report("示例县卫生健康局", 2022)
    page = get(str(report.url))
    assert "ISO-8859-1" in page.headers["Content-Type"]
    assert b'<meta charset="utf-8"' in page.content
    with pytest.raises(UnicodeDecodeError):
        page.content.decode("utf-8")
    assert report.title in page.content.decode("gb18030")


def test_a_list_in_gbk_that_the_header_does_not_name(truth: Truth) -> None:
    page = get(next(listing.url for listing in truth.lists() if listing.platform == "links"))
    assert page.headers["Content-Type"] == "text/html"
    assert "年度报告" in page.content.decode("gb18030")


def test_text_is_gzipped_only_for_those_who_accept_it(truth: Truth) -> None:
    url = str(truth.report("示例县人民政府", 2023).url)
    packed, plain = get(url), get(url, **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


def test_a_busy_host_says_when_to_come_again() -> None:
    with serve_county() as county:
        url = next(listing.url for listing in county.truth.lists() if listing.platform == "lonsun")
        first, second = get(url), get(url)
    assert (first.status_code, first.headers["Retry-After"], second.status_code) == (503, "1", 200)


def test_robots_txt_closes_the_search(truth: Truth) -> None:
    base = truth.lists()[0].url.split("/zwgk")[0]
    assert "Disallow: /search/" in get(f"{base}/robots.txt").text


def test_the_data_proxy_caps_its_answers_or_ignores_the_start(county: County, truth: Truth) -> None:
    columns = [listing for listing in truth.lists() if listing.platform == "jcms"]
    assert len(_ask_proxy(columns[0].url, 1, 100)) == 8 < len(columns[0].entries)
    assert len(_ask_proxy(columns[0].url, 9, 100)) == len(columns[0].entries) - 8
    ignoring = columns[-1]
    assert _ask_proxy(ignoring.url, 7, 12) == _ask_proxy(ignoring.url, 1, 6)
    assert len(_ask_proxy(ignoring.url, 1, 100)) == len(ignoring.entries)


def _ask_proxy(url: str, first: int, last: int) -> list[str]:
    base, column = url.split("/col/", maxsplit=1)[0], url.split("/col")[2].split("/", maxsplit=1)[0]
    answer = requests.post(
        f"{base}/module/web/jpage/dataproxy.jsp?startrecord={first}&endrecord={last}&perpage={last - first + 1}",
        data={"columnid": column, "unitid": f"5{column}"},
        headers={"Referer": url, "X-Requested-With": "XMLHttpRequest"},
        timeout=10,
    )
    return re.findall(r'href="([^"]+)"', answer.text)


def test_a_moved_directory_redirects_and_a_moved_page_refreshes(truth: Truth) -> None:
    moved = get(str(truth.report("示例县西关街道办事处", 2020).url))
    assert moved.history[0].status_code == 302
    assert "2020" in moved.url
    refreshed = str(truth.report("示例县西关街道办事处", 2021).url)
    assert "<table" not in get(refreshed).text
    assert "<table" in read(refreshed).text


def test_a_list_that_states_more_than_it_shows(truth: Truth) -> None:
    listing = next(listing for listing in truth.lists() if listing.platform == "trs_search")
    page = get(listing.url).content.decode()
    assert f"recordCount: '{listing.stated_total}'" in page
    assert listing.stated_total is not None
    assert len(listing.entries) < listing.stated_total
    assert not listing.is_complete
