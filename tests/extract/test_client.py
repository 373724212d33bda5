"""One exchange: redirects, limits, encodings, and the bytes as they came."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest

from extract.adapters.base import Request
from extract.client import Client, Exchange, decode_body
from extract.errors import ExtractError, TerminalFetchError, TransientFetchError
from extract.guard import HostGuard
from extract.policy import CrawlPolicy
from tests.extract.site import Asked, Reply, Site

PAGE = "<html><body>" + "政府信息公开" * 200 + "</body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/a": PAGE}) as site:
        yield site


def fetch(site: Site, path: str, *, body: str | None = None, **policy: float) -> Exchange:
    client = Client(
        CrawlPolicy(is_loopback_allowed=True, **policy),  # type: ignore[arg-type]
        HostGuard({site.host}, is_loopback_allowed=True),
    )
    with client.open_session() as session:
        return client.fetch(session, Request(site.url + path, body))


def test_headers_and_bytes_come_as_they_are(site: Site) -> None:
    exchange = fetch(site, "/a")
    assert (exchange.status, exchange.body) == (200, PAGE.encode())
    assert exchange.header("content-type") == "text/html; charset=utf-8"
    assert exchange.wire.raw_body == PAGE.encode()
    assert dict(exchange.wire.request_headers)["Host"] == site.host


def test_nothing_of_the_environment_is_sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    fetch(site, "/a")
    sent = site.log[0].headers
    assert "nianbao" in sent["user-agent"]
    assert not {"authorization", "cookie", "proxy-authorization"} & sent.keys()


@pytest.mark.parametrize("kind", ["gzip", "deflate", "raw deflate"])
def test_content_encodings_are_undone_and_kept(site: Site, kind: str) -> None:
    raw = {"gzip": gzip.compress, "deflate": zlib.compress, "raw deflate": lambda data: zlib.compress(data)[2:-4]}[
        kind
    ](PAGE.encode())
    site.pages["/z"] = Reply(raw, headers={"Content-Encoding": kind.rsplit(maxsplit=1)[-1]})
    exchange = fetch(site, "/z")
    assert exchange.body == PAGE.encode()
    assert exchange.wire.raw_body == raw


def test_a_plain_page_that_says_gzip_is_taken(site: Site) -> None:
    site.pages["/z"] = Reply(PAGE, headers={"Content-Encoding": "gzip"})
    exchange = fetch(site, "/z")
    assert exchange.body == PAGE.encode()
    assert exchange.wire.raw_body is None


def test_a_small_body_cannot_unpack_to_fill_the_memory() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with pytest.raises(TerminalFetchError, match="unpacks to more"):
        decode_body(bomb, "gzip", 1_000_000)


def test_a_compressed_page_cut_short_is_no_page() -> None:
    whole = gzip.compress(PAGE.encode() * 20)
    with pytest.raises(TransientFetchError, match="cut short"):
        decode_body(whole[: len(whole) // 2], "gzip", 1_000_000)


def test_an_encoding_nobody_asked_for_is_terminal() -> None:
    with pytest.raises(TerminalFetchError, match="br"):
        decode_body(b"x", "br", 100)


def test_redirects_are_followed_to_the_last_page(site: Site) -> None:
    site.pages["/1"] = Reply("", 301, headers={"Location": "/2"})
    site.pages["/2"] = Reply("", 302, headers={"Location": "a"})
    exchange = fetch(site, "/1")
    assert (exchange.url, exchange.status, exchange.body) == (site.url + "/a", 200, PAGE.encode())


def test_a_ring_of_redirects_ends(site: Site) -> None:
    site.pages["/1"] = Reply("", 302, headers={"Location": "/1"})
    with pytest.raises(TerminalFetchError, match="redirects"):
        fetch(site, "/1")
    assert len(site.log) == 6


def test_a_post_becomes_a_get_unless_the_status_keeps_it(site: Site) -> None:
    site.pages |= {f"/{s}": Reply("", s, headers={"Location": "/a"}) for s in (302, 307)}
    fetch(site, "/302", body="x=1")
    fetch(site, "/307", body="x=1")
    assert [(asked.method, asked.path, asked.body) for asked in site.log] == [
        ("POST", "/302", b"x=1"),
        ("GET", "/a", b""),
        ("POST", "/307", b"x=1"),
        ("POST", "/a", b"x=1"),
    ]


def test_a_large_page_is_not_read_to_the_end(site: Site) -> None:
    site.pages["/big"] = Reply(b"x" * 2_000_000)
    with pytest.raises(TerminalFetchError, match="more than 100000 bytes"):
        fetch(site, "/big", max_bytes=100_000)


def test_a_site_that_does_not_answer_is_left(site: Site) -> None:
    def sleep(_asked: Asked) -> Reply:
        time.sleep(1.0)
        return Reply(PAGE)

    site.pages["/slow"] = sleep
    started = time.monotonic()
    with pytest.raises(TransientFetchError, match=r"[Tt]ime"):
        fetch(site, "/slow", read_timeout=0.2)
    assert time.monotonic() - started < 0.9


@pytest.mark.parametrize("status", [404, 412, 500])
def test_an_error_status_is_an_answer(site: Site, status: int) -> None:
    site.pages["/e"] = Reply("no", status)
    assert fetch(site, "/e").status == status


def test_every_error_is_one_line_with_a_next_step(site: Site) -> None:
    site.pages["/1"] = Reply("", 302, headers={"Location": "http://[bad"})
    with pytest.raises(ExtractError) as error:
        fetch(site, "/1")
    assert "next:" in str(error.value)
    assert "\n" not in str(error.value)
