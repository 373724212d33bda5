"""Rectification notices (整改通知) as Word drafts: one per organ whose reports are missing or break an identity.

The wording is our own and stands in labels.yaml (``notice_*``). A notice is a draft: number, date and signature are
left for the office, and it asks the organ to check before it mends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from expectations.summary.findings import Finding
from expectations.summary.names import show_number
from expectations.summary.overview import FindingWords
from expectations.summary.records import Organ
from expectations.summary.sentences import basis_in_words, failure_message
from expectations.summary.snapshot import Snapshot, newest_capture
from expectations.summary.wording import Words

FONT = "仿宋"
HEADING_FONT = "黑体"
BODY, QUICKLY = "word/document.xml", 1
NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - what a file must say of its making where no day is meant
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")


def wants_notice(findings: Sequence[Finding]) -> bool:
    """Whether an organ's findings call for a notice: an error of its own making."""
    return any(finding.severity == "error" for finding in findings)


class NoticeWriter:
    """Writes notices on one stationery: page, styles and properties are the same in all and are made once.

    Notices are Chinese. Up to what day the reports were checked is left for the office, as the date of the letter is:
    a draft stays as it is while its findings do. It says of what day the pages are.
    """

    def __init__(self, snapshot: Snapshot, tell: FindingWords) -> None:
        import docx

        self._snapshot, self._tell = snapshot, tell
        self._document = docx.Document()
        _set_style(self._document)
        properties = self._document.core_properties
        properties.created = properties.modified = NO_DAY
        properties.author, properties.title = tell.words("notice_author"), tell.words("notice_title")
        content = BytesIO()
        self._document.save(content)
        with ZipFile(content) as file:
            self._members = {name: file.read(name) for name in file.namelist()}

    def make(self, organ: Organ, findings: Sequence[Finding]) -> bytes:
        """One organ's notice, from its findings of severity error, as a Word file."""
        self._document._body.clear_content()
        self._write_body(organ, [finding for finding in findings if finding.severity == "error"])
        return self._pack(self._document.part.blob)

    def _write_body(self, organ: Organ, errors: Sequence[Finding]) -> None:
        document, words = self._document, self._tell.words
        fetched = newest_capture(finding.failed.report for finding in errors if finding.failed)
        captured = words("notice_captured", date=_chinese_date(fetched)) if fetched else ""
        _paragraph(document, words("notice_draft"), size=10, align="right")
        _paragraph(document, words("notice_title"), size=18, align="center", is_heading=True)
        _paragraph(document, words("notice_addressee", organ=_plain(organ.name)))
        _paragraph(document, words("notice_opening", captured=captured, n=len(errors)), indent=True)
        _add_table(document, errors, self._snapshot, self._tell)
        for key in ("notice_request_check", "notice_request_publish", "notice_request_reply", "notice_closing"):
            _paragraph(document, words(key), indent=True)
        _paragraph(document, words("notice_office"), align="right")
        _paragraph(document, words("notice_date"), align="right")

    def _pack(self, body: bytes) -> bytes:
        """The file, without the moment it was written: equal notices are equal files."""
        content = BytesIO()
        with ZipFile(content, "w") as file:
            for name, member in self._members.items():
                text = body if name == BODY else member
                file.writestr(ZipInfo(name, NO_DAY.timetuple()[:6]), text, ZIP_DEFLATED, compresslevel=QUICKLY)
        return content.getvalue()


def _add_table(document: Any, findings: Sequence[Finding], snapshot: Snapshot, tell: FindingWords) -> None:
    words = tell.words
    heads = [words(key) for key in ("notice_col_number", "year", "notice_col_problem", "legal_basis")]
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, text, is_bold=True)
    for number, finding in enumerate(findings, start=1):
        texts = [str(number), str(finding.year), _problem(finding, tell), _basis(finding, snapshot, words)]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            _fill(cell, text)
    _set_widths(table, (1.2, 1.6, 8.2, 4.6))
    document.add_paragraph()


def _problem(finding: Finding, tell: FindingWords) -> str:
    if finding.failed is None:
        return tell.sentence(finding).partition("：")[2]
    check = finding.failed.leading
    text = failure_message(finding.failed, tell.words, tell.names)
    if finding.failed.equation.is_split and check.left_value is not None:
        sides = f"{show_number(check.left_value)} {finding.failed.equation.sign} {show_number(check.right_value)}"
        return f"{text}（{sides}）"
    return text


def _basis(finding: Finding, snapshot: Snapshot, words: Words) -> str:
    """The rule's legal basis; for a missing report the article that asks for it."""
    if finding.failed is None:
        return words("notice_basis_publication")
    return basis_in_words(snapshot.identities.get(finding.failed.identity_id), words)


def _set_style(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.line_spacing = 1.5
    style.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _paragraph(
    document: Any, text: str, *, size: int = 14, align: str = "left", indent: bool = False, is_heading: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    sides = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
    paragraph.alignment = sides[align]
    paragraph.paragraph_format.first_line_indent = Pt(size * 2) if indent else None
    run = paragraph.add_run(_plain(text))
    run.font.size = Pt(size)
    if is_heading:
        run.font.name = HEADING_FONT
        run.bold = True
        run._element.rPr.rFonts.set(qn("w:eastAsia"), HEADING_FONT)


def _fill(cell: Any, text: str, *, is_bold: bool = False) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(_plain(text))
    run.font.size = Pt(10.5)
    run.bold = is_bold


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _plain(text: str) -> str:
    """Text that XML can carry: scraped names may hold control characters."""
    return _CONTROL.sub("", text)


def _chinese_date(moment: str) -> str:
    day = date.fromisoformat(moment[:10])
    return f"{day.year}年{day.month}月{day.day}日"
