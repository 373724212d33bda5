"""The SQL page over HTTP: what it answers, what it refuses, and that every text in it is text."""

from __future__ import annotations

import csv
import http.client
import json
import socket
import threading
import time
from io import BytesIO, StringIO
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.cli.app import run
from tests.flows.sql_page.conftest import Site, serve
from tests.warehouse.conftest import publish_empty
from tests.warehouse.sample import publish_sample
from warehouse.dictionary import describe_tables
from warehouse.questions import load_questions
from warehouse.store import Store

LONG_QUERY = "SELECT count(*) FROM range(100000000000) AS a (i), range(100000) AS b (j)"


def table_of(answer: httpx.Response) -> list[list[str]]:
    rows = LexborHTMLParser(answer.text).css("table.answer tr")
    return [[cell.text(strip=True) for cell in row.css("th, td")] for row in rows]


def test_a_question_is_answered_without_script(site: Site) -> None:
    answer = site.ask("SELECT organ_name, year, t3_new_received_total AS n FROM mart.report ORDER BY year, organ_name")
    assert answer.status_code == 200
    rows = table_of(answer)
    assert rows[0] == ["organ_name", "year", "n"]
    assert rows[1] == ["示例县人民政府", "2018", "NULL"]
    assert ["示例县教育局", "2023", "9"] in rows
    assert "SELECT organ_name, year" in LexborHTMLParser(answer.text).css_first("textarea").text()


@pytest.mark.parametrize("number", range(1, 11))
def test_every_worked_question_is_one_click_away(site: Site, number: int) -> None:
    page = LexborHTMLParser(httpx.get(f"{site.address}en").text)
    form = page.css_first(f"form#q{number}")
    fields = {field.attributes["name"]: field.attributes["value"] for field in form.css("input")}
    answer = httpx.post(f"{site.address}query", data=fields)
    assert answer.status_code == 200
    assert len(table_of(answer)) > 1  # asked about a year and a place of this warehouse, so there are rows
    assert page.css_first(f"button[form=q{number}]").text() == load_questions()[number - 1].title.en


def test_the_dictionary_has_every_column_in_both_languages(site: Site) -> None:
    for path, language in (("", "zh"), ("en", "en")):
        page = LexborHTMLParser(httpx.get(site.address + path).text)
        shown = {
            (
                table.css_first("summary .name").text(),
                column.css_first(".name").text(),
                column.css_first(".title").text(),
            )
            for table in page.css(".words .table")
            for column in table.css("li")
        }
        wanted = {(t.name, c.name, getattr(c, language)) for t in describe_tables() for c in t.columns}
        assert shown == wanted


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT organ_nam FROM mart.report", "did you mean organ_name or organ_"),
        ("SELECT * FROM mart.reprot", "did you mean mart.report"),
        ("DELETE FROM core.fact_cell", "DELETE is refused"),
        ("SELECT * FROM read_text('/etc/passwd')", "; next: "),
        ("", "0 statements given"),
    ],
)
def test_an_error_says_what_to_do(site: Site, sql: str, says: str) -> None:
    answer = site.ask(sql)
    assert answer.status_code == 400
    assert says in LexborHTMLParser(answer.text).css_first("[role=alert]").text()


def test_scraped_text_stays_text(site: Site) -> None:
    hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'"
    answer = site.ask(
        f"SELECT '{hostile.replace(chr(39), chr(39) * 2)}' AS \"<b>name</b>\", 'javascript:alert(1)' AS url"
    )
    assert "<img" not in answer.text
    assert "<b>name" not in answer.text
    assert table_of(answer) == [["<b>name</b>", "url"], [hostile, "javascript:alert(1)"]]
    assert not LexborHTMLParser(answer.text).css("table.answer a")
    assert len(LexborHTMLParser(answer.text).css("script")) == 1


def test_rows_beyond_the_limit_are_announced(site: Site) -> None:
    answer = site.ask("SELECT i, repeat('长', 500) AS text FROM range(100001) AS t (i)")
    rows = table_of(answer)
    assert len(rows) == 1 + 500
    assert rows[1] == ["0", "长" * 400 + "…"]
    assert "Only the first 500 rows: add a LIMIT, aggregate, or download (up to 100,000)" in answer.text
    download = site.ask("SELECT i FROM range(100001) AS t (i)", format="csv")
    assert "-first-100000-rows.csv" in download.headers["content-disposition"]
    assert download.text.count("\n") == 100_001


def test_downloads_keep_every_column_and_run_no_formula(site: Site) -> None:
    sql = "SELECT '=HYPERLINK(1)' AS \"@text\", NULL AS b, 1.50::DECIMAL(9,2) AS c, -7 AS c, ['+1', 'x'] AS list"
    as_csv = site.ask(sql, format="csv")
    assert as_csv.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(as_csv.content.decode("utf-8-sig")))) == [
        ["'@text", "b", "c", "c", "list"],
        ["'=HYPERLINK(1)", "", "1.50", "-7", "['+1', 'x']"],
    ]
    (row,) = json.loads(site.ask(sql, format="json").text)
    assert row == {"@text": "=HYPERLINK(1)", "b": None, "c": 1.5, "c_1": -7, "list": ["+1", "x"]}
    table = pq.read_table(BytesIO(site.ask(sql, format="parquet").content))
    assert table.column_names == ["@text", "b", "c", "c_1", "list"]
    name = Store(site.home).find_publication().publication_id
    assert as_csv.headers["content-disposition"] == f'attachment; filename="nianbao-{name}.csv"'


def test_numbers_keep_every_digit(site: Site) -> None:
    sql = "SELECT 12345678901234567890123456789.123450::DECIMAL(38, 6), -0.10::DECIMAL(9, 2), 1234567.25::DOUBLE, true"
    assert table_of(site.ask(sql))[1] == ["12345678901234567890123456789.12345", "-0.1", "1234567.25", "True"]


