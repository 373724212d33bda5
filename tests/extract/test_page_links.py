"""Files, redirects and platforms as pages and addresses show them."""

from __future__ import annotations

import pytest

from extract.adapters.pager import find_next_link, find_page_count, find_total
from extract.adapters.rows import make_soup, read_rows
from extract.addresses import join_url
from extract.attachments import find_attachments
from extract.platforms import guess_by_address, guess_by_page
from extract.redirects import find_page_redirect
from extract.registry import Platform

BASE = "http://mz.shili.gov.cn/nb/202501/t20250117_1.html"
TEXT = "<p>示例县民政局主动公开政府信息二百余条。</p>" * 5


def attachments(html: str) -> list[str]:
    return [url.removeprefix("http://mz.shili.gov.cn") for url in find_attachments(html.encode(), html, BASE)]


def test_files_of_the_article_are_found_and_those_of_the_frame_are_not() -> None:
    html = f"""<div class="nav"><a href="/guide.pdf">指南</a></div><div class="TRS_Editor">{TEXT}
        <a href="./P1.pdf">1</a><a HREF="P2.DOCX">2</a><a href="/x/P3.xls?v=1">3</a><a href="./P1.pdf">again</a>
        <a href="mailto:a@shili.gov.cn">mail</a><a href="http://[bad.pdf">bad</a></div><a href="/other.pdf">其他</a>"""
    assert attachments(html) == ["/nb/202501/P1.pdf", "/nb/202501/P2.DOCX", "/x/P3.xls?v=1"]


def test_an_embedded_file_is_found() -> None:
    html = f'<div id="zoom">{TEXT}<iframe src="/upload/r.pdf"></iframe><object data="/upload/s.pdf"></object></div>'
    assert attachments(html) == ["/upload/r.pdf", "/upload/s.pdf"]


def test_pictures_count_only_where_there_is_neither_table_nor_file() -> None:
    scan = '<img src="./W1.jpg"><img src="/images/logo.png"><img src="data:image/png;base64,AAAA">'
    assert attachments(f'<div class="TRS_Editor">{TEXT}{scan}</div>') == ["/nb/202501/W1.jpg"]
    assert attachments(f'<div class="TRS_Editor">{TEXT}<table><tr><td>0</td></tr></table>{scan}</div>') == []
    assert attachments(f'<div class="TRS_Editor">{TEXT}{scan}<a href="r.pdf">附件</a></div>') == ["/nb/202501/r.pdf"]


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ('<meta http-equiv="refresh" content="3;URL=/new/">', "http://mz.shili.gov.cn/new/"),
        ("<html><script>top.location = '../b.html'</script></html>", "http://mz.shili.gov.cn/nb/b.html"),
        (
            "<script>window.location.href='http://x.shili.gov.cn/?a=1&amp;b=2'</script>",
            "http://x.shili.gov.cn/?a=1&b=2",
        ),
        (f"<body>{TEXT}<script>function go(){{location.href='/other'}}</script></body>", None),
        ('<meta http-equiv="refresh" content="30">', None),
        ("<script>location.href='http://[bad'</script>", None),
        ("<script>document.location.reload()</script>", None),
    ],
)
def test_a_stub_leads_where_it_says(html: str, target: str | None) -> None:
    assert find_page_redirect(html, BASE) == target


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://www.a.gov.cn/zwgk/zfxxgknb/", Platform.TRS),
        ("https://www.a.gov.cn/zfxxgkzl/gknb/{Y}nb/", Platform.TRS),
        ("https://www.a.gov.cn/zfxxgk/zfxxgknb/gknb{Y}/", Platform.TRS),
        ("https://www.a.gov.cn/col/col93261/index.html", Platform.JCMS),
        ("https://www.a.gov.cn/col/18073_668815/index.html", Platform.JPAAS),
        ("http://www.a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1", Platform.JCMS_XXGK),
        ("http://www.a.gov.cn/a/xxgknb/zfxxgk_gknbz.shtml", Platform.UCAP),
        ("http://www.a.gov.cn/shuyang/xxgknb/list.shtml", Platform.UCAP),
        ("http://www.a.gov.cn/gkmlpt/index#2417", Platform.GKMLPT),
        ("http://www.a.gov.cn/public/column/6617?type=3&action=list", Platform.LONSUN),
        ("http://www.a.gov.cn/opennessAnnualReport/?branch_id=5f2a10c4e7b39d0816a4c2e1", Platform.MY71),
        ("http://www.a.gov.cn/ndbg.thtml?id=14198", Platform.LINKS),
        ("http://www.a.gov.cn/whatever", None),
    ],
)
def test_platforms_are_told_by_their_addresses(url: str, platform: Platform | None) -> None:
    guessed = guess_by_address(url)
    assert (guessed[0] if guessed else None) is platform


