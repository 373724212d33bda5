"""What every site of the county does alike: robots.txt, articles by delivery, attachments, errors, furniture."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlsplit

from tests.sample_county.documents import DOCUMENT_TYPES, write_document
from tests.sample_county.entries import Entry, list_entries, load_noise
from tests.sample_county.model import Organ, Region
from tests.sample_county.render import fill, render_page
from tests.sample_county.reports import Report, ReportBook
from tests.sample_county.web import Request, Response, canonical_target

SHANGHAI = timezone(timedelta(hours=8))
LINK_NAMES = ("省政府网", "市政府网", "政务服务网", "公共资源交易网", "融媒体中心", "教育云", "健康码", "信用网")


@dataclass(frozen=True, slots=True)
class OldAddress:
    """A list address of earlier statistics years; ``{Y}`` in ``path`` stands for the year."""

    path: str
    since: int
    until: int


class Site:
    """One host. A subclass gives the family's addresses, lists and templates.

    Static sites answer with validators and without furniture; others show a visit counter and rotate their footer
    links on every request, which must never count as a correction.
    """

    platform: ClassVar[str]
    template: ClassVar[str] = "article_trs.html.j2"
    column_name: ClassVar[str] = "政府信息公开年报"
    is_static: ClassVar[bool] = False
    is_blocked: ClassVar[bool] = False
    is_gzipped: ClassVar[bool] = False
    disallowed: ClassVar[tuple[str, ...]] = ("/search/",)

    def __init__(self, book: ReportBook, organs: tuple[Organ, ...], base_url: str) -> None:
        self.book = book
        self.organs = organs
        self.base_url = base_url
        self.night = 1
        self._requests = itertools.count(1)
        self._entries = lru_cache(maxsize=None)(self._list_entries)
        self._articles = lru_cache(maxsize=None)(self._index_articles)
        self._documents = lru_cache(maxsize=None)(self._index_documents)
        self._pages = lru_cache(maxsize=None)(self._write_page)
        self._files = lru_cache(maxsize=None)(self._write_file)

    # what a family defines

    def list_path(self, organ: Organ) -> str:
        """Address of the organ's column, with its query, below the host."""
        raise NotImplementedError

    def article_path(self, organ: Organ, entry: Entry) -> str:
        """Address of an entry's article below the host."""
        raise NotImplementedError

    def answer_list(self, request: Request) -> Response | None:
        """A list page or list service; None where the address is no list."""
        raise NotImplementedError

    def stated_total(self, organ: Organ, night: int) -> int | None:
        """How many entries the list says it has, where the family says so."""
        return None

    def final_path(self, organ: Organ, entry: Entry) -> str:
        """Where the article really lies, when its address sends the reader on."""
        return self.article_path(organ, entry)

    def old_addresses(self, organ: Organ) -> tuple[OldAddress, ...]:
        """Where reports of earlier years lie, when not in the column."""
        return ()

    def is_complete(self, organ: Organ) -> bool:
        """Whether every entry of the column can be reached."""
        return True

    # the same for all

    def entries(self, organ: Organ) -> tuple[Entry, ...]:
        """Everything the organ's column holds tonight, newest first."""
        return self._entries(organ.name, self.night)

    def entries_on(self, organ: Organ, night: int) -> tuple[Entry, ...]:
        """The same for a given night."""
        return self._entries(organ.name, night)

    def url_of(self, organ: Organ, entry: Entry) -> str:
        """Full address of an entry's article."""
        return f"{self.base_url}{self.article_path(organ, entry)}"

    def document_path(self, path: str, report: Report) -> str:
        """Address of the attachment below the host, beside the article by default."""
        return f"{path.rpartition('.')[0]}.{report.delivery}"

    def document_url(self, organ: Organ, entry: Entry) -> str | None:
        """Full address of the attachment that holds the report, None where the page itself does."""
        if entry.report is None or entry.report.delivery not in DOCUMENT_TYPES:
            return None
        return f"{self.base_url}{self.document_path(self.article_path(organ, entry), entry.report)}"

    def respond(self, request: Request) -> Response:
        """The answer to one request."""
        if request.path == "/robots.txt":
            return Response(self._robots().encode(), media_type="text/plain")
        found = self.answer_list(request) or self.article(request.target) or self._answer_document(request.target)
        return found or self.not_found()

    def not_found(self) -> Response:
        """An honest 404."""
        return Response(self.page("message.html.j2", message="您访问的页面不存在或已删除").body, status=404)

    def page(self, template: str, **values: object) -> Response:
        """A template of the site with its furniture."""
        html = fill(template, region=self.region, furniture=self.furniture(), base_url=self.base_url, **values)
        return Response(html.encode())

    @property
    def region(self) -> Region:
        """The county."""
        return self.book.plan.region

    def furniture(self) -> Mapping[str, object]:
        """Visit counter and footer links: other ones on every request, none on static sites."""
        if self.is_static:
            return {}
        visit = next(self._requests)
        turn = visit % len(LINK_NAMES)
        return {"visits": 83_000 + visit, "links": (*LINK_NAMES[turn:], *LINK_NAMES[:turn])[:5]}

    def _robots(self) -> str:
        return "".join(("User-agent: *\n", *(f"Disallow: {path}\n" for path in self.disallowed)))

    def _list_entries(self, name: str, night: int) -> tuple[Entry, ...]:
        return list_entries(self.book, self.book.plan.organ(name), night)

    def _index_articles(self, night: int) -> dict[str, tuple[Organ, Entry]]:
        return {
            _canonical(self.article_path(organ, entry)): (organ, entry)
            for organ in self.organs
            for entry in self._entries(organ.name, night)
        }

    def _index_documents(self, night: int) -> dict[str, Entry]:
        return {
            _canonical(self.document_path(self.article_path(organ, entry), entry.report)): entry
            for organ in self.organs
            for entry in self._entries(organ.name, night)
            if entry.report and entry.report.delivery in DOCUMENT_TYPES
        }

    def article(self, target: str) -> Response | None:
        """The article at an address, as it is delivered tonight."""
        found = self._articles(self.night).get(target)
        if found is None:
            return None
        organ, entry = found
        if entry.report is None:
            return self.stamp(self._noise_page(organ, entry, target), entry)
        deviation = self.book.plan.deviation(entry.report.organ.name, entry.year)
        if self.night >= 2 and deviation.night2 and deviation.night2.is_withdrawn:
            return self.not_found()
        return self._deliver(entry, entry.report, target)

    def _answer_document(self, target: str) -> Response | None:
        entry = self._documents(self.night).get(target)
        if entry is None or entry.report is None:
            return None
        media_type = DOCUMENT_TYPES[entry.report.delivery]
        name = quote(f"{entry.title}.{entry.report.delivery}")
        disposition = ("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        file = Response(self._files(target, self.night), media_type=media_type, headers=(disposition,))
        return self._date(file, entry)

    def _write_file(self, target: str, night: int) -> bytes:
        report = self._documents(night)[target].report
        assert report is not None
        return write_document(report)

    def _deliver(self, entry: Entry, report: Report, target: str) -> Response:
        if report.delivery == "soft_404":
            return self.page("message.html.j2", message="抱歉，您访问的页面不存在")
        if report.delivery == "script_shell":
            return self.page("shell.html.j2")
        body = self._pages(target, self.night) if self.is_static else self._write_page(target, self.night)
        media_type = "text/html; charset=utf-8" if report.charset == "utf-8" else "text/html; charset=ISO-8859-1"
        return self.stamp(Response(body, media_type=media_type), entry)

    def _write_page(self, target: str, night: int) -> bytes:
        report = self._articles(night)[target][1].report
        assert report is not None
        return self.render_article(target, report)

    def render_article(self, target: str, report: Report) -> bytes:
        """The page of a report, or the page that links its attachment."""
        is_file = report.delivery in DOCUMENT_TYPES
        link = self.document_path(target, report) if is_file else None
        url = f"{self.base_url}{target}"
        return render_page(
            report,
            "attachment.html.j2" if is_file else self.template,
            url=url,
            column=self.column_name,
            furniture=self.furniture(),
            link=link,
        )

    def _noise_page(self, organ: Organ, entry: Entry, target: str) -> Response:
        if entry.kind == "superior":
            return Response(self.render_article(target, self.superior_report(entry)))
        paragraphs = load_noise().paragraphs
        return self.page("noise.html.j2", entry=entry, organ=organ, paragraphs=paragraphs)

    def superior_report(self, entry: Entry) -> Report:
        """The report of the city above that an entry of kind ``superior`` leads to."""
        return self.book.superior_report(entry.title, entry.year, entry.listed_on)

    def stamp(self, response: Response, entry: Entry) -> Response:
        """The page with validators on a static site, as it is on others."""
        return self._date(response, entry) if self.is_static else response

    def _date(self, response: Response, entry: Entry) -> Response:
        """Validators of a file: written when it was published, and again when it was silently corrected."""
        written = datetime(entry.listed_on.year, entry.listed_on.month, entry.listed_on.day, 9, tzinfo=SHANGHAI)
        deviation = self.book.plan.deviation(entry.report.organ.name, entry.year) if entry.report else None
        if deviation and deviation.night2 and self.night >= 2:
            written += timedelta(days=100)
        return Response(response.body, response.status, response.media_type, response.headers, _to_utc(written))


def _canonical(address: str) -> str:
    parts = urlsplit(address)
    return canonical_target(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
