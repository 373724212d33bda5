"""The sample county serves what its truth says: addresses, tables, planted faults, traps, and two different nights."""

from __future__ import annotations

import ast
import io
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import get_args
from urllib.parse import urljoin

import pytest
import requests
import yaml
from bs4 import BeautifulSoup, Tag

from tests.sample_county import County, ReportTruth, Truth, render_report, serve_county
from tests.sample_county.forms import ALL_COLUMNS, APPLICANTS, load_forms, outcome_rows
from tests.sample_county.model import LayoutName
from tests.sample_county.server import SITES
from tests.sample_county.yearly import RECEIVED, REFUSED, REPLIES
from transform.forms import load_forms as load_national_forms

PACKAGE = Path(__file__).parent / "sample_county"
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
SHORT_LABELS = {
    "逾期不补正": "other_overdue_correction",
    "逾期不缴费": "other_overdue_fee",
    "部分公开": "partial",
    "其他法律行政止公开": "refused_law_forbids",
    "行政事业型收费": "admin_fees",
}
Cells = Mapping[str, Decimal | None]


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


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=10)


def read(url: str) -> requests.Response:
    """The page, asked twice where the host is busy at first, and followed where it sends the browser on."""
    response = get(url)
    if response.status_code == 503:
        response = get(url)
    onward = re.search(rb'http-equiv="refresh" content="0;url=([^"]+)"', response.content)
    return get(urljoin(url, onward[1].decode())) if onward else response


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
                assert top in allowed or top in __import__("sys").stdlib_module_names, f"{path.name} imports {name}"
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


# tables


def test_printed_rows_carry_the_statutory_labels() -> None:
    """The county prints its own labels; they must be the law's."""
    forms = load_forms()
    national = load_national_forms()
    for edition in ("2019", "2021"):
        labels = {cell.row_label for cell in national[edition].cells if cell.table == "t2"}
        assert {fold(row.label) for block in forms.t2(edition) for row in block.rows} == {fold(x) for x in labels}
    names = {cell.row: fold(cell.row_label) for edition in ("2019", "2021") for cell in national[edition].cells}
    for code, label in _request_labels(forms.t3.rows):
        assert fold(label) == names[code]
    yearly = {cell.row: fold(cell.row_label) for cell in national["2014"].cells}
    assert {row.code: fold(row.label) for row in forms.g1.rows if row.code} == yearly


