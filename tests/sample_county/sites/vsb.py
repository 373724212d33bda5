"""博达 VSB: static pages, numbered from the oldest: ``nb.htm`` is the newest, ``nb/1.htm`` the last."""

from __future__ import annotations

import re

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.reports import Report
from tests.sample_county.web import Request, Response

from .base import Site

PER_PAGE = 4


class VsbSite(Site):
    """``x.htm``, then ``x/N.htm`` with N descending; articles ``/info/<tree>/<id>.htm``; files by ``download.jsp``."""

    platform = "vsb"
    template = "article_vsb.html.j2"
    is_static = True
    tree = 1042

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}.htm"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        return f"/info/{self.tree + self.organs.index(organ)}/{2_000 + entry.number}.htm"

    def document_path(self, path: str, report: Report) -> str:
        number = 900_000 + report.year
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=990101&wbfileid={number}"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        for organ in self.organs:
            pages = -(-len(self.entries(organ)) // PER_PAGE)
            if request.path == self.list_path(organ):
                return self._list_page(organ, 1, pages)
            match = re.fullmatch(rf"/{re.escape(organ.column)}/(\d+)\.htm", request.path)
            if match and 1 <= int(match[1]) < pages:
                return self._list_page(organ, pages - int(match[1]) + 1, pages)
        return None

    def _list_page(self, organ: Organ, number: int, pages: int) -> Response:
        entries = self.entries(organ)
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        up = "../" * (organ.column.count("/") + (1 if number > 1 else 0))
        rows = [(entry, up + self.article_path(organ, entry).lstrip("/")) for entry in shown]
        stem = organ.column.rsplit("/", 1)[-1]
        links = [(page, _page_link(stem, page, pages, number)) for page in range(1, pages + 1)]
        page = self.page(
            "list_vsb.html.j2", organ=organ, rows=rows, links=links, number=number, pages=pages, total=len(entries)
        )
        return self.stamp(page, entries[0])


def _page_link(stem: str, page: int, pages: int, current: int) -> str:
    """How page ``page`` is linked from page ``current``: the first is ``stem.htm``, others count down in a folder."""
    if page == 1:
        return f"../{stem}.htm" if current > 1 else f"{stem}.htm"
    name = f"{pages - page + 1}.htm"
    return name if current > 1 else f"{stem}/{name}"
