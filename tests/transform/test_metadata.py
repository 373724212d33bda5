"""Who, when and which period, from lines a page might print; the disagreements a person should see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.issues import make_issue
from transform.metadata.fields import Metadata, read_metadata
from transform.models import Hints
from transform.words.dates import find_dates, find_period, find_years
from transform.words.titles import read_title

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "示例县财政局2023年政府信息公开工作年度报告"
PERIOD = "本报告数据的统计期限为2023年1月1日至12月31日。"


def read(*lines: str, meta: Mapping[str, str] | None = None, hints: Hints | None = None, table: str = "") -> Metadata:
    blocks: list[Block] = [Paragraph(line, f"line {number}") for number, line in enumerate(lines, start=1)]
    if table:
        rows = [[RawCell(text) for text in row.split("|")] for row in table.splitlines()]
        blocks.insert(0, build_grid(rows, index=1))
    return read_metadata(DocumentContent(tuple(blocks), meta=meta or {}), hints or Hints())


def codes(metadata: Metadata) -> set[str]:
    return {code for code, _ in metadata.findings}


def rule(metadata: Metadata, name: str) -> str:
    return dict(metadata.info.decided_by)[name]


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        (TITLE, "示例县财政局", 2023),
        ("2024 年上海市科委政府信息公开工作年度报告", "上海市科学技术委员会", 2024),
        ("沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局", "沭阳县发展和改革局", 2023),
        ("示例县人民政府办公室2020年度政府信息公开工作年度报告", "示例县人民政府办公室", 2020),
        ("鄂尔多斯市2019年政府信息公开工作年度报告", "鄂尔多斯市人民政府", 2019),
        ("平潭综合实验区2020年度政府信息公开工作年度报告", "平潭综合实验区管委会", 2020),
        ("政府信息公开工作年度报告（2023年）", None, 2023),
        ("关于2019年政府信息公开工作情况的报告", None, 2019),
        ("示例县人民政府信息公开年报", "示例县人民政府", None),
        ("示例县政府信息公开年报", "示例县人民政府", None),
        ("二〇二一年示例县民政局政府信息公开工作年度报告", "示例县民政局", 2021),
        ("202020年示例县财政局政府信息公开工作年度报告", "示例县财政局", 2020),
        ("示例县财政局20232023年政府信息公开工作年度报告", "示例县财政局", 2023),
        ("【年报】示例县财政局2023年政府信息公开工作年度报告", "示例县财政局", 2023),
        ("【2023年】示例县财政局政府信息公开工作年度报告", "示例县财政局", 2023),
        ("示例县文化和旅游局（示例县文物局）2023年政府信息公开工作年度报告", "示例县文化和旅游局", 2023),
        ("示例县人民政府（本级）2023年政府信息公开工作年度报告", "示例县人民政府", 2023),
        ("示例县人民政府（办公室）2023年政府信息公开工作年度报告", "示例县人民政府办公室", 2023),
    ],
)
def test_titles(title: str, organ: str | None, year: int | None) -> None:
    parts = read_title(title)
    assert parts is not None
    assert (parts.organ, parts.year) == (organ, year)


@pytest.mark.parametrize("title", ["示例县政府信息公开指南", "示例县2020年法治政府建设工作报告", "示例县召开表彰大会"])
def test_other_titles_are_none(title: str) -> None:
    assert read_title(title) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019年1月1日到12月31日止", (date(2019, 1, 1), date(2019, 12, 31))),
        ("自20201月1日起至202012月31日止", (date(2020, 1, 1), date(2020, 12, 31))),
        ("2021.1.1—2021.12.31", (date(2021, 1, 1), date(2021, 12, 31))),
        ("二〇二一年一月一日起至二〇二一年十二月三十一日", (date(2021, 1, 1), date(2021, 12, 31))),
        ("2021年12月31日至2021年1月1日", None),
        ("2021年1月1日", None),
    ],
)
def test_periods(text: str, period: tuple[date, date] | None) -> None:
    assert find_period(text) == period


def test_dates_with_lost_marks_and_times_of_day() -> None:
    assert find_dates("截至20211230日") == (date(2021, 12, 30),)
    assert find_dates("2021-03-05 08:58") == (date(2021, 3, 5),)
    assert find_dates("2021年13月1日,电话0990-2021001") == ()
    assert find_years("202020年与2019年度") == (2020, 2019)


def test_period_decides_the_year_and_the_title_is_compared() -> None:
    metadata = read(TITLE, PERIOD.replace("2023", "2022"), *HEADINGS)
    assert metadata.info.year == 2022
    assert rule(metadata, "year") == "period"
    assert codes(metadata) >= {"year_disagrees"}


def test_a_sound_page_has_no_finding() -> None:
    meta = {"pubdate": "2024-01-22 09:15", "siteidcode": "3213220037", "sitename": "沭阳县人民政府"}
    metadata = read(TITLE.replace("示例", "沭阳"), PERIOD, *HEADINGS, "沭阳县财政局", "2024年1月17日", meta=meta)
    info = metadata.info
    assert (info.organ, info.organ_kind, info.region_code, info.year) == ("沭阳县财政局", "department", "321322", 2023)
    assert info.published_on == date(2024, 1, 22)
    assert info.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert info.sections == ("s1", "s2", "s3", "s4", "s5", "s6")
    assert metadata.findings == ()


def test_the_signature_dates_a_page_without_metadata() -> None:
    metadata = read(TITLE, PERIOD, *HEADINGS, "无。", "示例县财政局", "2024年1月17日")
    assert metadata.info.published_on == date(2024, 1, 17)
    assert rule(metadata, "published_on") == "signature"


def test_a_line_of_several_labels_and_a_footer_with_a_date() -> None:
    info = "来源：示例县财政局  发布时间：2024年1月20日 10:20  浏览次数：12"
    assert read(TITLE, info, PERIOD, *HEADINGS).info.published_on == date(2024, 1, 20)
    footer = ["版权所有 示例县", "网站标识码：9901010001", "2026年5月1日"]
    signed = read(TITLE, PERIOD, *HEADINGS, "无。", "示例县财政局", "2024年1月17日", *["链接"] * 8, *footer)
    assert signed.info.published_on == date(2024, 1, 17)


def test_the_folders_of_an_address_date_a_page_that_says_nothing() -> None:
    by_day = Hints(url="https://www.example.gov.cn/art/2024/1/5/art_123_456.html")
    dated = read(TITLE, hints=by_day)
    assert (dated.info.published_on, rule(dated, "published_on")) == (date(2024, 1, 5), "address")


def test_the_date_in_a_files_name_is_no_publication_date() -> None:
    """A list named 10 March for t20260313_105587.htm: such a date only tells the year where nothing else does."""
    named = Hints(url="https://www.example.gov.cn/zwgk/202401/t20240122_80595.htm")
    assert read(TITLE, PERIOD, *HEADINGS, hints=named).info.published_on is None
    signed = read(TITLE, PERIOD, *HEADINGS, "示例县财政局", "2024年1月17日", hints=named)
    assert (signed.info.published_on, rule(signed, "published_on")) == (date(2024, 1, 17), "signature")
    yearless = read("示例县财政局政府信息公开工作年度报告", hints=named)
    assert (yearless.info.year, yearless.info.published_on) == (2023, None)
    assert rule(yearless, "year") == "date in the file's name minus one"
    assert {"year_of_file"} == codes(yearless) & {"year_of_file", "year_guessed"}


def test_without_any_named_year_the_publication_date_counts_back() -> None:
    metadata = read("示例县财政局政府信息公开工作年度报告", "发布日期：2022-01-28", *HEADINGS)
    assert metadata.info.year == 2021
    assert "year_guessed" in codes(metadata)


def test_a_metadata_table_names_organ_and_date() -> None:
    table = "索引号：|11990101/2024-0001|公开日期：|2024-01-20\n发布机构：|示例县民政局|文号：|"
    metadata = read("2023年政府信息公开工作年度报告", PERIOD, table=table)
    assert metadata.info.organ == "示例县民政局"
    assert metadata.info.published_on == date(2024, 1, 20)
    assert rule(metadata, "organ") == "metadata table"


def test_another_organs_text_is_a_finding() -> None:
    metadata = read(TITLE, PERIOD, *HEADINGS, "示例县教育局", "2024年1月17日")
    assert metadata.info.organ == "示例县财政局"
    assert "organ_disagrees" in codes(metadata)


def test_a_government_signed_by_its_office_is_no_finding() -> None:
    metadata = read(TITLE.replace("财政局", "人民政府"), PERIOD, "示例县人民政府办公室", "2024年1月17日")
    assert "organ_disagrees" not in codes(metadata)


def test_hints_fill_what_the_page_leaves_open_and_yield_to_it() -> None:
    hints = Hints(organ="示例县教育局", region_code="990101", year=2019, listed_on=date(2024, 2, 1))
    bare = read("政府信息公开工作年度报告", *HEADINGS, hints=hints)
    assert (bare.info.organ, bare.info.region_code, bare.info.year) == ("示例县教育局", "990101", 2019)
    named = read(TITLE, PERIOD, hints=hints)
    assert (named.info.organ, named.info.year, named.info.published_on) == ("示例县财政局", 2023, date(2024, 2, 1))
    assert codes(named) == {"year_disagrees", "organ_not_as_expected"}


def test_the_registrys_full_name_replaces_a_short_one() -> None:
    hints = Hints(organ="示例县文化广电和旅游局", region_code="990101")
    metadata = read(TITLE.replace("财政局", "文旅局"), PERIOD, hints=hints)
    assert metadata.info.organ == "示例县文化广电和旅游局"
    assert "organ_not_as_expected" not in codes(metadata)


def test_a_county_on_its_citys_site_keeps_its_own_region() -> None:
    metadata = read("洪泽区人民政府2023年政府信息公开年度报告", PERIOD, meta={"siteidcode": "3208000001"})
    assert metadata.info.region_code == "320813"


@pytest.mark.parametrize(
    ("organ", "site", "region"),
    [
        ("洪泽区人民政府", "3100000001", "320813"),  # a template with another site's code
        ("淮安市财政局", "3208130001", "320800"),  # a county's site lists the city's report
        ("南京东路街道办事处", "3101010001", "310101"),  # a road, no city
    ],
)
def test_a_region_named_in_full_goes_before_the_sites(organ: str, site: str, region: str) -> None:
    metadata = read(f"{organ}2023年政府信息公开年度报告", PERIOD, meta={"siteidcode": site})
    assert metadata.info.region_code == region
    assert "region_disagrees" in codes(metadata)


def test_a_fictional_county_keeps_its_site_code() -> None:
    metadata = read(TITLE, PERIOD, meta={"siteidcode": "9901010001"})
    assert metadata.info.region_code == "990101"


def test_a_title_cut_over_lines_and_a_misread_region() -> None:
    metadata = read("# 沐阳县人民政府 2025 年", "政府信息公开工作", "年度报告", PERIOD)
    assert metadata.info.organ == "沭阳县人民政府"
    assert metadata.info.region_code == "321322"
    assert "organ_misread" in codes(metadata)


def test_every_finding_has_its_wording() -> None:
    pages = [
        read("无关内容"),
        read(
            TITLE,
            PERIOD.replace("2023", "2022"),
            *HEADINGS,
            "示例县教育局",
            "2022年1月17日",
            hints=Hints(organ="示例县"),
        ),
        read("洪泽区人民政府政府信息公开年度报告", "发布日期：2022-01-28", meta={"siteidcode": "3100000001"}),
        read("沐阳县人民政府政府信息公开年度报告"),
    ]
    found = {code: dict(parameters) for page in pages for code, parameters in page.findings}
    assert len(found) >= 9
    for code, parameters in found.items():
        assert "{" not in make_issue(code, **parameters).message_zh


def test_a_menu_of_other_reports_above_is_not_the_title() -> None:
    menu = ("示例县教育局2022年政府信息公开工作年度报告", "示例县公安局2021年政府信息公开工作年度报告")
    blocks = [Paragraph(line, "x") for line in (*menu, TITLE, PERIOD)]
    own = read_metadata(DocumentContent(tuple(blocks), title=f"{TITLE}_示例县人民政府"), Hints())
    assert (own.info.organ, own.info.year) == ("示例县财政局", 2023)
    nameless = read_metadata(DocumentContent(tuple(blocks), title="示例县人民政府"), Hints())
    assert nameless.info.year == 2023  # the period decides; whose report it is the page's title did not say


def test_a_title_may_stand_alone_in_a_row_of_a_table() -> None:
    grid = build_grid([[RawCell(TITLE, colspan=4)], [RawCell("规章"), RawCell("1")]], index=1)
    found = read_metadata(DocumentContent((grid,)), Hints())
    assert (found.info.organ, found.info.year) == ("示例县财政局", 2023)


def test_the_name_of_the_site_before_the_title_is_not_the_organ() -> None:
    site_first = f"示例县人民政府 政府信息公开年报 {TITLE}"
    in_text = read_metadata(DocumentContent((Paragraph(TITLE, "x"),), title=site_first), Hints())
    assert in_text.info.organ == "示例县财政局"
    listed = (Paragraph("示例县人民政府2023年政府信息公开工作年度报告", "x"),)
    stated = DocumentContent(listed, title="示例县人民政府", meta={"articletitle": TITLE})
    assert read_metadata(stated, Hints()).info.organ == "示例县财政局"


def test_a_metadata_table_that_came_as_text_is_read_by_its_labels() -> None:
    """宿迁市人民政府办公室 2014, as a text dump has it: fields set apart by bars."""
    metadata = read(
        "名称 | 示例县政府办公室2014年政府信息公开年度报告 | ||",
        "发布机构 | 示例县人民政府办公室 | 发文日期 | 2015-03-02 |",
        *HEADINGS,
    )
    assert (metadata.info.organ, metadata.info.year) == ("示例县人民政府办公室", 2014)
    assert (metadata.info.title, metadata.info.published_on) == (
        "示例县政府办公室2014年政府信息公开年度报告",
        date(2015, 3, 2),
    )


def test_a_town_named_in_the_opening_is_its_government() -> None:
    """大峃镇 2015: 现公布大峃镇2015年政府信息公开工作年度报告."""
    metadata = read("现公布示例镇2015年政府信息公开工作年度报告。", *HEADINGS)
    assert metadata.info.organ == "示例镇人民政府"
    assert "organ_disagrees" not in codes(metadata)


NAMELESS = "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "opening",
    [
        "示例县司法局根据《中华人民共和国政府信息公开条例》规定，编制本年度报告。",
        "根据《中华人民共和国政府信息公开条例》规定，示例县司法局编制了2023年度报告。",
        "本报告由示例县司法局编制。",
    ],
)
def test_the_opening_says_who_reports(opening: str) -> None:
    nameless = read(NAMELESS, opening, *HEADINGS)
    assert (nameless.info.organ, rule(nameless, "organ")) == ("示例县司法局", "opening sentence")
    assert "organ_disagrees" in codes(read(TITLE, opening, *HEADINGS))


@pytest.mark.parametrize(
    "opening",
    [
        "县财政局根据《条例》编制本年度报告。",
        "根据《示例省人民政府办公厅关于做好年度报告编制工作的通知》，我局编制本年度报告。",
        "示例市示例县财政局按照《条例》编制本年度报告。",
        "根据《条例》规定，按照示例省人民政府办公厅编制要求，结合我局实际制作本年度报告。",
        "对照国务院办公厅政府信息与政务公开办公室编制的格式，我局完成本年度报告。",
        "经示例省人民政府办公厅编制发布工作培训，现制作本年度报告。",
        "本年度报告由示例县财政局办公室编制。",
        "本年度报告由示例县财政局政务公开办公室编制。",
    ],
)
def test_a_short_form_or_a_superiors_notice_in_the_opening_is_no_finding(opening: str) -> None:
    assert "organ_disagrees" not in codes(read(TITLE, opening, *HEADINGS))


def test_what_stands_below_the_first_heading_does_not_say_who_reports() -> None:
    text = "示例县教育局根据本报告提出的问题编制了目录。"
    assert "organ_disagrees" not in codes(read(TITLE, PERIOD, HEADINGS[0], text))


@pytest.mark.parametrize(
    ("organ", "region"),
    [
        ("国家税务总局沭阳县税务局", "321322"),
        ("沭阳县政务服务中心", "321322"),
        ("沭阳县消防救援大队", "321322"),
        ("本溪市财政局", "210500"),
        ("乐山市市中区财政局", "511102"),
    ],
)
def test_institutions_and_places_whose_names_begin_like_words(organ: str, region: str) -> None:
    metadata = read(f"{organ}2023年政府信息公开工作年度报告", PERIOD, *HEADINGS)
    assert (metadata.info.organ, metadata.info.region_code) == (organ, region)


def test_the_opening_tells_apart_places_of_one_name() -> None:
    title = "鼓楼区财政局2023年政府信息公开工作年度报告"
    assert read(title, PERIOD).info.region_code is None
    told = read(title, "徐州市鼓楼区财政局编制本年度报告。", PERIOD)
    assert (told.info.organ, told.info.region_code) == ("徐州市鼓楼区财政局", "320302")


def test_a_range_of_another_sentence_is_no_period() -> None:
    plan = "规划期间（2021年1月1日至2025年12月31日）持续推进公开。统计期限自2023年1月1日至2023年12月31日。"
    assert read(TITLE, plan).info.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert read(TITLE, "2023年3月1日至2023年4月30日开展检查。").info.period == (None, None)


@pytest.mark.parametrize("label", ["信息时间", "发表时间", "公开时间", "发布于"])
def test_labels_of_the_publication_date(label: str) -> None:
    assert read(TITLE, f"{label}：2024-01-12 阅读次数：54").info.published_on == date(2024, 1, 12)


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("2023年度政府信息公开工作年度报告（梅街镇）", "梅街镇人民政府"),
        ("示例县第一中学2023年信息公开工作年度报告", "示例县第一中学"),
        ("示例学院2022-2023学年信息公开工作年度报告", "示例学院"),
        ("示例海关2023年政府信息公开工作年度报告", "示例海关"),
        ("中国人民银行示例市中心支行2023年政府信息公开工作年度报告", "中国人民银行示例市中心支行"),
        ("示例市政府国资委2023年政府信息公开工作年度报告", "示例市人民政府国有资产监督管理委员会"),
    ],
)
def test_organs_of_rarer_kinds_and_places_in_a_title(title: str, organ: str) -> None:
    found = read_title(title)
    assert found and found.organ == organ


SITE = {"sitename": "东至县人民政府"}


@pytest.mark.parametrize(
    ("lines", "organ", "by"),
    [
        (("县卫健委2023年政府信息公开工作年度报告",), "东至县卫生健康委员会", "title and site"),
        (("市卫健委2023年政府信息公开工作年度报告",), None, None),
        (
            ("首页 > 公开 > 铜陵市人民政府研究室 > 年报", "市政府研究室2023年政府信息公开工作年度报告"),
            "铜陵市人民政府研究室",
            "breadcrumb",
        ),
        (("首页 > 公开 > 东至县卫健委", "市卫健委2023年政府信息公开工作年度报告"), None, None),
        (
            ("首页 > 目录 > 池州市卫健委", "市卫健委2023年政府信息公开工作年度报告"),
            "池州市卫生健康委员会",
            "breadcrumb",
        ),
        ((NAMELESS, "来源：东至县教育局"), "东至县教育局", "source"),
        ((NAMELESS, "来源：东至县人民政府"), "东至县人民政府", "site name"),
        ((NAMELESS, "责任单位：东至县教育局"), "东至县教育局", "metadata table"),
        (("首页 > 街道 > 洪山街道", NAMELESS), "洪山街道办事处", "breadcrumb"),
        (("首页 > 政府信息公开 > 年报", NAMELESS), "东至县人民政府", "site name"),
        ((NAMELESS, "如有疑问，请与东至县林业局办公室联系（电话：略）。"), "东至县林业局", "contact"),
        ((NAMELESS, "如有疑问，请与东至县人民政府办公室联系。"), "东至县人民政府", "site name"),
    ],
)
def test_a_department_on_its_governments_site(lines: tuple[str, ...], organ: str | None, by: str | None) -> None:
    """A title that names 县卫健委 is not the county's, whose site it stands on."""
    metadata = read(*lines, PERIOD, *HEADINGS, meta=SITE)
    assert (metadata.info.organ, dict(metadata.info.decided_by).get("organ")) == (organ, by)


