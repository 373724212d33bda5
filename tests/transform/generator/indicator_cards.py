"""Single-value tables set as cards for narrow screens: a box for each indicator, or one for each section."""

from __future__ import annotations

import html
import random
from collections.abc import Callable

from tests.transform.generator.indicator_pages import IndicatorPage, indicator_trap

Row = list[str]


def _write_figures(
    page: IndicatorPage, one: Callable[[str, str], str], heading: str, around: str = "<div class=cards>{}</div>"
) -> None:
    """A box for each label and figure; a section's name stands over its own. With two columns a box for each indicator,
    and in it one for each column."""
    headers = {row.label for row in page.form.tables[0].rows if row.is_header}

    def write(rows: list[Row]) -> str:
        lines = []
        for label, unit, *values in rows[1:]:
            is_heading = any(label.endswith(name) for name in headers) or len(values) > 1
            lines += [heading.format(html.escape(label))] * is_heading
            if len(values) > 1:
                lines += [one(rows[0][2 + n], value and value + unit) for n, value in enumerate(values)]
            elif not is_heading:
                lines.append(one(html.escape(label), values[0] and values[0] + unit))
        return around.format("\n".join(lines))

    page.write_table = write


@indicator_trap
def boxes_of_label_and_figure(page: IndicatorPage, rng: random.Random) -> None:
    """Two spans in a box."""
    one = "<div class=item><span class=label>{}</span><span class=value>{}</span></div>"
    _write_figures(page, one.format, "<div class=title>{}</div>")


@indicator_trap
def cells_that_fold(page: IndicatorPage, rng: random.Random) -> None:
    """Cells of Vant."""
    one = "<div class=van-cell><div class=van-cell__title><span>{}</span></div>"
    one += "<div class=van-cell__value><span>{}</span></div></div>"
    _write_figures(page, one.format, "<div class=van-cell-group__title>{}</div>")


@indicator_trap
def badges_in_a_list(page: IndicatorPage, rng: random.Random) -> None:
    """A list with every figure as a badge."""
    _write_figures(
        page, "<li class=list-group-item>{}<span class=badge>{}</span></li>".format, "<li><b>{}</b></li>", "<ul>{}</ul>"
    )


@indicator_trap
def views_and_texts(page: IndicatorPage, rng: random.Random) -> None:
    """Views and texts of uni-app."""
    one = "<uni-view><uni-text><span>{}</span></uni-text><uni-text><span>{}</span></uni-text></uni-view>"
    _write_figures(page, one.format, "<uni-view><uni-text><span>{}</span></uni-text></uni-view>")


@indicator_trap
def figures_above_labels(page: IndicatorPage, rng: random.Random) -> None:
    """The figure large above its label."""
    if len(page.form.tables[0].columns) > 1:
        return
    _write_figures(
        page,
        lambda label, text: f"<div class=stat><strong>{text}</strong><p>{label}</p></div>",
        "<h5>{}</h5>",
    )


@indicator_trap
def cards_of_terms(page: IndicatorPage, rng: random.Random) -> None:
    """A card for each indicator: its name, then 单位 and each column's label with what is theirs."""

    def write(rows: list[Row]) -> str:
        lines = []
        for label, *texts in rows[1:]:
            pairs = zip(rows[0][1:], texts, strict=True)
            terms = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in pairs)
            lines.append(f"<h5>{html.escape(label)}</h5><dl>{terms if any(texts[1:]) or texts[0] else ''}</dl>")
        return "".join(lines)

    page.write_table = write