def _request_labels(rows: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.code:  # type: ignore[attr-defined]
            yield row.code, row.label  # type: ignore[attr-defined]
        yield from _request_labels(row.rows)  # type: ignore[attr-defined]


def test_every_report_prints_exactly_the_cells_of_its_form(truth: Truth) -> None:
    national = load_national_forms()
    for report in truth.reports():
        wanted = {cell.key for cell in national[report.edition].cells}
        if (report.organ, report.year) == ("示例县民政局", 2023):  # （六）其他处理 as one row
            leaves = ("other_overdue_correction", "other_overdue_fee", "other_misc")
            wanted -= {f"t3.{leaf}.{column}" for leaf in leaves for column in ALL_COLUMNS}
            wanted |= {f"t3.other_handling.{column}" for column in ALL_COLUMNS}
        assert set(report.cells) == wanted, f"{report.organ} {report.year}"


def test_tables_read_again_equal_the_truth(county: County, truth: Truth) -> None:
    read_again = 0
    for report in truth.reports():
        if report.is_readable and report.document_url is None:
            body = _body_of(read(str(report.url)), report)
            printed = {key: text for key, text in read_tables(body, report.edition).items() if key in report.cells}
            assert printed == {k: fold_number(v) for k, v in report.printed.items()}, f"{report.organ} {report.year}"
            read_again += 1
    assert read_again > 100


def test_values_are_the_numbers_printed(truth: Truth) -> None:
    for report in truth.reports():
        for key, value in report.cells.items():
            text = unicodedata.normalize("NFKC", report.printed[key]).strip().replace(",", "")
            text = text.removesuffix("万元").removesuffix("元").replace("增", "").replace("减", "-")
            assert (value is None and text in ("", "/")) or Decimal(text) == value, f"{report.organ} {key}"


def _body_of(page: requests.Response, report: ReportTruth) -> str:
    text = page.content.decode(report.charset)
    if "window._CONFIG" in text:
        import json

        detail = json.loads(re.search(r"DETAIL: (\{.*\}),$", text, re.MULTILINE)[1])  # type: ignore[index]
        return str(detail["content"])
    return text


def fold(text: str) -> str:
    """A label without numbering, white space, quotes and width."""
    plain = re.sub(r"[\s\"“”]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^([一二三四五六七八九]、|\([一二三四五六七]\)|\d[.、])", "", plain)


def fold_number(text: str) -> str:
    return re.sub(r"\s", "", text)


def read_tables(html: str, edition: str) -> dict[str, str]:
    """Cell texts by key, taken by row label and by order within the row: a reading of its own."""
    cells: dict[str, str] = {}
    codes = _row_codes(edition)
    for row in BeautifulSoup(html, "lxml" if html.count("</td>") > 50 else "html5lib").find_all("tr"):
        texts = [fold_number(cell.get_text()) for cell in row.find_all("td", recursive=False)]
        cells |= _read_row(row, texts, codes, edition)
    return cells


def _row_codes(edition: str) -> dict[str, str]:
    form = load_national_forms()[edition]
    return SHORT_LABELS | {fold(cell.row_label): cell.row for cell in (*form.optional_cells, *form.cells)}


def _read_row(row: Tag, texts: list[str], codes: dict[str, str], edition: str) -> dict[str, str]:
    form = load_national_forms()[edition]
    if edition == "2014":
        code = _yearly_code(texts, codes, row)
        return {f"g1.{code}": texts[2]} if code else {}
    if len(texts) == 15:
        columns = ("upheld", "corrected", "other_outcome", "pending", "total")
        keys = [f"t4.{block}.{column}" for block in BLOCKS for column in columns]
        return dict(zip(keys, texts, strict=True))
    label = fold(next((text for text in reversed(texts[:-7]) if text), ""))
    if 8 <= len(texts) <= 10 and label in codes:
        return {f"t3.{codes[label]}.{c}": t for c, t in zip(ALL_COLUMNS, texts[-7:], strict=True)}
    if texts and fold(texts[0]) in codes and len(texts) <= 4:
        keys = [cell.key for cell in form.cells if cell.table == "t2" and cell.row == codes[fold(texts[0])]]
        return dict(zip(keys, texts[1:], strict=True)) if len(keys) == len(texts) - 1 else {}
    return {}


def _yearly_code(texts: list[str], codes: dict[str, str], row: Tag) -> str | None:
    """Labels such as 其他情形数 stand in two sections: the number of earlier rows of that name decides."""
    if len(texts) not in (3, 4) or texts[1] in ("单位", "计量单位", ""):
        return None
    rows = [item for item in load_forms().g1.rows if item.code and fold(item.label) == fold(texts[0])]
    earlier = sum(fold(tr.find("td").get_text()) == fold(texts[0]) for tr in row.find_previous_siblings("tr"))
    return rows[earlier].code


def test_stated_figures_stand_in_the_prose_and_in_the_measures(truth: Truth) -> None:
    known = set(re.findall(r"code: (\w+)", (PACKAGE.parent.parent / "transform" / "claims.yaml").read_text("utf-8")))
    for year in (2019, 2022, 2025):
        report = truth.report("示例县公安局", year)
        prose = BeautifulSoup(render_report("示例县公安局", year), "lxml").get_text()
        assert report.stated
        assert set(report.stated) <= known
        for measure, number in report.stated.items():
            assert number == 0 or f"{number}件" in prose or f"{number}条" in prose, measure


# planted faults


@pytest.mark.parametrize("night", [1, 2])
def test_the_faults_of_the_figures_are_the_planted_ones_and_no_others(truth: Truth, night: int) -> None:
    for report in truth.reports(night):
        previous = _previous(truth, report, night)
        found = set(find_faults(report, previous))
        planted = {(finding.identity, finding.scope) for finding in report.findings}
        assert found == planted, f"{report.organ} {report.year}"


def _previous(truth: Truth, report: ReportTruth, night: int) -> ReportTruth | None:
    try:
        return truth.report(report.organ, report.year - 1, night)
    except KeyError:
        return None


def find_faults(report: ReportTruth, previous: ReportTruth | None) -> Iterator[tuple[str, str | None]]:
    cells = report.cells
    if report.edition == "2014":
        yield from _yearly_faults(cells)
        return
    yield from _request_faults(cells, has_single_other="t3.other_handling.total" in cells)
    for block in BLOCKS:
        parts = ("upheld", "corrected", "other_outcome", "pending")
        if add(cells, *(f"t4.{block}.{part}" for part in parts)) != add(cells, f"t4.{block}.total"):
            yield "T4-SUM", block
    if any(value for key, value in cells.items() if key.startswith("t2.regulations.")):
        yield "T2-RULEMAKING", None
    received = report.stated.get("received", add(cells, "t3.new_received.total"))
    if received not in (add(cells, "t3.new_received.total"), _handled(cells)):
        yield "X-RECV", None
    if previous is not None and previous.edition != "2014":
        yield from _yearly_chain_faults(cells, previous.cells, is_stock=previous.edition == report.edition == "2021")


def _handled(cells: Cells) -> Decimal:
    return add(cells, "t3.new_received.total", "t3.carried_in.total")


def _request_faults(cells: Cells, *, has_single_other: bool) -> Iterator[tuple[str, str | None]]:
    leaves = outcome_rows(has_single_other=has_single_other)
    is_total_blank = all(cells[f"t3.{leaf}.total"] is None for leaf in leaves)
    if is_total_blank and add(cells, "t3.total_processed.total"):
        yield "T3-TOTAL-BLANK", None
    for column in ALL_COLUMNS:
        left = add(cells, f"t3.new_received.{column}", f"t3.carried_in.{column}")
        if left != add(cells, f"t3.total_processed.{column}", f"t3.carried_out.{column}"):
            yield "T3-FLOW", column
        done = add(cells, *(f"t3.{leaf}.{column}" for leaf in leaves))
        if done != add(cells, f"t3.total_processed.{column}") and not (is_total_blank and column == "total"):
            yield "T3-RESULT-SUM", column
    for row in (*leaves, "new_received", "carried_in", "total_processed", "carried_out"):
        total = cells[f"t3.{row}.total"]
        if total is not None and add(cells, *(f"t3.{row}.{column}" for column in APPLICANTS)) != total:
            yield "T3-ROW-CROSS", row


def _yearly_chain_faults(cells: Cells, before: Cells, *, is_stock: bool) -> Iterator[tuple[str, str | None]]:
    for column in ALL_COLUMNS:
        if add(cells, f"t3.carried_in.{column}") != add(before, f"t3.carried_out.{column}"):
            yield "T3-CARRY", column
    for row in ("regulations", "normative_docs") if is_stock else ():
        stock = add(before, f"t2.{row}.in_force") + add(cells, f"t2.{row}.issued") - add(cells, f"t2.{row}.repealed")
        if stock != add(cells, f"t2.{row}.in_force"):
            yield f"T2-STOCK-{row.upper()}", None


def _yearly_faults(cells: Cells) -> Iterator[tuple[str, str | None]]:
    sums = {
        "received": RECEIVED,
        "completed": ("completed_on_time", "completed_extended"),
        "replies": REPLIES,
        "reply_refused": REFUSED,
        "s4_reconsideration": ("recon_upheld", "recon_corrected", "recon_other"),
        "s5_litigation": ("lit_upheld", "lit_corrected", "lit_other"),
        "staff": ("staff_full_time", "staff_part_time"),
    }
    for whole, parts in sums.items():
        if add(cells, f"g1.{whole}") != add(cells, *(f"g1.{part}" for part in parts)):
            yield f"G1 {whole}", None


def add(cells: Cells, *keys: str) -> Decimal:
    """A sum in which a blank counts as nothing."""
    return sum((cells[key] or Decimal(0) for key in keys), Decimal(0))


def test_blanks_totals_and_layouts_are_there(truth: Truth) -> None:
    blank = truth.report("示例县民政局", 2021)
    assert blank.printed["t3.partial.research_institution"] == "\xa0"
    assert blank.cells["t3.partial.research_institution"] is None
    assert truth.report("示例县财政局", 2022).printed["t3.partial.research_institution"] == "/"
    assert truth.report("示例县公安局", 2023).cells["t3.granted.total"] is None
    assert truth.report("示例县公安局", 2023).cells["t3.new_received.total"] is not None
    assert "," in "".join(truth.report("示例县公安局", 2022).printed.values())
    assert {report.layout for report in truth.reports()} == {
        "plain", "word", "spans", "twice", "split", "repeat", "colspans", "vertical", "one_table", "flat", "nested",
        "unclosed", "cumulative", "padded",
    }  # fmt: skip


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


# without a server


def test_a_report_is_rendered_without_a_server(truth: Truth) -> None:
    report = truth.report("示例县教育局", 2022)
    assert read_tables(render_report("示例县教育局", 2022).decode(), "2021") == {
        key: fold_number(text) for key, text in report.printed.items()
    }
    for layout in get_args(LayoutName):
        html = render_report("示例县教育局", 2022, layout=layout).decode()
        assert read_tables(html, "2021") == {key: fold_number(text) for key, text in report.printed.items()}, layout


def test_attachments_hold_the_printed_numbers(truth: Truth) -> None:
    docx = pytest.importorskip("docx")
    pdfplumber = pytest.importorskip("pdfplumber")
    word = truth.report("示例县财政局", 2024)
    table = docx.Document(io.BytesIO(get(str(word.document_url)).content)).tables[1]
    new = [cell.text for cell in table.rows[3].cells][-7:]
    assert new == [word.printed[f"t3.new_received.{column}"] for column in ALL_COLUMNS]
    report = truth.report("示例县发展和改革局", 2022)
    with pdfplumber.open(io.BytesIO(get(str(report.document_url)).content)) as pdf:
        rows = [row for page in pdf.pages for found in page.extract_tables() for row in found]
        assert len(pdf.pages) > 1
    new = next(row for row in rows if row[0] and row[0].startswith("一、本年新收"))[-7:]
    assert new == [report.printed[f"t3.new_received.{column}"] for column in ALL_COLUMNS]


def test_the_prose_is_ours_and_every_slot_is_filled() -> None:
    """No wording may stay unused or carry an empty slot; none may be a heading of another form."""
    sentences = yaml.safe_load((PACKAGE / "sentences.yaml").read_text(encoding="utf-8"))
    html = "".join(render_report("示例县公安局", year).decode() for year in range(2019, 2026))
    assert not re.search(r"\{\w+\}", BeautifulSoup(html, "lxml").get_text())
    assert sentences["heads"][0] in html
