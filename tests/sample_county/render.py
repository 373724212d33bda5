"""Reports and site pages as HTML, from the Jinja templates of this package."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .model import LayoutName, load_plan
from .narrative import Paragraph, write_report
from .reports import Report, ReportBook


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["split_label"] = split_label
    environment.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    return environment


def fill(template: str, **values: Any) -> str:
    """One template of the package filled in."""
    return _environment().get_template(template).render(**values)


def render_body(report: Report) -> Markup:
    """The report's own part of a page: title apart, prose and tables in the organ's habit of markup."""
    return Markup(
        fill("report.html.j2", report=report, blocks=write_report(report).blocks, style=style_of(report.layout))
    )


def style_of(layout: LayoutName) -> str:
    """Which cell macro a layout uses: the shapes of ``twice`` and its like are filled in plainly."""
    return layout if layout in ("word", "spans", "vertical", "nested", "unclosed", "padded") else "plain"


def split_label(text: str) -> list[str]:
    """A label in the pieces a word processor leaves: cut at the same places every time."""
    rng = random.Random(text)
    pieces, rest = [], text
    while rest:
        size = rng.randint(1, 4)
        pieces.append(rest[:size])
        rest = rest[size:]
    return pieces


def render_report(
    organ: str, year: int, *, layout: LayoutName | None = None, night: int = 1, book: ReportBook | None = None
) -> bytes:
    """A whole page with one report, without a server: UTF-8 bytes (or the report's own charset).

    ``organ`` is a name of county.yaml; ``layout`` overrules the organ's habit.
    """
    book = book or ReportBook()
    report = book.report(load_plan().organ(organ), year, night)
    if layout:
        report = with_layout(report, layout)
    return render_page(report, "article_trs.html.j2", url="http://localhost/", column="政府信息公开年报", furniture={})


def with_layout(report: Report, layout: LayoutName) -> Report:
    """The same report in another habit of markup."""
    from dataclasses import replace

    return replace(report, layout=layout)


def render_page(
    report: Report, template: str, *, url: str, column: str, furniture: Mapping[str, object], link: str | None = None
) -> bytes:
    """The page of a report on its site, in the report's charset; with ``link`` to the attachment that holds it."""
    page = fill(
        template,
        title=report.title,
        url=url,
        column=column,
        published_on=report.published_on,
        region=load_plan().region,
        source=report.organ.name,
        body="" if link else render_body(report),
        furniture=furniture,
        link=link,
        suffix=report.delivery,
        number=article_number(report),
    )
    return page.encode(report.charset, errors="xmlcharrefreplace")


def article_number(report: Report) -> int:
    """The number a site gives the article: the same on every start."""
    return random.Random(f"{report.organ.name}/{report.year}").randint(20_000, 99_999)
