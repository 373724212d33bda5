"""Rectification notices (整改通知) as Word drafts: one per organ whose reports are missing or break an identity.

The wording is our own and stands in labels.yaml (``notice_*``). A notice is a draft: number, date and signature are
left for the office, and it asks the organ to check before it mends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from expectations.summary.findings import Finding, basis_in_words, failure_message
from expectations.summary.names import Names, show_number
from expectations.summary.records import Organ
from expectations.summary.snapshot import Snapshot
from expectations.summary.wording import Words

FONT = "仿宋"
HEADING_FONT = "黑体"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")


def wants_notice(findings: Sequence[Finding]) -> bool:
    """Whether an organ's findings call for a notice: an error of its own making."""
    return any(finding.severity == "error" for finding in findings)


def write_notice(path: Path, organ: Organ, findings: Sequence[Finding], snapshot: Snapshot, *, as_of: date) -> Path:
    """Write one organ's notice from its findings of severity error and give its path. Notices are Chinese."""
    import docx

    words, names = Words("zh"), Names("zh", snapshot.form_cells)
    document = docx.Document()
    _set_style(document)
    _paragraph(document, words("notice_draft"), size=10, align="right")
    _paragraph(document, words("notice_title"), size=18, align="center", is_heading=True)
    _paragraph(document, words("notice_addressee", organ=_plain(organ.name)))
    errors = [finding for finding in findings if finding.severity == "error"]
    _paragraph(document, words("notice_opening", date=_chinese_date(as_of), n=len(errors)), indent=True)
    _add_table(document, errors, snapshot, words, names)
    for key in ("notice_request_check", "notice_request_publish", "notice_request_reply", "notice_closing"):
        _paragraph(document, words(key), indent=True)
    _paragraph(document, words("notice_office"), align="right")
    _paragraph(document, words("notice_date"), align="right")
    stamp = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 - a document date, not an instant
    document.core_properties.created = document.core_properties.modified = stamp
    document.core_properties.author = words("notice_author")
    document.core_properties.title = words("notice_title")
    temporary = path.with_name(path.name + ".part")
    document.save(str(temporary))
    return temporary.replace(path)


def _add_table(document: Any, findings: Sequence[Finding], snapshot: Snapshot, words: Words, names: Names) -> None:
    heads = [words(key) for key in ("notice_col_number", "year", "notice_col_problem", "legal_basis")]
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, text, is_bold=True)
    for number, finding in enumerate(findings, start=1):
        texts = [str(number), str(finding.year), _problem(finding, words, names), _basis(finding, snapshot, words)]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            _fill(cell, text)
    _set_widths(table, (1.2, 1.6, 8.2, 4.6))
    document.add_paragraph()


def _problem(finding: Finding, words: Words, names: Names) -> str:
    if finding.failed is None:
        return finding.sentence.partition("：")[2]
    check = finding.failed.leading
    text = failure_message(finding.failed, words, names)
    if finding.failed.equation.is_split and check.left_value is not None:
        sides = f"{show_number(check.left_value)} {finding.failed.equation.sign} {show_number(check.right_value)}"
        return f"{text}（{sides}）"
    return text


def _basis(finding: Finding, snapshot: Snapshot, words: Words) -> str:
    """The rule's legal basis; for a missing report the article that asks for it."""
    identity = snapshot.identities.get(finding.rule)
    return words("notice_basis_publication") if finding.failed is None else basis_in_words(identity, words)


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


def _chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
