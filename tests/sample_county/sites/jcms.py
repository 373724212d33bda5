"""大汉 Hanweb column: the first records inside the page, the rest from a data proxy."""

from __future__ import annotations

import re

from tests.sample_county.entries import Entry
from tests.sample_county.model import Organ
from tests.sample_county.render import fill
from tests.sample_county.web import Request, Response

from .base import Site

FIRST_RECORDS = 6
"""Records in the page itself; real sites print 45 to 60 of them, the county has fewer reports."""
MOST_RECORDS = 8
"""However many are asked for, no answer of an ordinary column holds more."""


class JcmsSite(Site):
    """``/col/colNNN/index.html`` and POST ``/module/web/jpage/dataproxy.jsp``.

    The proxy wants Referer and X-Requested-With. For the last column it ignores ``startrecord``, as some servers do.
    """

    platform = "jcms"
    template = "article_jcms.html.j2"
    column_name = "政府信息公开年报"
    proxy = "/module/web/jpage/dataproxy.jsp"

    def list_path(self, organ: Organ) -> str:
        return f"/col/col{organ.column}/index.html"

    def article_path(self, organ: Organ, entry: Entry) -> str:
        day = entry.listed_on
        number = 100_000 + self.organs.index(organ) * 1_000 + entry.number
        return f"/art/{day.year}/{day.month}/{day.day}/art_{organ.column}_{number}.html"

    def stated_total(self, organ: Organ, night: int) -> int | None:
        return len(self.entries_on(organ, night))

    def answer_list(self, request: Request) -> Response | None:
        if request.path == self.proxy:
            return self._answer_proxy(request)
        for organ in self.organs:
            if request.path in (self.list_path(organ), f"/col/col{organ.column}/"):
                return self._list_page(organ)
        return None

    def _list_page(self, organ: Organ) -> Response:
        entries = self.entries(organ)
        return self.page(
            "list_jcms.html.j2",
            organ=organ,
            records=self._records(organ, entries[:FIRST_RECORDS]),
            total=len(entries),
            unit=self._unit(organ),
            proxy=self.proxy,
        )

    def _answer_proxy(self, request: Request) -> Response:
        asked = {**request.query, **request.form}
        organ = next((organ for organ in self.organs if organ.column == asked.get("columnid")), None)
        is_ajax = request.headers.get("x-requested-with") == "XMLHttpRequest" and "referer" in request.headers
        if organ is None or not is_ajax or asked.get("unitid") != self._unit(organ):
            return Response(b"", status=403)
        first, last = (positive_number(asked.get(name)) for name in ("startrecord", "endrecord"))
        entries = self.entries(organ)
        if organ is self.organs[-1]:  # ignores startrecord, but not how many are asked for
            shown = entries[: last - first + 1]
        else:
            shown = entries[first - 1 : min(last, first - 1 + MOST_RECORDS)]
        xml = fill("proxy_jcms.xml.j2", records=self._records(organ, shown), total=len(entries))
        return Response(xml.encode(), media_type="text/xml; charset=utf-8")

    def _records(self, organ: Organ, entries: tuple[Entry, ...]) -> list[tuple[Entry, str]]:
        return [(entry, self.article_path(organ, entry)) for entry in entries]

    def _unit(self, organ: Organ) -> str:
        return f"5{organ.column}"


def positive_number(text: str | None) -> int:
    """A page or record number as sent, or 1."""
    return int(text) if text and re.fullmatch(r"\d+", text) and int(text) > 0 else 1
