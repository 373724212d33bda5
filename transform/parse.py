"""The only way in: the bytes of one document → a `ParsedReport`. Pure: no network, no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.media import sniff_media_type
from transform.corrections import Correction, apply_corrections, shipped_corrections
from transform.errors import UnreadableDocument
from transform.forms import Form, edition_for_year, load_forms
from transform.grids import MAX_CELLS, MAX_LINES, DocumentContent, GridCell
from transform.indicators.reading import read_indicators
from transform.issues import make_issue
from transform.metadata.fields import read_metadata
from transform.models import Cell, CellStatus, DocumentInfo, Hints, Indicator, Issue, ParsedReport, ReportInfo
from transform.prose.body import Body, find_body
from transform.prose.claims import Prose, read_claims
from transform.readers.registry import read_document
from transform.shapes.abreast import part_tables
from transform.shapes.cloned import join_clones
from transform.shapes.framed import drop_frames
from transform.shapes.panes import join_panes
from transform.tables.recognised import is_recognised, keep_proven
from transform.tables.unified import FormReading, read_unified


def parse_document(body: bytes, hints: Hints, corrections: Sequence[Correction] | None = None) -> ParsedReport:
    """Read one document.

    Steps: bytes → blocks and grids; who, when, which year; the unified tables, else the single-value tables of
    2008-2018; the report's own text; its claims; what the register says of this address (``corrections``, by default
    the entries that come with the project). Every cell of the edition's form is in the result.

    Raises UnreadableDocument where the bytes are no document. A document that is no report comes back with
    ``is_report=False``, no cells, and an issue that says so.
    """
    if not body.strip():
        raise UnreadableDocument("empty_document", make_issue("empty_document").message_en)
    media_type = sniff_media_type(body, hints.declared_media_type)
    content = read_document(body, media_type, hints)
    document = DocumentInfo(hints.url, hints.path, hashlib.sha256(body).hexdigest(), media_type, content.charset)
    known = shipped_corrections() if corrections is None else corrections
    return apply_corrections(parse_content(content, document, hints), known)


def parse_content(content: DocumentContent, document: DocumentInfo, hints: Hints) -> ParsedReport:
    """`parse_document` from the blocks on, the same for every container.

    Raises UnreadableDocument where there is more of it than any report has.
    """
    _check_size(content)
    content = join_panes(join_clones(part_tables(drop_frames(content))))
    metadata = read_metadata(content, hints)
    reading, indicators = _read_tables(content, metadata.info)
    report_body = find_body(content, reading.tables)
    issues = [make_issue(code, None, **_params(found)) for code, found in (*content.issues, *metadata.findings)]
    if not is_report(reading, metadata.info):
        info = replace(metadata.info, edition=None)
        return _finish(document, info, report_body, [], (), [*issues, make_issue("not_a_report")], is_real=False)
    edition = reading.edition or _assumed_edition(metadata.info, reading.issues)
    info = replace(metadata.info, edition=edition)
    cells = fill_form(load_forms()[edition], _believed(content, edition, reading.cells)) if edition else []
    issues += [*reading.issues, *_edition_issues(info), *_gaps(cells, info)]
    issues += [] if is_recognised(content) else _unreadable(cells)
    return _finish(document, info, report_body, cells, indicators, issues, is_real=True)


def _check_size(content: DocumentContent) -> None:
    """Refuse what no report is as large as: every cell and line is looked up in the forms and rules."""
    if len(content.blocks) > MAX_LINES:
        raise UnreadableDocument("too_many_lines", make_issue("too_many_lines", limit=MAX_LINES).message_en)
    if sum(1 for grid in content.grids for row in grid.rows for cell in row if _is_worded(cell)) > MAX_CELLS:
        raise UnreadableDocument("too_many_cells", make_issue("too_many_cells", limit=MAX_CELLS).message_en)


def _is_worded(cell: GridCell) -> bool:
    return bool(cell.text) and not cell.text.isdigit()


def _read_tables(content: DocumentContent, info: ReportInfo) -> tuple[FormReading, tuple[Indicator, ...]]:
    """The unified tables where the page has them, else the single-value tables of 2008-2018."""
    unified = read_unified(content, info)
    if unified.edition is not None:
        return unified, ()
    single = read_indicators(content, info)
    return FormReading(single.edition, single.cells, single.issues, single.tables), tuple(single.indicators)


def _believed(content: DocumentContent, edition: str, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The cells as read; of recognised text those that a sum proves."""
    return keep_proven(load_forms()[edition], cells) if is_recognised(content) else cells


def _params(found: Mapping[str, object]) -> dict[str, object]:
    return dict(found)


def _finish(
    document: DocumentInfo, info: ReportInfo, body: Body, cells: list[Cell], indicators: tuple[Indicator, ...],
    issues: list[Issue], *, is_real: bool,
) -> ParsedReport:  # fmt: skip
    prose = read_claims(body.content, year=info.year, organ=info.organ) if is_real else Prose(())
    return ParsedReport(
        document=document,
        report=info,
        cells=tuple(cells),
        claims=prose.claims,
        indicators=indicators,
        issues=tuple(dict.fromkeys((*issues, *prose.issues))),
        body_sha256=body.sha256,
        is_report=is_real,
        body_text=body.text,
    )


def is_report(reading: FormReading, info: ReportInfo) -> bool:
    """A report shows at least one statutory table, or has its title and two of its sections."""
    return bool(reading.cells) or (info.title is not None and len(info.sections) >= 2)


def _assumed_edition(info: ReportInfo, issues: list[Issue]) -> str | None:
    edition = edition_for_year(info.year) if info.year else None
    if edition is None:
        issues.append(make_issue("edition_unknown"))
    else:
        issues.append(make_issue("edition_from_year", year=info.year, edition=edition))
    return edition


def fill_form(form: Form, read: Mapping[str, Cell]) -> list[Cell]:
    """Every cell of the form in its order, MISSING where the page has none; optional cells only where printed."""
    optional = {cell.key for cell in form.optional_cells}
    return [
        read.get(cell.key) or Cell(cell.key, CellStatus.MISSING)
        for cell in form.in_order
        if cell.key in read or cell.key not in optional
    ]


def _edition_issues(info: ReportInfo) -> list[Issue]:
    expected = edition_for_year(info.year) if info.year else None
    if expected is None or info.edition is None or expected == info.edition:
        return []
    return [make_issue("edition_differs_from_year", year=info.year, expected=expected, edition=info.edition)]


def _gaps(cells: list[Cell], info: ReportInfo) -> list[Issue]:
    """Tables that are not there at all, and tables without any number."""
    if info.edition is None:
        return []
    tables = load_forms()[info.edition].tables
    of_table: dict[str, list[Cell]] = {table.code: [] for table in tables}
    for cell in cells:
        of_table[cell.key.partition(".")[0]].append(cell)
    absent = [t.title for t in tables if all(cell.status is CellStatus.MISSING for cell in of_table[t.code])]
    blank = [t.title for t in tables if t.title not in absent and not any(map(_is_numbered, of_table[t.code]))]
    issues = [make_issue("tables_missing", tables="、".join(absent))] if absent else []
    return issues + [make_issue("blank_table", table=title) for title in blank]


def _unreadable(cells: Sequence[Cell]) -> list[Issue]:
    """One issue for every cell with something in it that is no number, or none for certain."""
    unread = [cell for cell in cells if cell.status is CellStatus.UNREADABLE]
    return [make_issue("cell_unreadable", cell.key, raw=cell.raw or "?") for cell in unread]


def _is_numbered(cell: Cell) -> bool:
    return cell.value is not None or bool(cell.candidates)