def test_a_breadcrumb_is_no_part_of_the_title_below() -> None:
    metadata = read("首页 > 街道办事处 > 洪山街道", "洪山街道办事处2023年政府信息公开工作年度报告", PERIOD)
    assert metadata.info.organ == "洪山街道办事处"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024-01-20 15:30", date(2024, 1, 20)),
        ("（2024年1月20日）", date(2024, 1, 20)),
        ("2024.01.20", date(2024, 1, 20)),
        ("2024年1月20日 来源：县教育局 浏览次数：25", date(2024, 1, 20)),
        ("来源：县教育局 2024-01-20", date(2024, 1, 20)),
        ("引用：示例县门户网站 2024-01-20 10:22:56", date(2024, 1, 20)),
        ("今天是2024年1月20日 10:22 星期六", None),
        ("2024年1月20日召开会议", None),
    ],
)
def test_a_date_alone_below_the_title_is_that_of_publication(line: str, day: date | None) -> None:
    metadata = read(TITLE, line, PERIOD, *HEADINGS, *["无。"] * 20)
    assert metadata.info.published_on == day
    assert dict(metadata.info.decided_by).get("published_on") == ("line below the title" if day else None)


def test_a_period_is_no_signature() -> None:
    assert read(TITLE, "统计期限为2023年1月1日至2023年12月31日").info.published_on is None


@pytest.mark.parametrize("label", ["上传时间", "发布", "发稿时间"])
def test_more_labels_of_the_publication_date(label: str) -> None:
    assert read(TITLE, f"{label}：2024-01-12 阅读次数：54").info.published_on == date(2024, 1, 12)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年1月至12月", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2008年5月至2008年12月", (date(2008, 5, 1), date(2008, 12, 31))),
        ("2023年1月至12月31日", None),
        ("2023年12月至1月", None),
        ("2023年1月至13月", None),
    ],
)
def test_periods_of_whole_months(text: str, period: tuple[date, date] | None) -> None:
    assert find_period(text) == period
