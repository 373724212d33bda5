"""Single-value tables (2014-2018) that lost their header, or whose rows ran together: no number in another's place."""

from __future__ import annotations

import random
from decimal import Decimal

from tests.transform.generator import indicator_traps  # noqa: F401 - register
from tests.transform.generator.indicator_pages import INDICATOR_TRAPS, make_indicator_page
from transform.forms import load_forms
from transform.models import CellStatus, Hints, ParsedReport
from transform.parse import parse_document

HEADER = "指标名称|计量单位|2014年|历年累计"
ROWS = (
    "主动公开政府信息数|条|2301|9001",
    "其中：1、政府网站公开数|条|2302|9002",
    "2、政府公报公开数|条|2303|9003",
    "对申请的答复总数|条|2304|9004",
    "其中：1、同意公开答复数|条|2305|9005",
    "2、同意部分公开答复数|条|2306|9006",
    "4、其他类型答复数|条|2307|9007",
    "行政复议数|件|2308|9008",
)


def parse_rows(*rows: str) -> ParsedReport:
    """A page with these rows, cells set apart by ``|``."""
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row.split('|'))}</tr>" for row in rows)
    title = "示例县人民政府2014年政府信息公开工作年度报告"
    return parse_document(f"<h1>{title}</h1><table>{lines}</table>".encode(), Hints())


def values(report: ParsedReport) -> dict[str, Decimal]:
    return {cell.key: cell.value for cell in report.cells if cell.value is not None}


def test_the_whole_table_is_read() -> None:
    assert values(parse_rows(HEADER, *ROWS))["g1.reply_partial"] == 2306


def test_a_sole_figure_is_no_value_where_other_rows_show_two_and_no_header_names_them() -> None:
    """The page's beginning was lost, and this year's figure of one row with it."""
    report = parse_rows(*ROWS[:5], "2、同意部分公开答复数|条|9006", *ROWS[6:])
    assert values(report) == {}
    cell = next(cell for cell in report.cells if cell.key == "g1.reply_partial")
    assert (cell.status, cell.candidates) == (CellStatus.AMBIGUOUS, (9006, None))


def test_sole_figures_without_a_header_are_read() -> None:
    report = parse_rows(*(row.rpartition("|")[0] for row in ROWS))
    assert values(report)["g1.reply_partial"] == 2306


def test_two_units_side_by_side_are_two_rows_run_together() -> None:
    report = parse_rows(HEADER, *ROWS[:5], "2、同意部分公开答复数|条|件|2308|9008")
    assert "g1.reply_partial" not in values(report)


def test_a_row_longer_than_the_table_holds_a_cell_of_another() -> None:
    """A label was moved behind one that only this province prints; the figures are the local row's."""
    report = parse_rows(HEADER, *ROWS[:7], "接受行政诉讼、举报数|行政复议数|件|2309|9009")
    assert "g1.s4_reconsideration" not in values(report)


def test_a_group_label_beside_some_rows_makes_none_too_long() -> None:
    groups = ["<td rowspan=2>主动公开</td>", "", "<td rowspan=2>公报与答复</td>", "", "<td rowspan=3>答复</td>", "", ""]
    cells = ["".join(f"<td>{text}</td>" for text in row.split("|")) for row in ROWS[:7]]
    rows = "".join(f"<tr>{group}{row}</tr>" for group, row in zip(groups, cells, strict=True))
    head = "<tr><td colspan=2>指标名称</td><td>计量单位</td><td>2014年</td><td>历年累计</td></tr>"
    title = "示例县人民政府2014年政府信息公开工作年度报告"
    report = parse_document(f"<h1>{title}</h1><table>{head}{rows}</table>".encode(), Hints())
    assert [values(report).get(key) for key in ("g1.info_disclosed", "g1.replies", "g1.reply_partial")] == [
        2301, 2304, 2306,
    ]  # fmt: skip


def test_a_label_behind_another_rows_unit_names_nothing() -> None:
    """The label was moved there; the figures are those of the row it came into."""
    report = parse_rows(HEADER, *ROWS[:2], *ROWS[3:6], "4、其他类型答复数|条|2、政府公报公开数|2307|9007")
    assert "g1.ch_gazette" not in values(report)


