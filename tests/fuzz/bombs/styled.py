"""Pages made to cost time by their styles, and by what they hide, strike out or set in grids."""

from __future__ import annotations

from extract import media
from tests.fuzz.bombs.kinds import bomb, put, table_of


@bomb(media.HTML, "report")
def rules_that_hide_and_show() -> bytes:
    """Thousands of rules that hide, and as many that take it back."""
    rules = "".join(f".a{n}{{display:none}}.a{n}.b{{display:block}}" for n in range(4_000))
    return put(f"<style>{rules}</style>" + '<p class="a1 b">甲</p>' * 2_000)


@bomb(media.HTML, "report")
def comments_of_a_sheet() -> bytes:
    """Comments opened and never closed."""
    return put(f"<style>{'/*' * 90_000}</style><style>{'@a{' * 60_000}</style>")


@bomb(media.HTML, "report")
def struck_figures() -> bytes:
    """One cell with sixty thousand struck figures."""
    return put(table_of("<tr><td>" + "<s>1</s>2" * 60_000 + "</td></tr>"))


@bomb(media.HTML, "report")
def white_figures() -> bytes:
    """White letters on as many grounds as there are colours."""
    rules = "".join(f".a{n}{{color:#fff;background:#{n % 1000:03d}}}" for n in range(5_000))
    return put(f"<style>{rules}</style>" + table_of("<tr><td><span class=a1>1</span>2</td></tr>" * 20_000))


@bomb(media.HTML, "report")
def hidden_sections() -> bytes:
    """Hidden parts with a section's heading and a table each."""
    return put('<div style="display:none"><p>三、收到和处理申请</p><table><tr><td>1</td></tr></table></div>' * 12_000)


@bomb(media.HTML, "report")
def small_grids() -> bytes:
    """Ten thousand grids of eight boxes."""
    return put(('<div style="display:grid;grid-template-columns:1fr 1fr">' + "<i>1</i>" * 8 + "</div>") * 10_000)


@bomb(media.HTML, "report")
def rows_opened_twice() -> bytes:
    """Forty thousand rows, every second one without a cell, and spans over all of them."""
    return put(table_of("<tr><tr><td rowspan=100>1</td>" * 40_000))
