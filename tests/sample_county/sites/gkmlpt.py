"""广东 政府信息公开平台: a page of settings, a JSON service, and articles whose body is escaped in a script."""

from __future__ import annotations

import json
from datetime import datetime

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.render import render_body
from tests.sample_county.reports import Report
from tests.sample_county.web import Request, Response

from .base import SHANGHAI, Site
from .jcms import positive_number

PER_PAGE = 4
"""Real services give 100; the county has fewer."""
SID = "990101"


class GkmlptSite(Site):
    """``/gkmlpt/index`` with ``window._CONFIG``; GET ``/gkmlpt/api/all/<category>?page=N&sid=SID``."""

    platform = "gkmlpt"

    def list_path(self, organ: Organ) -> str:
        return f"/gkmlpt/index#{organ.column}"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        number = 1_000_000 + self.organs.index(organ) * 1_000 + entry.number
        return f"/gkmlpt/content/{number // 1_000_000}/{number // 1_000}/post_{number}.html"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        if request.path in ("/gkmlpt/index", "/gkmlpt/"):
            tree = [{"id": 1, "name": "法定主动公开内容", "children": [self._branch(organ) for organ in self.organs]}]
            return self.page("list_gkmlpt.html.j2", sid=SID, tree=json.dumps(tree, ensure_ascii=False))
        for organ in self.organs:
            if request.path == f"/gkmlpt/api/all/{organ.column}":
                return self._answer_service(organ, request)
        return None

    def _branch(self, organ: Organ) -> dict[str, object]:
        return {"id": int(organ.column), "name": "政府信息公开年报", "publisher": organ.name, "children": []}

    def _answer_service(self, organ: Organ, request: Request) -> Response:
        entries = self.entries(organ) if request.query.get("sid") == SID else ()
        number = positive_number(request.query.get("page"))
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        articles = [self._article(organ, entry) for entry in shown]
        body = json.dumps({"articles": articles, "total": len(entries), "page": number}, ensure_ascii=False)
        return Response(body.encode(), media_type="application/json")

    def _article(self, organ: Organ, entry: Entry) -> dict[str, object]:
        day = entry.listed_on
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
        return {
            "id": 1_000_000 + entry.number,
            "title": entry.title,
            "url": f"{self.base_url}{self.article_path(organ, entry)}",
            "publisher": organ.name,
            "created_at": f"{day.isoformat()} 09:00:00",
            "date": int(moment.timestamp()),
            "display_publish_time": int(moment.timestamp()),
        }

    def render_article(self, path: str, report: Report) -> bytes:
        detail = {
            "title": report.title,
            "publisher": report.organ.name,
            "created_at": f"{report.published_on.isoformat()} 09:00:00",
            "content": str(render_body(report)),
        }
        escaped = json.dumps(detail, ensure_ascii=False).replace("<", "\\u003C").replace(">", "\\u003E")
        return self.page("article_gkmlpt.html.j2", title=report.title, sid=SID, detail=escaped).body
