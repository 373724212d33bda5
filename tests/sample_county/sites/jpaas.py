"""Newer Hanweb: a column page that is filled by script from a JSON service."""

from __future__ import annotations

import hashlib
import json

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.render import fill
from tests.sample_county.web import Request, Response

from .base import Site

PER_PAGE = 5
"""The service gives five however many are asked for."""


class JpaasSite(Site):
    """Column page with ``queryData``; GET ``…/front/page/build/unit`` with ``paramJson={"pageNo":N,…}``.

    A bare ``pageNo`` is ignored, and so is any page size.
    """

    platform = "jpaas"
    template = "article_jcms.html.j2"
    service = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def list_path(self, organ: Organ) -> str:
        return f"/col/{organ.column}/index.html"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        number = hashlib.md5(f"{organ.column}/{entry.number}".encode(), usedforsecurity=False).hexdigest()
        return f"/art/{entry.listed_on.year}/art_{number}.html"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        if request.path == self.service:
            return self._answer_service(request)
        for organ in self.organs:
            if request.path == self.list_path(organ):
                return self.page("list_jpaas.html.j2", organ=organ, query=self._query(organ), service=self.service)
        return None

    def _query(self, organ: Organ) -> dict[str, str]:
        return {
            "parseType": "bulidstatic",
            "webId": "3f5d7a10c3e84b0ab1c0d8a52f6e0990",
            "tplSetId": "shili2022xxgk",
            "pageType": "column",
            "tagId": "信息列表",
            "editType": "null",
            "pageId": organ.column,
        }

    def _answer_service(self, request: Request) -> Response:
        organ = next((o for o in self.organs if o.column == request.query.get("pageId")), None)
        if organ is None or request.query.get("webId") != self._query(organ)["webId"]:
            return _json({"success": False, "code": "500", "message": "参数错误", "data": None})
        entries = self.entries(organ)
        number = _page_number(request.query.get("paramJson"))
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = [(entry, self.article_path(organ, entry)) for entry in shown]
        html = fill("unit_jpaas.html.j2", rows=rows, per_page=PER_PAGE, total=len(entries))
        return _json({"success": True, "code": "200", "message": "操作成功", "data": {"html": html}})


def _page_number(text: str | None) -> int:
    try:
        return max(1, int(json.loads(text or "{}").get("pageNo", 1)))
    except (ValueError, AttributeError, TypeError):
        return 1


def _json(content: object) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(body, media_type="application/json;charset=UTF-8")
