"""Pages made to cost time or memory by their tags alone."""

from __future__ import annotations

from extract import media
from tests.fuzz.bombs.kinds import bomb, page, put, table_of


@bomb(media.HTML, "refused: too_deep")
def nested_boxes() -> bytes:
    """Ten thousand boxes in each other."""
    return put("<div>" * 10_000 + "1" + "</div>" * 10_000)


@bomb(media.HTML, "report", "refused: too_deep")
def deep_boxes_with_much_in_them() -> bytes:
    """As deep as is let through, and 60,000 paragraphs at the bottom."""
    return put("<div>" * 2_900 + "<p>一、总体情况</p>" * 60_000 + "</div>" * 2_900)


@bomb(media.HTML, "report", "refused: too_deep")
def boxes_closed_and_opened() -> bytes:
    """Deep and shallow by turns, text at each depth."""
    return put(("<div>文" * 2_800 + "</div>" * 2_800) * 14)


@bomb(media.HTML, "report", "refused: too_deep")
def nested_tables() -> bytes:
    """Tables in tables, as deep as is let through."""
    return put("<table><tr><td>" * 2_500 + "1" + "</table>" * 2_500)


@bomb(media.HTML, "report", "refused: too_deep")
def nested_inline_tags() -> bytes:
    """Inline tags in each other inside a cell."""
    return put(table_of("<tr><td>" + "<b>" * 2_900 + "1<br>2" + "</b>" * 2_900))


@bomb(media.HTML, "refused: too_deep")
def open_inline_tags() -> bytes:
    """Formatting tags never closed, which HTML opens again in every paragraph."""
    return put("<p><b><i><u><s><a><font color=red>" * 30_000)


@bomb(media.HTML, "report")
def hidden_parts() -> bytes:
    """Hidden boxes, many and deep."""
    return put('<div style="display:none">' * 1_500 + "<p>甲</p><span style='display:none'>乙</span>" * 30_000)


@bomb(media.HTML, "report", "refused: too_many_attributes")
def crowded_tag() -> bytes:
    """One tag of a hundred thousand attributes."""
    return put("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">1</p>")


@bomb(media.HTML, "report")
def entities() -> bytes:
    """A megabyte of entities."""
    return put("<p>" + "&nbsp;&#x10FFFF;&CounterClockwiseContourIntegral;" * 100_000 + "</p>")


@bomb(media.HTML, "report", "no report")
def style_sheet_of_braces() -> bytes:
    """A style sheet that opens rules and never closes them."""
    sheet = "@media x{a{b:c}" * 90_000 + "display:none"
    return page().html().replace("</head>", f"<style>{sheet}</style></head>").encode()


@bomb(media.HTML, "report", "no report")
def script_of_braces() -> bytes:
    """A script of JSON objects in each other on a page without a table."""
    return ("<script>" + '{"a":"' * 150_000 + "table" + "</script>").encode()


@bomb(media.JSON, "no report", "refused: no_article", "refused: damaged_document")
def json_of_brackets() -> bytes:
    """An answer of an interface, nested a million times."""
    return b'{"content":' * 900_000 + b'"<table>"'


@bomb(media.HTML, "report")
def links() -> bytes:
    """200,000 links."""
    return put("<a href=/a>公开</a>" * 110_000)
