"""Tables made to cost time: rows, labels, spans and forms without end."""

from __future__ import annotations

import random

from extract import media
from tests.fuzz.bombs.kinds import bomb, page, put, table_of


@bomb(media.HTML, "report")
def wide_rows_of_a_form() -> bytes:
    """Table 3 with its rows given again, a cell short, so that only their places may tell."""
    source = page()
    table = source.table("t3")
    rows = [row for row in table.rows if sum(cell.key is not None for cell in row) > 5]
    short = [[*row[:-1], type(row[-1])("1", colspan=2)] for row in rows]
    table.rows += short * 120
    return source.write()


@bomb(media.HTML, "report")
def strange_labels() -> bytes:
    """24,500 different labels, as long as those of the form."""
    rng = random.Random(5)
    letters = "政府信息公开申请不予处理结果其他机关行为本年度数量个人商业企业法律服务"
    rows = ("".join(rng.choices(letters, k=rng.randint(6, 24))) for _ in range(24_500))
    return put(table_of("".join(f"<tr><td>{label}<td>" for label in rows)))


@bomb(media.HTML, "report")
def numbered_labels() -> bytes:
    """As many labels as are let through, of six numbered parts each, none of the form."""
    rng = random.Random(8)
    letters = "政府信息公开申请不予处理结果其他机关行为本年度数量个人商业企业法律服务"
    parts = (("".join(rng.choices(letters, k=9)) for _ in range(6)) for _ in range(24_500))
    labels = ("".join(f"{n}.{part}" for n, part in enumerate(label, start=1)) for label in parts)
    return put(table_of("".join(f"<tr><td>{label}<td>" for label in labels)))


@bomb(media.HTML, "report")
def labels_of_one_misprint() -> bytes:
    """Labels of the form, each with other misprints."""
    rng = random.Random(6)
    labels = [cell.text for cell in page().table("t3").cells() if len(cell.text) > 8]
    rows = (_misprint(rng.choice(labels), rng) for _ in range(4_800))
    return put(table_of("".join(f"<tr><td>{label}" + "<td>1" * 5 for label in rows)))


def _misprint(label: str, rng: random.Random) -> str:
    at = rng.randrange(len(label))
    return label[:at] + chr(rng.randrange(0x4E00, 0x9FA5)) + label[at + 1 :] + chr(rng.randrange(0x4E00, 0x9FA5))


@bomb(media.HTML, "report")
def small_tables() -> bytes:
    """24,000 tables of two cells with text between them."""
    return put("".join(f"<p>附{n}</p><table><tr><td>甲{n}<td>{n}</table>" for n in range(24_000)))


@bomb(media.HTML, "report")
def small_tables_of_the_form() -> bytes:
    """Table 3's total row 3,600 times, each in a table of its own."""
    cells = "<td>1" * 7
    return put(f"<p>表</p><table><tr><td>（七）总计{cells}</table>" * 3_600)


@bomb(media.HTML, "report")
def forms_again_and_again() -> bytes:
    """The three tables 40 times with other numbers."""
    source = page()
    tables = "".join(source.table_html(table) for table in source.tables)
    return put((tables + "<p>附：另一单位</p>") * 60)


@bomb(media.HTML, "report")
def forms_in_one_table() -> bytes:
    """Table 3's rows over and over in a single table."""
    source = page()
    source.table("t3").rows *= 150
    return source.write()


@bomb(media.HTML, "report")
def note_marks() -> bytes:
    """Cells and prose of note marks without end."""
    return put(f"<p>{'12①' * 600_000}</p>" + table_of(f"<tr><td>{'①注1' * 100_000}x<td>1" * 6))


@bomb(media.HTML, "report")
def giant_spans() -> bytes:
    """Every cell claims a thousand columns and sixty thousand rows."""
    return put(table_of('<tr><td colspan="1000" rowspan="65534">9' * 2_000))


@bomb(media.HTML, "report")
def tall_spans_in_wide_rows() -> bytes:
    """A row of many tall cells above many rows."""
    return put(table_of("<tr>" + '<td rowspan="65534" colspan="99">1' * 1_000 + "<tr><td>2" * 60_000))


@bomb(media.HTML, "report")
def one_long_row() -> bytes:
    """One row of 230,000 cells."""
    return put(table_of("<tr>" + "<td>1" * 230_000))


@bomb(media.HTML, "refused: too_many_cells")
def rows_without_end() -> bytes:
    """100,000 rows of two cells."""
    return put(table_of("<tr><td>甲<td>1" * 75_000))


@bomb(media.HTML, "report")
def indicator_tables() -> bytes:
    """Single-value tables of three rows, as many as fit."""
    names = ("主动公开政府信息数", "制发规范性文件总数", "收到申请数", "申请办结数")
    rows = "".join(f"<tr><td>{name}<td>件<td>{n}" for n, name in enumerate(names))
    return put(f"<p>表</p>{table_of('<tr><td>指标<td>单位<td>2014年' + rows)}" * 1_900)


@bomb(media.HTML, "refused: too_many_cells")
def indicator_rows() -> bytes:
    """A single-value table of 40,000 rows."""
    rows = "".join(f"<tr><td>收到申请数{n % 900}<td>件<td>{n}" for n in range(40_000))
    return put(table_of("<tr><td>指标<td>单位<td>2014年" + rows))


@bomb(media.HTML, "report")
def boxes_instead_of_tables() -> bytes:
    """24,000 rows of boxes on a page without tables."""
    head = "<h1>示例县2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p>"
    return (head + "<div><div>甲</div><div>1</div></div>" * 24_000).encode()


@bomb(media.HTML, "report")
def rows_of_one_label() -> bytes:
    """A row of the form, 12,000 times."""
    return put(table_of(("<tr><td>（七）总计" + "<td>1" * 7) * 12_000))
