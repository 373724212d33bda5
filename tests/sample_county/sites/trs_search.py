"""A newer TRS list: ten static entries, the rest behind a search service that this crawler does not speak."""

from __future__ import annotations

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site

SHOWN = 8


class TrsSearchSite(Site):
    """``dl/dd`` rows, an empty paging block and ``recordCount`` above what is shown: the list is incomplete."""

    platform = "trs_search"
    is_static = True

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}/"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        day = entry.listed_on
        return f"/{organ.column}/{day:%Y%m}/t{day:%Y%m%d}_{105_000 + entry.number}.htm"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self._list_entries(organ.name, night, is_whole=True))

    def is_complete(self, organ: Organ) -> bool:
        return False

    def answer_list(self, request: Request) -> Response | None:
        for organ in self.organs:
            if request.path in (self.list_path(organ), self.list_path(organ) + "index.html"):
                return self._list_page(organ)
        return None

    def _list_entries(self, name: str, night: int, *, is_whole: bool = False) -> tuple[Entry, ...]:
        entries = super()._list_entries(name, night)
        return entries if is_whole else entries[:SHOWN]

    def _list_page(self, organ: Organ) -> Response:
        folder = self.list_path(organ)
        entries = self.entries(organ)
        rows = [(entry, "./" + self.article_path(organ, entry).removeprefix(folder)) for entry in entries]
        total = self.stated_total(organ, self.night)
        page = self.page("list_trs_search.html.j2", organ=organ, rows=rows, total=total, shown=SHOWN)
        return self.stamp(page, entries[0])