def test_figures_in_one_cell_are_no_number_where_blank_columns_follow() -> None:
    """A row that lost the border between two cells ends a column before the others, which end in blank cells."""
    form = load_forms()["2008"]
    numbers = {cell.key: Decimal(number) for number, cell in enumerate(form.cells, start=1001)}
    page = make_indicator_page("2008", numbers)
    INDICATOR_TRAPS["blank_columns"](page, random.Random(1))
    whole = page.write()
    assert values(parse_document(whole, Hints())) == numbers
    period, total = numbers["l1.replies.period"], numbers["l1.replies.ytd"]
    glued = whole.replace(f"<td>{period}</td><td>{total}</td>".encode(), f"<td>{period}{total}</td>".encode())
    read = values(parse_document(glued, Hints()))
    assert numbers.keys() - read.keys() == {"l1.replies.period", "l1.replies.ytd"}
    assert read.items() <= numbers.items()


def test_a_figure_that_lost_its_cell_leaves_its_place_to_no_other() -> None:
    """Its tag was moved behind the cumulative figure: two cells are there, the figure itself stands above the table."""
    report = parse_rows(HEADER, *ROWS[:4], "其中：1、同意公开答复数|条</td>2305<td>9005|", *ROWS[5:])
    cell = next(cell for cell in report.cells if cell.key == "g1.reply_agreed")
    assert (cell.status, cell.candidates) == (CellStatus.AMBIGUOUS, (9005, None))
    assert values(report)["g1.reply_partial"] == 2306


def test_a_header_whose_columns_ran_together_names_no_row_that_lost_a_figure() -> None:
    """The other rows show two figures; the one that has a single one now would be taken for what the header names."""
    report = parse_rows("指标名称|计量单位|2014年 历年累计", *ROWS[:5], "2、同意部分公开答复数|条|9006", *ROWS[6:])
    assert values(report) == {}


def test_a_figure_before_its_unit_came_from_another_row() -> None:
    report = parse_rows(HEADER, *ROWS[:5], "2、同意部分公开答复数|2308|条|9006", ROWS[6], "行政复议数|件|9008")
    assert {"g1.reply_partial", "g1.s4_reconsideration"}.isdisjoint(values(report))
    assert values(report)["g1.replies"] == 2304


def test_a_figure_that_says_its_digits_twice_may_be_two_cells() -> None:
    report = parse_rows(HEADER, *ROWS[:2], "2、政府公报公开数|条|23032303|9003", *ROWS[3:])
    cell = next(cell for cell in report.cells if cell.key == "g1.ch_gazette")
    assert (cell.status, cell.candidates) == (CellStatus.AMBIGUOUS, (2303, 23032303))


def test_a_label_of_two_sections_names_neither_where_one_heading_was_lost() -> None:
    """四, then 六: 被依法纠错数 may be 行政诉讼's."""
    header, disputes = "指标名称|计量单位|2014年", ["四、行政复议数量|件|41", "（一）维持具体行政行为数|件|42"]
    litigation, rest = "五、行政诉讼数量|件|51", ["（二）被依法纠错数|件|52", "六、举报投诉数量|件|61"]
    assert values(parse_rows(header, *disputes, litigation, *rest))["g1.lit_corrected"] == 52
    read = values(parse_rows(header, *disputes, *rest))
    assert read.keys() == {"g1.s4_reconsideration", "g1.recon_upheld", "g1.s6_complaints"}
    unnumbered = [rest[0], "举报投诉数量|件|61"]
    assert values(parse_rows(header, *disputes, *unnumbered))["g1.recon_corrected"] == 52


def test_a_figure_under_no_heading_is_one_cell_too_many_of_its_row() -> None:
    """A number was cut in two; a blank column on the right of everything holds its other half."""
    rows = [f"{row}|" for row in ROWS]
    assert values(parse_rows(f"{HEADER}|", *rows))["g1.reply_agreed"] == 2305
    rows[4] = "其中：1、同意公开答复数|条|2|305|9005"
    read = values(parse_rows(f"{HEADER}|", *rows))
    assert "g1.reply_agreed" not in read
    assert read["g1.reply_partial"] == 2306


def test_a_row_nobody_can_place_keeps_every_reading_of_its_figures() -> None:
    report = parse_rows(HEADER, *ROWS[:2], "2、政府公报公开数|条|23032303|4|9003", *ROWS[3:])
    cell = next(cell for cell in report.cells if cell.key == "g1.ch_gazette")
    assert (cell.status, cell.candidates) == (CellStatus.AMBIGUOUS, (2303, 23032303, 4, 9003, None))


def test_a_header_with_a_blank_cell_too_many_names_other_columns_than_its_own() -> None:
    """The tag of 历年累计 was moved into the first label: 2014年 stands over the cumulative figures."""
    report = parse_rows("指标名称||计量单位|2014年", *ROWS)
    assert values(report) == {}
