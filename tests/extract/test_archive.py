"""The archive keeps every byte, says where it lies, and mends itself."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.archive import Archive
from extract.captures import make_capture
from extract.errors import ArchiveError
from extract.models import Capture, PageClass, Role
from extract.warc import Wire
from tests.extract.clock import NOON

HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
PAGE = "<html><body>" + "<p>示例县政府信息公开工作年度报告</p>" * 30 + "</body></html>"


def page(number: int, text: str = PAGE, **hints: object) -> Capture:
    url = f"http://www.shili.gov.cn/nb/{number}.html"
    body = text.replace("</body>", f"<p>{number}</p></body>").encode()
    return make_capture(url, NOON, 200, HEADERS, body, **hints)


def test_what_was_received_is_read_back(tmp_path: Path) -> None:
    raw = gzip.compress(PAGE.encode())
    headers = (*HEADERS, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    capture = make_capture("http://www.shili.gov.cn/z", NOON, 200, headers, PAGE.encode(), title="标题", year=2024)
    with Archive(tmp_path) as archive:
        kept = archive.append(capture, wire=Wire(request_headers=(("Host", "www.shili.gov.cn"),), raw_body=raw))
        (entry,) = archive.entries()
    assert archive.read(entry) == kept
    assert (entry.title, entry.year, entry.headers, entry.capture_id) == ("标题", 2024, headers, capture.capture_id)


def test_other_tools_read_the_file(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1), wire=Wire(raw_body=page(1).body, request_headers=(("User-Agent", "x"),)))
        archive.append(replace(page(1), url="http://www.shili.gov.cn/copy.html"))
    with next((tmp_path / "warc").iterdir()).open("rb") as file:
        kinds = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"))
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    first, second = "http://www.shili.gov.cn/nb/1.html", "http://www.shili.gov.cn/copy.html"
    assert kinds == [("warcinfo", None), ("request", first), ("response", first), ("revisit", second)]


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.append(page(1))
        again = archive.append(replace(page(1), fetched_at=NOON + timedelta(days=1)))
        entries = list(archive.entries())
    assert again.archive == first.archive
    assert [entry.is_revisit for entry in entries] == [False, True]
    assert archive.read(entries[1]).body == first.body
    assert archive.latest(first.url) == entries[1]


def test_a_confirmation_without_body_leads_to_the_bytes(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1, role=Role.REPORT))
        (earlier,) = archive.entries()
        later = archive.append_unchanged(earlier, NOON + timedelta(days=1), (("ETag", "x"),), title="新标题")
    assert later.archive == earlier.archive
    assert archive.read(later).title == "新标题"
    latest = archive.latest(earlier.url)
    assert latest is not None and latest.fetched_at == NOON + timedelta(days=1)


def test_a_second_reader_sees_what_the_writer_adds(tmp_path: Path) -> None:
    reader = Archive(tmp_path)
    assert reader.latest(page(1).url) is None
    with Archive(tmp_path) as writer:
        writer.append(page(1))
        assert reader.latest(page(1).url) is not None
        writer.append(page(2))
        assert [entry.url for entry in reader.entries()] == [page(1).url, page(2).url]


def test_two_writers_are_one_too_many(tmp_path: Path) -> None:
    with Archive(tmp_path) as first:
        first.append(page(1))
        with pytest.raises(ArchiveError, match=r"another run.*next:"):
            Archive(tmp_path).append(page(2))
    with Archive(tmp_path) as second:
        second.append(page(2))


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=1, max_value=6_000), is_index=st.booleans())
def test_a_torn_tail_loses_nothing_before_it(
    tmp_path_factory: pytest.TempPathFactory, cut: int, is_index: bool
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    with Archive(folder) as archive:
        for number in range(4):
            archive.append(page(number, role=Role.REPORT, organ="示例县民政局"), wire=Wire(raw_body=page(number).body))
        ends = [line.end for line in archive.index.lines()]
        before = list(archive.entries())
    torn = folder / "index.jsonl" if is_index else next((folder / "warc").iterdir())
    size = max(0, torn.stat().st_size - cut)
    torn.write_bytes(torn.read_bytes()[:size])
    if not is_index:  # a line is written after its record, so one without a record cannot be
        lines = (folder / "index.jsonl").read_bytes().splitlines(keepends=True)
        (folder / "index.jsonl").write_bytes(b"".join(lines[: sum(end <= size for end in ends)]))
    survivors = before if is_index else [entry for entry, end in zip(before, ends, strict=True) if end <= size]
    with Archive(folder) as archive:
        archive.append(page(9))
        after = list(archive.entries())
    assert after[:-1] == survivors
    assert [archive.read(entry).body for entry in after] == [page(n).body for n in (*range(len(survivors)), 9)]


def test_the_index_is_rebuilt_from_the_records(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1, title="甲", year=2023), wire=Wire(raw_body=page(1).body))
        archive.append(replace(page(1), url="http://www.shili.gov.cn/copy.html"))
        archive.append_unchanged(next(archive.entries()), NOON + timedelta(days=1), HEADERS, year=2022)
        before = list(archive.entries())
    (tmp_path / "index.jsonl").unlink()
    with Archive(tmp_path) as archive:
        archive.open_for_writing()
    assert list(archive.entries()) == before


def test_bytes_that_are_not_those_archived_are_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1))
    lines = (tmp_path / "index.jsonl").read_text(encoding="utf-8").replace(page(1).sha256, "0" * 64)
    (tmp_path / "index.jsonl").write_text(lines, encoding="utf-8")
    archive = Archive(tmp_path)
    with pytest.raises(ArchiveError, match=r"not those archived.*next:"):
        archive.read(next(archive.entries()))


def test_a_broken_line_in_the_middle_is_named(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1))
    with (tmp_path / "index.jsonl").open("ab") as file:
        file.write(b'{"key": 3}\n')
    with pytest.raises(ArchiveError, match=r"byte \d+: no index line"):
        list(Archive(tmp_path).entries())


def test_an_entry_without_its_file_is_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1))
    next((tmp_path / "warc").iterdir()).unlink()
    with pytest.raises(ArchiveError, match="next:"):
        archive.read(next(archive.entries()))


def foreign_warc(path: Path, *, is_gzip: bool = True) -> Path:
    """A WARC of another tool, as a crawl service extracts it: chunked and gzipped bodies, furniture, a revisit."""
    served: list[tuple[str, str, list[tuple[str, str]], bytes]] = [
        ("http://mz.shili.gov.cn/a.html", "200 OK", [("Content-Type", "text/html")], PAGE.encode("gbk")),
        ("http://mz.shili.gov.cn/b.html", "200 OK", [("Content-Encoding", "gzip")], gzip.compress(PAGE.encode())),
        ("http://mz.shili.gov.cn/s.css", "200 OK", [("Content-Type", "text/css")], b"p{}"),
        ("http://mz.shili.gov.cn/robots.txt", "200 OK", [("Content-Type", "text/plain")], b"User-agent: *"),
        ("http://mz.shili.gov.cn/n.html", "404 Not Found", [("Content-Type", "text/html")], b"<p>404 Not Found</p>"),
    ]
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_gzip)
        for url, status, headers, body in served:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            date = {"WARC-Date": "2021-02-03T04:05:06Z"}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", BytesIO(body), len(body), http_headers=http, warc_headers_dict=date
                )
            )
    return path


@pytest.mark.parametrize("is_gzip", [True, False])
def test_a_foreign_warc_is_taken_in(tmp_path: Path, is_gzip: bool) -> None:
    path = foreign_warc(tmp_path / f"other.warc{'.gz' if is_gzip else ''}", is_gzip=is_gzip)
    with Archive(tmp_path / "archive") as archive:
        entries = list(archive.import_warc(path))
        bodies = [archive.read(entry).body for entry in entries]
    assert [(e.url[-6:], e.page_class, e.fetched_at.year) for e in entries] == [
        ("a.html", PageClass.OK, 2021),
        ("b.html", PageClass.OK, 2021),
        ("n.html", PageClass.GONE, 2021),
    ]
    assert bodies[0] == PAGE.encode("gbk")
    assert bodies[1] == PAGE.encode()
    assert entries[0].charset == "gb18030"


def test_a_torn_foreign_warc_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    path = foreign_warc(tmp_path / "other.warc.gz")
    path.write_bytes(path.read_bytes()[:-200])
    with Archive(tmp_path / "archive") as archive:
        with pytest.raises(ArchiveError, match=r"broken.*next:"):
            list(archive.import_warc(path))
        assert len(list(archive.entries())) >= 2


def test_the_index_is_plain_json(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.append(page(1, title="年报"))
    (line,) = (tmp_path / "index.jsonl").read_text(encoding="utf-8").splitlines()
    fields = json.loads(line)
    assert (fields["key"], fields["class"], fields["title"]) == (page(1).url, "ok", "年报")
    assert (tmp_path / fields["file"]).exists()