def test_platforms_are_told_by_their_pages() -> None:
    assert guess_by_page("<script>createPageHTML(3,0,'index','html')</script>")[0] is Platform.TRS
    assert guess_by_page("<recordset><record>")[0] is Platform.JCMS
    assert guess_by_page("<p>nothing known</p>") == (
        Platform.LINKS,
        "no mark of a known platform: read as a page of links",
    )


@pytest.mark.parametrize(
    ("html", "total", "pages"),
    [
        ("共<em>23</em>条&nbsp;共&nbsp;3&nbsp;页", 23, 3),
        ("totalRecord: 45, perPage: 15", 45, None),
        ("var countPage = 2//共多少页", None, 2),
        ("createPageHTML('page_div', 7, 1, 'list', 'shtml', 88)", None, 7),
        ("第1/4页", None, 4),
        ("没有", None, None),
    ],
)
def test_a_page_states_its_paging(html: str, total: int | None, pages: int | None) -> None:
    assert (find_total(html), find_page_count(html)) == (total, pages)


def test_a_next_link_leads_elsewhere() -> None:
    def find(html: str) -> str | None:
        return find_next_link(make_soup(html), "http://a.gov.cn/nb/?page=1")

    assert find('<a href="?page=2">下一页</a>') == "http://a.gov.cn/nb/?page=2"
    assert find('<a href="#">下一页</a>') is None
    assert find('<a href="javascript:void(0)">下一页</a>') is None
    assert find('<a href="?page=1">下一页</a>') is None


def test_rows_keep_whole_titles_and_their_own_dates() -> None:
    html = """<base href="http://a.gov.cn/x/"><table>
        <tr><td><a href="1.html" title="示例县民政局2023年政府信息公开工作年度报告">示例县民政局2…</a></td>
            <td>2024/01/09</td></tr>
        <tr><td><a href="2.html">示例县民政局2022年年报 [2023-01-10]</a></td></tr>
        <tr><td><a href="3.html"><img src="a.png"></a><a href="3.html">示例县水务局2021年年报</a></td>
            <td>2022年1月7日</td></tr>
        <tr><td><a href="4.html">短</a></td></tr></table>"""
    rows = read_rows(make_soup(html), "http://b.gov.cn/")
    assert [(row.url, row.title, str(row.listed_on)) for row in rows] == [
        ("http://a.gov.cn/x/1.html", "示例县民政局2023年政府信息公开工作年度报告", "2024-01-09"),
        ("http://a.gov.cn/x/2.html", "示例县民政局2022年年报", "2023-01-10"),
        ("http://a.gov.cn/x/3.html", "示例县水务局2021年年报", "2022-01-07"),
    ]


@pytest.mark.parametrize("href", ["http://[x", "javascript:void(0)", "mailto:a@b.cn", "tel:1", "data:x", "http://a:b/"])
def test_what_no_browser_opens_is_no_address(href: str) -> None:
    assert join_url("http://a.gov.cn/", href) is None
