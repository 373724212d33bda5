"""Consistent reports of fictional organs, built cell by cell, for every edition; tests then change what they try."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from extract.models import Capture, PageClass
from transform.forms import load_forms
from transform.models import Cell, CellStatus, Claim, DocumentInfo, ParsedReport, ReportInfo
from warehouse.load import LoadItem

Value = int | float | str | None
"""A number, ``blank``, ``dash``, ``missing``, ``unreadable``, readings ``1|12`` (empty: blank), None: as built."""

_T3 = {
    # row: natural person, commercial enterprise
    "new_received": (10, 4), "carried_in": (2, 0), "granted": (5, 4), "partial": (2, 0), "unable_not_held": (3, 0),
    "total_processed": (10, 4), "carried_out": (2, 0),
}  # fmt: skip
_OTHERS = {
    "t4.reconsideration.upheld": 1, "t4.reconsideration.pending": 1, "t4.reconsideration.total": 2,
    "t4.litigation_direct.corrected": 1, "t4.litigation_direct.total": 1,
    "t2.normative_docs.issued": 3, "t2.normative_docs.repealed": 1, "t2.normative_docs.in_force": 12,
    "t2.normative_docs.newly_made": 3, "t2.normative_docs.newly_disclosed": 3, "t2.normative_docs.total_disclosed": 20,
    "t2.admin_license.decisions": 7, "t2.admin_license.prev_year_items": 5, "t2.admin_license.net_change": -1,
    "t2.other_public_services.prev_year_items": 4, "t2.admin_penalty.prev_year_items": 3,
    "t2.admin_coercion.prev_year_items": 2, "t2.admin_fees.prev_year_items": 1, "t2.admin_fees.fee_amount": 12.5,
    "t2.gov_procurement.procurement_items": 2, "t2.gov_procurement.procurement_amount": 30.25,
    "g1.info_disclosed": 100, "g1.normative_docs_disclosed": 4, "g1.normative_docs_issued": 5, "g1.ch_website": 100,
    "g1.ch_gazette": 10, "g1.hot_issues": 3, "g1.press_conf": 2, "g1.press_conf_by_head": 1, "g1.online_interview": 2,
    "g1.online_interview_by_head": 1, "g1.received": 9, "g1.recv_online": 6, "g1.recv_letter": 3, "g1.completed": 9,
    "g1.completed_on_time": 8, "g1.completed_extended": 1, "g1.replies": 9, "g1.reply_agreed": 7, "g1.reply_refused": 2,
    "g1.refused_privacy": 2, "g1.s4_reconsideration": 1, "g1.recon_upheld": 1, "g1.s5_litigation": 1,
    "g1.lit_upheld": 1, "g1.staff": 5, "g1.staff_full_time": 2, "g1.staff_part_time": 3, "g1.s7_fees": 1.5,
    "l1.received": 6, "l1.recv_online": 4, "l1.recv_letter": 2, "l1.replies": 6, "l1.reply_agreed": 4,
    "l1.reply_refused": 2, "l1.refused_exempt_2": 2,
}  # fmt: skip
"""Numbers of the base report that are not 0, for whichever edition has the cell (2008: its ``period`` column)."""

_PREVIOUS = {
    "t2.normative_docs.in_force": 10, "t2.normative_docs.total_disclosed": 17, "t2.admin_license.prev_year_items": 6,
}  # fmt: skip
"""What the report of the year before shows otherwise, so that the chains hold."""

LINES = (
    "本机关一年来按期完成各项公开任务",
    "栏目建设与内容保障有专人负责",
    "答复文书经合法性审查后送达",
    "培训与考核纳入年度计划",
    "存在的短板是解读形式较为单一",
    "下一步将丰富图解和视频解读",
)


def base_cells(edition: str, *, is_previous: bool = False) -> dict[str, Decimal]:
    """Every cell of the edition's form with its number in the base report."""
    values: dict[str, Decimal] = {}
    for cell in load_forms()[edition].cells:
        number: int | float = 0
        if cell.table == "t3":
            natural, enterprise = _T3.get(cell.row, (0, 0))
            columns = {"natural_person": natural, "commercial_enterprise": enterprise, "total": natural + enterprise}
            number = columns.get(cell.column, 0)
        elif cell.table == "l1":
            number = _OTHERS.get(f"l1.{cell.row}", 0) if cell.column == "period" else 0
        else:
            number = (_PREVIOUS if is_previous else {}).get(cell.key, _OTHERS.get(cell.key, 0))
        values[cell.key] = Decimal(str(number))
    return values


