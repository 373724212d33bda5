"""新点 Epoint (``epoint``): POST ``/rest/lightfrontaction/getgovinfolist`` with JSON, pages counted from 0.

The site's number stands in ``/js/webBuilderCommon.js``; ``deptcode`` and ``categorynum`` stand in the address of the
column or under ``params``.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from extract.adapters.base import Discovery, ListPage, Page, Request, Years
from extract.adapters.paging import collect_pages, describe_failure
from extract.adapters.records import dig, parse_json, read_records, to_int
from extract.models import Listing
from extract.registry import Source

PAGE_SIZE = 15
_SCRIPT = "/js/webBuilderCommon.js"
_ACTION = "/rest/lightfrontaction/getgovinfolist"
_SETTING = re.compile(r"[\"']?(siteGuid|projectName)[\"']?\s*[:=]\s*[\"']([^\"']+)[\"']")


def discover(source: Source, years: Years) -> Discovery:
    """Read the site's number, then the service page by page."""
    script = yield Request(urljoin(source.url, _SCRIPT))
    settings = dict(_SETTING.findall(script.text)) | source.params
    if "siteGuid" not in settings:
        reason = f"{_SCRIPT} names no siteGuid" if script.is_readable else describe_failure(script, 1)
        return Listing((), None, False, reason)
    asked = dict(parse_qsl(urlsplit(source.url).query)) | source.params
    service = urljoin(source.url, settings.get("projectName", "").rstrip("/") + _ACTION)

    def page_request(number: int, _known: int = 0) -> Request:
        wanted = {
            "deptcode": asked.get("deptcode", ""),
            "categorynum": asked.get("categorynum", ""),
            "siteGuid": settings["siteGuid"],
            "pageIndex": number - 1,
            "pageSize": PAGE_SIZE,
        }
        headers = (("Content-Type", "application/json;charset=UTF-8"), ("Referer", source.url))
        return Request(service, json.dumps(wanted), headers)

    first = yield page_request(1)
    got = yield from collect_pages(first, read_list, page_request)
    return got.listing(source, years)


def read_list(page: Page) -> ListPage:
    """Records of an answer; some services wrap them in a string of JSON."""
    custom = dig(parse_json(page.text), "custom")
    if isinstance(custom, str):
        custom = parse_json(custom)
    return ListPage(read_records(dig(custom, "data"), page.url), to_int(dig(custom, "total")))
