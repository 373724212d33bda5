"""``.shtml`` sites: a column page with a channel number, the records from a JSON service."""

from __future__ import annotations

import hashlib
import json

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site
from .jcms import positive_number

MOST_RECORDS = 10


class UcapSite(Site):
    """``zfxxgk_gknbz.shtml`` and POST ``/getFileListByCodeId`` (channelId, page, size); at most ten records an answer.

    The page itself prints the newest five. Articles carry ``<ucaptitle> <ucapcontent> <publishtime>``.
    """

    platform = "ucap"
    is_gzipped = True
    template = "article_ucap.html.j2"
    column_name = "信息公开年报"
    service = "/getFileListByCodeId"

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}/zfxxgk_gknbz/zfxxgk_gknbz.shtml"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        return f"/{organ.column}/gknb/{entry.listed_on:%Y%m}/{_hex32(f'{organ.column}/{entry.number}')}.shtml"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        if request.path == self.service:
            return self._answer_service({**request.query, **request.form})
        for organ in self.organs:
            if request.path == self.list_path(organ):
                rows = [(entry, self.article_path(organ, entry)) for entry in self.entries(organ)[:5]]
                return self.page("list_ucap.html.j2", organ=organ, rows=rows, channel=_hex32(organ.column))
        return None

    def _answer_service(self, asked: dict[str, str]) -> Response:
        organ = next((o for o in self.organs if _hex32(o.column) == asked.get("channelId")), None)
        entries = self.entries(organ) if organ else ()
        size = min(positive_number(asked.get("size")), MOST_RECORDS)
        number = positive_number(asked.get("page"))
        shown = entries[(number - 1) * size : number * size]
        results = [_record(entry, f"{self.base_url}{self.article_path(organ, entry)}") for entry in shown if organ]
        data = {"page": number, "rows": size, "total": len(entries), "results": results}
        body = json.dumps({"code": 200, "results": {"data": data}}, ensure_ascii=False).encode()
        return Response(body, media_type="application/json; charset=utf-8")


def _record(entry: Entry, url: str) -> dict[str, object]:
    return {
        "title": entry.title,
        "titleHtml": entry.title,
        "url": url,
        "publishedTimeStr": f"{entry.listed_on.isoformat()} 09:00:00",
    }


def _hex32(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
