"""拓尔思 WCM: static directories, relative links, the number of pages in a script."""

from __future__ import annotations

import math
import re

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import OldAddress, Site

PER_PAGE = 10


class TrsSite(Site):
    """``index.html``, ``index_1.html`` …; articles ``./YYYYMM/tYYYYMMDD_ID.html``; ETag and Last-Modified.

    The oldest reports of some organs lie in a directory of their own year, ``../gknb2018/``.
    """

    platform = "trs"
    is_gzipped = True
    is_static = True

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}/"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        day = entry.listed_on
        number = 10_000 + self.organs.index(organ) * 1_000 + entry.number
        folder = self._year_folder(organ, entry.year) if _is_old(organ, entry) else self.list_path(organ)
        return f"{folder}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"

    def old_addresses(self, organ: Organ) -> tuple[OldAddress, ...]:
        if organ.yearly_until is None:
            return ()
        return (OldAddress(self._year_folder(organ, "{Y}"), organ.since, organ.yearly_until),)

    def _year_folder(self, organ: Organ, year: int | str) -> str:
        return f"/{organ.column.rpartition('/')[0]}/gknb{year}/"

    def answer_list(self, request: Request) -> Response | None:
        for organ in self.organs:
            folder = self.list_path(organ)
            if request.path + "/" == folder:
                return Response(b"", status=301, headers=(("Location", folder),))
            match = re.fullmatch(re.escape(folder) + r"(?:index(?:_(\d+))?\.html)?", request.path)
            if match:
                entries = [entry for entry in self.entries(organ) if not _is_old(organ, entry)]
                return self._list_page(organ, folder, entries, int(match[1] or 0))
            for entry in self.entries(organ):
                if _is_old(organ, entry) and request.path == self._year_folder(organ, entry.year):
                    return self._list_page(organ, request.path, [entry], 0)
        return None

    def _list_page(self, organ: Organ, folder: str, entries: list[Entry], number: int) -> Response | None:
        pages = math.ceil(len(entries) / PER_PAGE)
        if number >= pages:
            return None
        shown = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
        rows = [(entry, "./" + self.article_path(organ, entry).removeprefix(folder)) for entry in shown]
        page = self.page("list_trs.html.j2", organ=organ, rows=rows, pages=pages, number=number)
        newest = max(entries, key=lambda entry: entry.listed_on)
        return self.stamp(page, newest)


def _is_old(organ: Organ, entry: Entry) -> bool:
    return entry.is_report and organ.yearly_until is not None and entry.year <= organ.yearly_until
