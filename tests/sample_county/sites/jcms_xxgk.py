"""大汉 Hanweb 信息公开 module: a report by organ code and year; lists as table rows by POST."""

from __future__ import annotations

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site
from .jcms import positive_number

PER_PAGE = 5


class JcmsXxgkSite(Site):
    """``/module/xxgk/xxgkAnnualReport.jsp?area=&fbtime=`` and POST ``/module/xxgk/search.jsp`` (``currpage``).

    Without ``fbtime`` the page offers the years. ``search.jsp`` answers a page past the end with its last one.
    """

    platform = "jcms_xxgk"
    template = "article_jcms.html.j2"
    report_page = "/module/xxgk/xxgkAnnualReport.jsp"
    search_page = "/module/xxgk/search.jsp"

    def list_path(self, organ: Organ) -> str:
        return f"{self.report_page}?area={organ.column}"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        if entry.is_report:
            return f"{self.report_page}?area={organ.column}&fbtime={entry.year}"
        day = entry.listed_on
        return f"/art/{day.year}/{day.month}/{day.day}/art_1601_{30_000 + entry.number}.html"

    def answer_list(self, request: Request) -> Response | None:
        asked = {**request.query, **request.form}
        organ = next((organ for organ in self.organs if organ.column == asked.get("area")), None)
        if organ is None or request.path not in (self.report_page, self.search_page):
            return None
        if request.path == self.search_page:
            return self._search(organ, positive_number(asked.get("currpage")))
        if request.query.get("fbtime"):
            return None
        years = [(entry.year, self.article_path(organ, entry)) for entry in self.entries(organ) if entry.is_report]
        return self.page("list_jcms_xxgk.html.j2", organ=organ, years=years, search_page=self.search_page)

    def _search(self, organ: Organ, asked: int) -> Response:
        entries = self.entries(organ)
        pages = -(-len(entries) // PER_PAGE)
        number = min(asked, pages)
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = [(entry, self.article_path(organ, entry)) for entry in shown]
        return self.page("search_jcms_xxgk.html.j2", rows=rows, total=len(entries), pages=pages, number=number)
