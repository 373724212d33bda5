"""A page whose report stands in a script is read like any other."""

from __future__ import annotations

import json
from datetime import date

from transform.models import Hints
from transform.readers.html.embedded import find_embedded_article
from transform.readers.html.reader import read_html

ROWS = "<tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>7</td></tr>"
DETAIL = {
    "title": "示例县财政局2023年政府信息公开工作年度报告",
    "publisher": "示例县财政局",
    "created_at": "2024-01-15 09:00:00",
    "content": f"<p>二、主动公开政府信息情况</p><table>{ROWS}</table>",
}


def page(detail: str) -> bytes:
    script = f"window._CONFIG = {{\n SID: '1',\n DETAIL: {detail},\n TITLE: 'x'\n}};"
    head, body = "<head><title>示例县</title></head>", f"<body><div id=app></div><script>{script}</script></body>"
    return f"<html>{head}{body}</html>".encode()


def test_body_and_metadata_of_the_object_are_the_pages() -> None:
    content = read_html(page(json.dumps(DETAIL).replace("<", "\\u003C")), Hints())
    assert [[cell.text for cell in row] for row in content.grids[0].rows] == [
        ["信息内容", "本年制发件数"],
        ["规章", "7"],
    ]
    assert content.meta["articletitle"] == DETAIL["title"]
    assert date.fromisoformat(content.meta["pubdate"][:10]) == date(2024, 1, 15)
    assert content.title == "示例县"


def test_a_broken_object_is_no_article() -> None:
    assert find_embedded_article("DETAIL: {not json}", has_table=False) is None
    assert find_embedded_article('DETAIL: {"content": 5}', has_table=False) is None
    assert find_embedded_article('DETAIL: {"content": "<p>"}', has_table=False) is None
    assert find_embedded_article("nothing of the kind", has_table=False) is None
    assert find_embedded_article("DETAIL: " + '{"content":' * 100_000, has_table=False) is None


def test_of_several_articles_in_a_page_the_one_with_its_title_is_read() -> None:
    """The article before it stands there as well, and is longer."""
    before = {"title": "上一篇", "content": f"{'长' * 200}<table>{ROWS.replace('7', '9')}</table>"}
    state = json.dumps({"prev": before, "data": DETAIL}, ensure_ascii=False)
    text = f"<html><head><title>{DETAIL['title']}_示例县</title></head><body><script>x={state}</script></body></html>"
    content = read_html(text.encode(), Hints())
    assert content.grids[0].rows[1][1].text == "7"
    assert content.meta["contentsource"] == DETAIL["publisher"]
    other = read_html(text.replace(f"{DETAIL['title']}_", "").encode(), Hints())
    assert other.grids[0].rows[1][1].text == "9"  # nothing tells which: the longest
