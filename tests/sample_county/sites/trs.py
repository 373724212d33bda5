"""拓尔思 WCM: static directories, relative links, the number of pages in a script."""

from __future__ import annotations

import math
import re

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site

PER_PAGE = 10


class TrsSite(Site):
    """``index.html``, ``index_1.html`` …; articles ``./YYYYMM/tYYYYMMDD_ID.html``; ETag and Last-Modified."""

    platform = "trs"
    is_static = True

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}/"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        day = entry.listed_on
        number = 10_000 + self.organs.index(organ) * 1_000 + entry.number
        return f"/{organ.column}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html"

    def answer_list(self, request: Request) -> Response | None:
        for organ in self.organs:
            folder = self.list_path(organ)
            if request.path + "/" == folder:
                return Response(b"", status=301, headers=(("Location", folder),))
            match = re.fullmatch(re.escape(folder) + r"(?:index(?:_(\d+))?\.html)?", request.path)
            if match:
                return self._list_page(organ, int(match[1] or 0))
        return None

    def _list_page(self, organ: Organ, number: int) -> Response | None:
        entries = self.entries(organ)
        pages = math.ceil(len(entries) / PER_PAGE)
        if number >= pages:
            return None
        shown = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
        folder = self.list_path(organ)
        rows = [(entry, "./" + self.article_path(organ, entry).removeprefix(folder)) for entry in shown]
        page = self.page("list_trs.html.j2", organ=organ, rows=rows, pages=pages, number=number)
        newest = max(entries, key=lambda entry: entry.listed_on)
        return self.stamp(page, newest)