@dataclass
class Draft:
    """A report to build. ``set`` changes cells of the base report; ``text`` is the prose under the six headings."""

    organ: str
    region: str
    year: int
    edition: str
    kind: str = "department"
    set: Mapping[str, Value] = field(default_factory=dict)
    claims: Sequence[tuple[str, float, str]] = ()
    lines: Sequence[str] = ()
    sections: Sequence[str] = ("s1", "s2", "s3", "s4", "s5", "s6")
    period: tuple[date | None, date | None] | None = None
    published: date | None = None
    is_previous: bool = False
    seen: int = 0

    def load_item(self) -> LoadItem:
        """The report as the loader takes it."""
        parsed = self.parsed()
        sha = hashlib.sha256(f"{self}".encode()).hexdigest()
        capture = Capture(
            url=f"http://www.example.gov.cn/{sha}",
            fetched_at=datetime(2026, 6, 1 + self.seen, tzinfo=UTC),
            status=200,
            headers=(),
            body=b"",
            sha256=sha,
            media_type="text/html",
            charset="utf-8",
            page_class=PageClass.OK,
        )
        return LoadItem(parsed, capture)

    def parsed(self) -> ParsedReport:
        """The report as the parser hands it over."""
        whole_year = (date(self.year, 1, 1), date(self.year, 12, 31))
        digest = hashlib.sha256(f"{self}".encode()).hexdigest()
        return ParsedReport(
            document=DocumentInfo(None, "report.html", digest, "text/html", "utf-8"),
            report=ReportInfo(
                self.organ,
                self.kind,
                self.region,
                self.year,
                self.edition,
                f"{self.organ}{self.year}年报",
                self.published,
                self.period or whole_year,
                tuple(self.sections),
            ),
            cells=tuple(self._cells()),
            claims=tuple(Claim(m, Decimal(str(v)), None, q, "line 1") for m, v, q in self.claims),
            indicators=(),
            issues=(),
            body_sha256=digest,
            is_report=True,
            body_text=self._text(),
        )

    def _cells(self) -> list[Cell]:
        numbers = base_cells(self.edition, is_previous=self.is_previous)
        form = load_forms()[self.edition]
        keys = [cell.key for cell in (*form.cells, *form.optional_cells)]
        unknown = set(self.set) - set(keys)
        assert not unknown, f"{unknown} are no cells of {self.edition}"
        return [build_cell(key, self.set.get(key), numbers.get(key)) for key in keys]

    def _text(self) -> str:
        titles = [f"{section.number}、{section.title}" for section in load_forms()["2021"].sections]
        body = "。".join(self.lines or LINES)
        return "\n".join(f"{title}\n{body if n in (0, 4) else '见表'}。" for n, title in enumerate(titles))


def build_cell(key: str, value: Value, base: Decimal | None) -> Cell:
    """One cell from the notation of `Value`; without a value the base report's number, or missing."""
    if value is None:
        status = CellStatus.MISSING if base is None else CellStatus.REPORTED
        return Cell(key, status, base, None if base is None else str(base), "万元")
    if not isinstance(value, str):
        return Cell(key, CellStatus.REPORTED, Decimal(str(value)), str(value), "万元")
    if "|" in value:
        readings = tuple(Decimal(part) if part else None for part in value.split("|"))
        return Cell(key, CellStatus.AMBIGUOUS, None, value, candidates=readings)
    return Cell(key, CellStatus(value), None, {"blank": "", "dash": "—"}.get(value))
