"""The CMS of Fuyang and its neighbours: one page per organ, addressed by a 24-digit branch number."""

from __future__ import annotations

import hashlib

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.web import Request, Response

from .base import Site

PER_PAGE = 8
FOLDERS = ("/opennessAnnualReport/detail", "/openness/detail/annual_report", "/xxgkAnnualReport/detail")
"""Where sites of this family keep the articles; every organ here uses another one."""


class My71Site(Site):
    """``/opennessAnnualReport/?branch_id=`` with ``&page=N``; past the end the last page comes for ever."""

    platform = "my71"
    template = "article_my71.html.j2"
    column_name = "政府信息公开年度报告"

    def list_path(self, organ: Organ) -> str:
        return f"/opennessAnnualReport/?branch_id={hex24(organ.column)}"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        folder = FOLDERS[self.organs.index(organ) % len(FOLDERS)]
        return f"{folder}/{hex24(f'{organ.column}/{entry.number}')}.html"

    def answer_list(self, request: Request) -> Response | None:
        if request.path.rstrip("/") != "/opennessAnnualReport":
            return None
        branch = request.query.get("branch_id")
        organ = next((organ for organ in self.organs if hex24(organ.column) == branch), None)
        if organ is None:
            return None
        entries = self.entries(organ)
        pages = -(-len(entries) // PER_PAGE)
        asked = request.query.get("page", "1")
        number = min(int(asked), pages) if asked.isdigit() and int(asked) else 1
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = [(entry, self.article_path(organ, entry)) for entry in shown]
        return self.page(
            "list_my71.html.j2", organ=organ, rows=rows, pages=pages, number=number, list_path=self.list_path(organ)
        )


def hex24(name: str) -> str:
    """A number of the shape such systems give their records, always the same for one name."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]
