"""The unified forms (2019, 2021): lines of all grids → one edition, one printing of each table, cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transform.forms import Form, edition_for_year, load_forms
from transform.forms.model import Table
from transform.grids import DocumentContent
from transform.issues import make_issue
from transform.models import Cell, CellStatus, Issue, ReportInfo
from transform.shapes.other_years import keep_own_year
from transform.tables.aligned_lines import HeaderBook, align_lines
from transform.tables.cells import merge_readings
from transform.tables.choice import Choice, choose_printing, drop_strangers, keep_own
from transform.tables.damage import find_damage
from transform.tables.editions import edition_of_table2, edition_of_table3
from transform.tables.lines import DocumentLines, OddLine, ValueLine, scan_lines
from transform.tables.printings import Places, Printing, find_excess, split_printings
from transform.tables.readings import TableReading, read_table
from transform.tables.stray_rows import drop_stray_rows
from transform.tables.torn import name_torn_rows, name_torn_strip
from transform.words.roles import unified_forms


@dataclass(slots=True)
class FormReading:
    """What the tables of a document say: edition, the cells read by key, issues, numbers of the tables used."""

    edition: str | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)


def read_unified(content: DocumentContent, info: ReportInfo) -> FormReading:
    """Read Tables 2 to 4 of the unified forms. ``edition`` is None where no such table is printed."""
    content = keep_own_year(content, info.year)
    lines = scan_lines(content)
    lines.values = drop_stray_rows(lines.values, lines.odd)
    places = Places(content)
    result = FormReading()
    printings = _own_printings(places, lines.values, info, result)
    headers = HeaderBook()
    result.edition = _decide_edition(printings, headers, info, result.issues)
    if result.edition is None:
        return result
    form = load_forms()[result.edition]
    if named := _name_bare_lines(content, form, lines):
        ordered = sorted([*lines.values, *named], key=lambda line: (line.block, line.number))
        printings = _own_printings(places, ordered, info, result)
    own = keep_own(printings, info)
    for code in [code for code, group in own.items() if not group]:
        at, title = printings[code][0].at, form.table(code).title
        result.issues.append(make_issue("table_of_another_report", at=at, table=title))
        del own[code]
    aligned = {
        code: [align_lines(form.table(code), printing.lines, headers) for printing in group]
        for code, group in own.items()
    }
    damage = find_damage(content, form, [lines for group in aligned.values() for lines in group], lines.odd)
    for code, group in own.items():
        readings = [read_table(form, form.table(code), part, headers, damage) for part in aligned[code]]
        _take_readings(form.table(code), group, readings, info, result)
    result.issues += [issue for line in lines.odd if (issue := _odd_issue(line, result.tables))]
    return result


def _own_printings(
    places: Places, lines: Sequence[ValueLine], info: ReportInfo, result: FormReading
) -> dict[str, list[Printing]]:
    """The printings that may be the report's own; an issue names a table that has none but others'."""
    own, lost = drop_strangers(_without_endless(split_printings(places, lines), result), info)
    titles = {table.code: table.title for form in unified_forms() for table in form.tables}
    for code, printing in lost:
        issue = make_issue("table_of_another_report", at=printing.at, table=titles[code])
        result.issues += [issue] if issue not in result.issues else []
    return own


def _without_endless(printings: dict[str, list[Printing]], result: FormReading) -> dict[str, list[Printing]]:
    """The tables but for those printed so often that nobody could compare the printings; an issue names them."""
    titles = {table.code: table.title for form in unified_forms() for table in form.tables}
    excesses = {code: excess for code, group in printings.items() if (excess := find_excess(group))}
    for code, (count, limit) in excesses.items():
        issue = make_issue("table_too_often", table=titles[code], count=count, limit=limit)
        result.issues += [issue] if issue not in result.issues else []
    return {code: group for code, group in printings.items() if code not in excesses}


def _name_bare_lines(content: DocumentContent, form: Form, lines: DocumentLines) -> list[ValueLine]:
    """Lines of values whose labels were lost and which only one place in the form fits, named by it."""
    named = name_torn_rows(form, lines.values, lines.odd)
    strip = next(table.code for table in form.tables if table.layout == "strip")
    if not any(line.table == strip for line in lines.values):
        named += name_torn_strip(content, form, lines.odd)
    taken = {(line.block, line.number) for line in named}
    lines.odd = [line for line in lines.odd if (line.block, line.number) not in taken]
    return named


def _decide_edition(
    printings: dict[str, list[Printing]], headers: HeaderBook, info: ReportInfo, issues: list[Issue]
) -> str | None:
    found = {n: edition_of_table2(printing.lines, headers) for n, printing in enumerate(printings.get("t2", ()))}
    editions = {edition for edition in found.values() if edition}
    if len(editions) > 1:
        chosen = choose_printing(printings["t2"], info, dict.fromkeys(found, True))
        editions = {edition for n, edition in found.items() if printings["t2"][n] in chosen.printings and edition}
    if len(editions) == 1:
        return editions.pop()
    by_rows = edition_of_table3(line for printing in printings.get("t3", ()) for line in printing.lines)
    if by_rows and not editions:
        issues.append(make_issue("edition_from_rows", edition=by_rows))
        return by_rows
    return _edition_by_year(printings, info, issues) if editions or printings.get("t3") else None


def _edition_by_year(printings: dict[str, list[Printing]], info: ReportInfo, issues: list[Issue]) -> str | None:
    edition = edition_for_year(info.year) if info.year else None
    if edition not in {form.edition for form in unified_forms()}:
        issues.append(make_issue("edition_unknown"))
        return None
    issues.append(make_issue("edition_from_year", year=info.year, edition=edition))
    return edition


def _take_readings(
    table: Table, printings: Sequence[Printing], readings: Sequence[TableReading], info: ReportInfo, result: FormReading
) -> None:
    result.tables |= {line.grid.index for printing in printings for line in printing.lines}
    if len(readings) == 1:
        _take(readings[0], result)
    elif not _differ(readings):
        result.issues.append(make_issue("table_repeated", table=table.title, count=len(readings)))
        for reading in readings:
            _take(reading, result)
    else:
        numbered = {place: reading.has_number for place, reading in enumerate(readings)}
        choice = choose_printing(printings, info, numbered)
        _take_choice(table.title, printings, readings, choice, result)


def _take_choice(
    title: str, printings: Sequence[Printing], readings: Sequence[TableReading], choice: Choice, result: FormReading
) -> None:
    kept = [readings[place] for place, printing in enumerate(printings) if printing in choice.printings]
    if len(kept) == 1:
        reason = choice.reason or ""
        chosen = choice.printings[0].at
        result.issues.append(make_issue("table_chosen", table=title, count=len(readings), at=chosen, reason=reason))
        _take(kept[0], result)
        return
    if _differ(kept):
        result.issues.append(make_issue("table_ambiguous", table=title, count=len(kept)))
    result.cells |= merge_readings([reading.cells for reading in kept])
    result.issues += [issue for reading in kept for issue in reading.issues]


def _differ(readings: Sequence[TableReading]) -> bool:
    seen: dict[str, tuple[CellStatus, object]] = {}
    for reading in readings:
        for key, cell in reading.cells.items():
            content = (cell.status, cell.value)
            if seen.setdefault(key, content) != content:
                return True
    return False


def _take(reading: TableReading, result: FormReading) -> None:
    for key, cell in reading.cells.items():
        result.cells.setdefault(key, cell)
    result.issues += reading.issues


def _odd_issue(line: OddLine, tables: set[int]) -> Issue | None:
    if not line.has_number or line.grid.index not in tables:
        return None
    if line.text:
        return make_issue("unknown_row_label", at=line.at, label=line.text[:60])
    return make_issue("unlabelled_row", at=line.at)
