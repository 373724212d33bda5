"""The same crawl with Scrapy: list, reports, robots.txt, one request per host, WARC with warcio."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class FarmSpider(scrapy.Spider):
    """Reads each list and every report on it."""

    name = "farm"

    def __init__(self, hosts: list[str], folder: Path, **_: Any) -> None:
        super().__init__()
        self.hosts = hosts
        self.pages = 0
        self.file = (folder / "scrapy.warc.gz").open("wb")
        self.writer = WARCWriter(self.file, gzip=True, warc_version="1.1")

    async def start(self):  # type: ignore[no-untyped-def]
        for host in self.hosts:
            yield scrapy.Request(f"http://{host}/nb/", callback=self.parse)

    def parse(self, response: Any) -> Iterator[scrapy.Request]:
        self.archive(response)
        for link in response.css("td > a"):
            if "年度报告" in (link.attrib.get("title") or ""):
                yield response.follow(link.attrib["href"], callback=self.parse_report)

    def parse_report(self, response: Any) -> None:
        self.archive(response)

    def archive(self, response: Any) -> None:
        """Request and response records, as a WARC pipeline writes them."""
        self.pages += 1
        parts = urlsplit(response.url)
        asked = [(name.decode(), values[0].decode()) for name, values in response.request.headers.items()]
        sent = [(name.decode(), value.decode()) for name, values in response.headers.items() for value in values]
        request_line = f"GET {parts.path} HTTP/1.1"
        http = StatusAndHeaders(request_line, [("Host", parts.netloc), *asked], is_http_request=True)
        request = self.writer.create_warc_record(response.url, "request", http_headers=http)
        served = StatusAndHeaders(f"{response.status} OK", sent, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            response.url, "response", payload=BytesIO(response.body), length=len(response.body), http_headers=served
        )
        self.writer.write_request_response_pair(request, record)

    def closed(self, _reason: str) -> None:
        self.file.close()


def crawl(hosts: list[str], concurrency: int, folder: Path) -> int:
    """Run the spider; returns the pages archived."""
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    crawler = process.create_crawler(FarmSpider)
    process.crawl(crawler, hosts=hosts, folder=folder)
    process.start()
    assert isinstance(crawler.spider, FarmSpider)
    return crawler.spider.pages
