"""新点 Epoint: a page without records, its site number in a script, the list by POST of JSON."""

from __future__ import annotations

import json

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site

MOST_RECORDS = 6
SITE_GUID = "7eb5f7f1-9041-43ad-8e13-990101990101"
PROJECT = "/EWB-FRONT"


class EpointSite(Site):
    """POST ``…/rest/lightfrontaction/getgovinfolist`` {deptcode, categorynum, siteGuid, pageIndex from 0, pageSize}.

    At most six records an answer, whatever ``pageSize`` says; ``custom.total`` is true.
    """

    platform = "epoint"
    template = "article_epoint.html.j2"
    column_name = "政府信息公开年报"
    service = "/rest/lightfrontaction/getgovinfolist"

    def list_path(self, organ: Organ) -> str:
        return f"/xxgk/govInfoPub.html?deptcode=&categorynum={organ.column}"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        number = f"{0x3F2A0000 + entry.number:08x}-99ab-4f01-9c2e-1f2e3d4c5b6a"
        return f"/xxgk/{organ.column}/{entry.listed_on:%Y%m%d}/{number}.html"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        if request.path == "/js/webBuilderCommon.js":
            script = f'var siteInfo = {{"projectName":"{PROJECT}","siteGuid":"{SITE_GUID}"}};\nvar pageSize = 15;\n'
            return Response(script.encode(), media_type="application/javascript")
        if request.path == "/xxgk/govInfoPub.html":
            return self.page("list_epoint.html.j2", service=PROJECT + self.service)
        if request.path in (self.service, PROJECT + self.service):
            return self._answer_service(request)
        return None

    def _answer_service(self, request: Request) -> Response:
        asked = _parameters(request.body)
        organ = next((o for o in self.organs if o.column == asked.get("categorynum")), None)
        entries = self.entries(organ) if organ and asked.get("siteGuid") == SITE_GUID else ()
        size = min(_count(asked.get("pageSize"), MOST_RECORDS), MOST_RECORDS)
        first = _count(asked.get("pageIndex"), 0) * size
        data = [_record(entry, self.article_path(organ, entry)) for entry in entries[first : first + size] if organ]
        body = json.dumps({"custom": {"total": len(entries), "data": data}, "status": {"code": 1}}, ensure_ascii=False)
        return Response(body.encode(), media_type="application/json;charset=UTF-8")


def _record(entry: Entry, path: str) -> dict[str, str]:
    day = entry.listed_on.isoformat()
    return {"title": entry.title, "realtitle": entry.title, "infourl": path, "infodate": day}


def _parameters(body: bytes) -> dict[str, object]:
    """The JSON of the request, wrapped in ``params`` by some pages and bare on others."""
    try:
        asked = json.loads(body or b"{}")
    except ValueError:
        return {}
    inner = asked.get("params", asked) if isinstance(asked, dict) else {}
    return inner if isinstance(inner, dict) else {}


def _count(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isdigit() else otherwise
