"""Anything else: a plain page of links, one directory a year, of which some have moved."""

from __future__ import annotations

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site

MOVED_YEAR = 2020
"""The directory of this year answers with a redirect to the archive of past years."""
REFRESHED_YEAR = 2021
"""The page of this year is a meta refresh to where the report now lies."""


class LinksSite(Site):
    """``/<column>/zfxxgknb/`` links ``nbzt/<year>nb/``, which is the report itself. The list is in GBK."""

    platform = "links"
    template = "article_links.html.j2"

    def list_path(self, organ: Organ) -> str:
        return f"/{organ.column}/zfxxgknb/"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        folder = self.list_path(organ)
        return f"{folder}nbzt/{entry.year}nb/" if entry.is_report else f"{folder}qt/{entry.number}.html"

    def final_path(self, organ: Organ, entry: Entry) -> str:
        if entry.is_report and entry.year in (MOVED_YEAR, REFRESHED_YEAR):
            return f"/{organ.column}/lnnb/{entry.year}/"
        return self.article_path(organ, entry)

    def answer_list(self, request: Request) -> Response | None:
        for organ in self.organs:
            if request.path == self.list_path(organ):
                rows = [(entry, self.article_path(organ, entry)) for entry in self.entries(organ)]
                page = self.page("list_links.html.j2", organ=organ, rows=rows)
                return Response(page.body.decode().encode("gb18030"), media_type="text/html")
            moved = self._answer_moved(organ, request.path)
            if moved:
                return moved
        return None

    def _answer_moved(self, organ: Organ, path: str) -> Response | None:
        folder = self.list_path(organ)
        old, new = (f"{folder}nbzt/{MOVED_YEAR}nb/", f"/{organ.column}/lnnb/{MOVED_YEAR}/")
        if path == old:
            return Response(b"", status=302, headers=(("Location", new),))
        refreshed, target = (f"{folder}nbzt/{REFRESHED_YEAR}nb/", f"/{organ.column}/lnnb/{REFRESHED_YEAR}/")
        if path == refreshed:
            html = f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head><body></body></html>'
            return Response(html.encode())
        if path in (new, target):
            return self.article(old if path == new else refreshed)
        return None