def send(site: Site, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str]:
    """A request with exactly these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", int(site.address.rstrip("/").rsplit(":", 1)[1]), timeout=30)
    connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_name_that_only_points_at_loopback_is_refused(site: Site) -> None:
    own = site.address.removeprefix("http://").rstrip("/")
    port = own.rsplit(":", 1)[1]
    assert send(site, "GET", "/", {"Host": own})[0] == 200
    assert send(site, "GET", "/", {"Host": f"localhost:{port}"})[0] == 200
    for host in (f"attacker.example:{port}", "127.0.0.1:1", f"127.0.0.1.attacker.example:{port}", ""):
        status, text = send(site, "GET", "/", {"Host": host})
        assert status in (400, 403)
        assert "token" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "own"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://attacker.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json"}, 415),
    ],
)
def test_only_the_page_itself_may_ask(site: Site, headers: dict[str, str], status: int) -> None:
    own = {name: site.address.rstrip("/") if value == "own" else value for name, value in headers.items()}
    host = site.address.removeprefix("http://").rstrip("/")
    body = f"token={site.token()}&sql=SELECT+4711&part=answer"
    found, text = send(site, "POST", "/query", {"Host": host, **own}, body)
    assert (found, "4711" in text) == (status, status == 200)


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_without_the_token_of_the_page_nothing_is_asked(site: Site, token: str) -> None:
    answer = httpx.post(f"{site.address}query", data={"token": token, "sql": "SELECT 4711"})
    assert (answer.status_code, "4711" in answer.text) == (403, False)


def test_a_form_too_long_and_other_paths_are_refused(site: Site) -> None:
    assert site.ask("SELECT 1 --" + "x" * 300_000).status_code == 413
    for path in ("static/../app.py", "static/page.html.j2", "query", "docs", "static/%2e%2e/labels.yaml"):
        assert httpx.get(site.address + path).status_code in (404, 405)


def test_headers_let_nothing_foreign_run(site: Site) -> None:
    for answer in (httpx.get(site.address), httpx.get(f"{site.address}static/sql.js"), httpx.get(f"{site.address}no")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    page = httpx.get(site.address).text
    assert " style=" not in page
    assert " onclick=" not in page
    sources = [
        node.attributes.get("src") or node.attributes.get("href") for node in LexborHTMLParser(page).css("script, link")
    ]
    assert sources == ["data:,", "/static/summary.css", "/static/sql.css", "/static/sql.js"]


def test_it_listens_on_loopback_only(site: Site) -> None:
    port = int(site.address.rstrip("/").rsplit(":", 1)[1])
    rows = [line.split() for line in Path(f"/proc/{site.process.pid}/net/tcp").read_text().splitlines()[1:]]
    listening = {row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    assert listening == {f"0100007F:{port:04X}"}


def test_a_new_publication_answers_the_next_question(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish_empty(store)
    with serve(tmp_path) as site:
        sql = "SELECT count(*) AS reports FROM core.fact_report"
        assert table_of(site.ask(sql))[1] == ["0"]
        publish_sample(store)
        assert table_of(site.ask(sql))[1] == ["7"]
        old, new = store.publications()
        assert table_of(site.ask(sql, as_of=old.publication_id))[1] == ["0"]
        options = LexborHTMLParser(httpx.get(site.address).text).css("select[name=as_of] option")
        assert [option.attributes["value"] for option in options] == ["", new.publication_id, old.publication_id]
        assert "no publication of 20200101-000009 is kept" in site.ask(sql, as_of="20200101-000009").text


def wait_until(site: Site, *, is_busy: bool) -> None:
    """Wait until the server computes, or does no longer; far sooner than the query's own limit of a minute."""
    deadline = time.monotonic() + 20
    while (_used_seconds(site) > 0.03) != is_busy:
        assert time.monotonic() < deadline, "the query never began" if is_busy else "the query goes on"


def _used_seconds(site: Site) -> float:
    """Processor seconds the server uses in half a second; one of its own loops uses less than 0.03."""

    def total() -> float:
        fields = Path(f"/proc/{site.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    before = total()
    time.sleep(0.5)
    return total() - before


def test_a_long_query_blocks_nobody_and_ends_when_the_browser_leaves(site: Site) -> None:
    body = f"token={site.token()}&sql={LONG_QUERY.replace(' ', '+')}"
    port = int(site.address.rstrip("/").rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as browser:
        head = f"POST /query HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
        browser.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}".encode())
        wait_until(site, is_busy=True)
        assert table_of(site.ask("SELECT 4711 AS n")) == [["n"], ["4711"]]
    wait_until(site, is_busy=False)


def test_ctrl_c_ends_it_in_the_middle_of_a_query(tmp_path: Path) -> None:
    publish_empty(Store(tmp_path))
    with serve(tmp_path) as site:
        asking = threading.Thread(target=lambda: _ask_until_closed(site))
        asking.start()
        wait_until(site, is_busy=True)
        began = time.monotonic()
    asking.join(timeout=10)
    assert time.monotonic() - began < 10


def _ask_until_closed(site: Site) -> None:
    try:
        site.ask(LONG_QUERY)
    except httpx.HTTPError:  # the server is gone: what Ctrl-C is for
        return


def test_a_taken_port_and_an_empty_home_say_what_next(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    port = site.address.rstrip("/").rsplit(":", 1)[1]
    assert run(["--home", str(site.home), "serve", "--port", port]) == 1
    assert f"next: nianbao serve --port {int(port) + 1}" in capsys.readouterr().err
    assert run(["--home", str(tmp_path), "serve", "--port", port]) == 1
    assert "nothing is published yet; next:" in capsys.readouterr().err
