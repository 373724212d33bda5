"""龙讯: columns by organ number, type 3 for annual reports; a label service gives the same rows."""

from __future__ import annotations

import threading

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site
from .jcms import positive_number

PER_PAGE = 5


class LonsunSite(Site):
    """``/public/column/<organ>?type=3&action=list&pageIndex=N``; articles ``/public/<organ>/<content>.html``.

    Busy on the very first request: 503 with Retry-After, then well. Past the end it repeats its last page for ever.
    """

    platform = "lonsun"
    template = "article_lonsun.html.j2"
    column_name = "政府信息公开年报"

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._was_busy = threading.Event()

    def list_path(self, organ: Organ) -> str:
        return f"/public/column/{organ.column}?type=3&action=list"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        return f"/public/{organ.column}/{7_100_000 + entry.number}.html"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def respond(self, request: Request) -> Response:
        """As any site, but busy once."""
        if request.path.startswith("/public/column/") and not self._was_busy.is_set():
            self._was_busy.set()
            return Response("服务器繁忙".encode(), status=503, headers=(("Retry-After", "1"),))
        return super().respond(request)

    def answer_list(self, request: Request) -> Response | None:
        asked = {**request.query, **request.form}
        for organ in self.organs:
            is_column = request.path == f"/public/column/{organ.column}" and asked.get("type") == "3"
            is_label = request.path == "/site/label/8888" and asked.get("organId") == organ.column
            if is_column or (is_label and asked.get("labelName") == "publicInfoList"):
                return self._list_page(organ, positive_number(asked.get("pageIndex")), is_part=is_label)
        return None

    def _list_page(self, organ: Organ, asked: int, *, is_part: bool) -> Response:
        entries = self.entries(organ)
        pages = -(-len(entries) // PER_PAGE)
        number = min(asked, pages)
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = [(entry, self.article_path(organ, entry)) for entry in shown]
        template = "rows_lonsun.html.j2" if is_part else "list_lonsun.html.j2"
        return self.page(template, organ=organ, rows=rows, pages=pages, number=number, total=len(entries))
