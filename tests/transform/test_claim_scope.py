"""Whose, when and what a figure of the prose is of: what the words before it give away is not claimed."""

from __future__ import annotations

import pytest

from tests.transform.test_claims import claims, stated

COUNTY, BUREAU, OFFICE, TOWN = "示例县人民政府", "示例县教育局", "示例县人民政府办公室", "示例县云山镇人民政府"


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("全县各镇街共收到依申请公开36件，各部门收到58件。", OFFICE),
        ("全县共收到依申请公开94件。", BUREAU),
        ("我市共受理政府信息公开申请36件。", COUNTY),
        ("局属各单位收到政府信息公开申请4件。", BUREAU),
        ("我局下属县第一中学收到信息公开申请1件。", BUREAU),
        ("市教育局受理依申请公开32件，办结30件。", BUREAU),
        ("其他部门均未收到政府信息公开申请。", COUNTY),
        ("本镇各村未收到政府信息公开申请。", TOWN),
        ("收到申请较多的镇有云山镇12件、临河镇9件。", COUNTY),
        ("各乡镇（街道）公开信息6820条，县直部门公开信息15360条。", COUNTY),
        ("2023年全市因政府信息公开被提起行政复议156件。", COUNTY),
        ("市局受理依申请公开32件。", BUREAU),
    ],
)
def test_another_organs_figure_is_not_claimed(text: str, organ: str) -> None:
    assert stated(text, organ=organ) == {}


@pytest.mark.parametrize(
    ("text", "organ", "expected"),
    [
        ("全县各级行政机关共收到政府信息公开申请36件。", COUNTY, {"received": 36}),
        ("我县收到政府信息公开申请36件。", COUNTY, {"received": 36}),
        ("今年以来我局收到政府信息公开申请3件。", BUREAU, {"received": 3}),
        ("全镇收到政府信息公开申请3件。", TOWN, {"received": 3}),
        ("全县收到依申请公开36件。其中，县级部门收到12件。", COUNTY, {"received": 36}),
        ("全县各部门、各镇街共收到依申请公开36件。", COUNTY, {"received": 36}),
        ("全县新收申请98件，其中县政府本级受理21件，县直部门受理77件。", COUNTY, {"received": 98}),
        ("全县新收申请98件；县政府本级收到21件。", COUNTY, {"received": 98}),
        ("县局机关受理依申请公开36件。", BUREAU, {"accepted": 36}),
        ("我县教育局受理依申请公开36件。", BUREAU, {"accepted": 36}),
        ("全县16个镇街收到政府信息公开申请35件，县直部门收到112件，县政府收到28件，共计175件。", COUNTY, {}),
        ("全县共受理政府信息公开申请175件，县政府受理28件。", COUNTY, {"accepted": 175}),
    ],
)
def test_the_organs_own_figure_is_claimed(text: str, organ: str, expected: dict[str, float]) -> None:
    assert stated(text, organ=organ) == expected


@pytest.mark.parametrize(
    "text",
    [
        "上半年收到依申请公开10件，下半年收到14件。",
        "第四季度受理政府信息公开申请9件。",
        "截至10月底，收到政府信息公开申请16件，办结15件。",
        "5月至12月共收到政府信息公开申请16件。",
        "11月份公开信息42条。",
        "第三季度未收到政府信息公开申请。",
        "每月收到政府信息公开申请5件。",
        "平均每天受理政府信息公开申请8件。",
        "“十三五”期间，我县共收到政府信息公开申请48件，办结48件。",
        "机构改革以来，我县共收到政府信息公开申请22件。",
        "2018年至今共收到政府信息公开申请120件。",
        "过去五年，共公开政府信息1.3万条。",
        "主动公开政府信息数累计2.6万条（自2008年起）。",
        "力争全年公开政府信息500条。",
        "2024年将公开政府信息不低于600条。",
    ],
)
def test_parts_of_a_year_spans_and_plans_are_not_the_years_figure(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月至6月收到申请15件，7月至12月收到申请21件，全年合计收到36件。", {"received": 36}),
        ("2023年1-12月，收到政府信息公开申请15件。", {"received": 15}),
        ("2023年1—6月收到申请9件，1至12月收到申请15件。", {"received": 15}),
        ("2023年1月1日至12月31日，收到政府信息公开申请15件。", {"received": 15}),
        (
            "收到信息公开申请22起，比2022年（31起）下降29%，答复21起。",
            {"received": 22, "received_change": -29, "replied": 21},
        ),
        ("收到信息公开申请22起，比2019年下降29%。", {"received": 22}),
        ("收到信息公开申请30件，办结率较上年提高5%。", {"received": 30}),
        ("收到信息公开申请30件，申请数量较去年回落12.5%。", {"received": 30, "received_change": -12.5}),
        ("申请中予以公开30件，占全市的12%。", {"granted": 30}),
        ("收到信息公开申请42件，较上年减少58件，同比下降58%。", {"received": 42, "received_change": -58}),
        ("收到信息公开申请75件，比2022年增加12件，增长19.05%。", {"received": 75, "received_change": 19.05}),
        ("收到信息公开申请75件，比2021年增加12件，增长19.05%。", {"received": 75}),
        (
            "收到信息公开申请75件，比2022年的63件增长19%，比2021年的50件增长50%。",
            {"received": 75, "received_change": 19},
        ),
        ("受理信息公开申请24件（上年同期18件），增长33.3%。", {"accepted": 24, "accepted_change": 33.3}),
        ("收到信息公开申请42件，同比增加了5件，增长率13.51%。", {"received": 42, "received_change": 13.51}),
        ("收到信息公开申请42件，较上年减少5件，办结率提高2%。", {"received": 42}),
        ("收到信息公开申请28件，增长12%。", {"received": 28, "received_change": 12}),
        ("较2019年，收到信息公开申请28件，增长12%。", {"received": 28}),
        ("收到信息公开申请12件（2022年）。", {}),
        ("收到信息公开申请12件（2023年）。", {"received": 12}),
        ("一年以来，全县主动向社会公开信息11489条。", {"published": 11489}),
        ("近三年申请逐年上升，2023年收到政府信息公开申请15件。", {"received": 15}),
        ("按照《2022年政务公开工作要点》，收到政府信息公开申请15件。", {"received": 15}),
        ("截至年底，本年度累计主动公开信息860条。", {"published": 860}),
        ("2022年结转2023年办理的申请4件，结转2024年继续办理2件。", {"carried_in": 4, "carried_out": 2}),
    ],
)
def test_the_whole_year_is_known_again(text: str, expected: dict[str, float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到低保申请86件，办结86件。",
        "政务服务大厅共收到各类申请5600件，当场办结4300件。",
        "受理劳动仲裁申请88件，办结85件。",
        "收到村务公开申请11件。",
        "评估组提交申请10件，收到答复9件。",
        "向各部门发出模拟申请20件，答复18件。",
        "指导县直部门办理依申请公开15件。",
        "协助各科室办理依申请公开答复14件。",
        "县政府办公室转送县直部门办理申请12件。",
        "村务公开信息2360条，党务公开信息180条。",
        "公开财政预决算信息6条。",
        "微信公众号发布信息623条。",
        "政务新媒体全年发布信息4321条。",
        "“示例公安”微博、微信公众号关注量达269万，全年发布信息1.3万余条。",
        "通过报刊、微信公众号等媒体公开信息344条。",
        "其中，通过县政府门户网站发布政府信息5469条。",
        "主动公开交通运输信息约3万条，其中主要通过政府网站发布政府信息6000条。",
        "我局通过官方网站发布政务类信息34条。",
        "未收到因政府信息公开申请引起的投诉。",
        "以县政府名义制发规范性文件2件，以县政府办公室名义制发3件。",
        "申请公开之外，共受理各类服务事项144350件。",
        "还通过示例发布微信公众号，发布信息977条。",
        "“示例县发布”发布信息459条。",
        "依申请公开信息459条，免予公开信息3条。",
        "主动公开规章13件（含修改5件，废止4件），规范性文件另述。",
        "通过政府网站共办理并答复信息公开申请3件、纸质申请36件。",
        "县司法局共受理行政复议申请128件。",
        "全年办理行政复议案件860件。",
        "主动公开36件、依申请公开436件、不予公开43件，互联网公开36件。",
        "全年办理各类行政复议案件65件。",
        "行政复议3件（均与政府信息公开无关）。",
        "土地征收行政复议12件，行政诉讼8件。",
        "全年无被纠错的行政复议案件。",
        "没有行政复议被纠错和行政诉讼败诉的情况。",
        "办理人大建议23件，其中予以公开答复21件，不予公开2件。",
        "承办人大代表建议5件、政协提案12件，复文全文公开15件，不予公开2件，信息公开申请另述。",
        "收到行政复议申请212件，受理198件，审结190件。",
        "收到各单位报送的公开信息356条，申请另述。",
        "实现惠企政策零申请、免申即享。",
        "告知申请人补正8件，延期答复5件，征求第三方意见2件。",
        "以县政府为被告的行政诉讼案件15件。",
        "在行政许可类信息公开中，受理审批申请1256件，办结1256件。",
        "目前累计公开政府信息25632条。",
        "收到转来的行政复议案件5件，涉及土地确权3件、工伤认定2件。",
        "现存有效文件中，公开6件，有关规范性文件另述。",
        "办理信访案件56件，热线交办件1023件，依申请公开件2件。",
        "全市政府信息公开申请总量2156件。",
        "县教育局政府信息公开申请12件。",
        "认定公文公开属性时，依申请公开12件，主动公开35件，不予公开79件。",
    ],
)
def test_figures_of_another_matter_are_not_claimed(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息公开工作有序，共受理各类申请32件。", {"accepted": 32}),
        ("通过政府网站、微信公众号等渠道公开政府信息852条。", {"published": 852}),
        ("通过门户网站和政务新媒体发布各类信息852条。", {"published": 852}),
        ("办理行政复议案件86件，其中涉及政府信息公开的行政复议3件。", {"reconsideration": 3}),
        (
            "以县政府为被申请人的行政复议8件（其中信息公开类2件），行政诉讼案件15件（其中信息公开类1件）。",
            {"reconsideration": 2, "litigation": 1},
        ),
        ("收到行政复议案件5件，涉及土地确权3件、信息公开2件。", {}),
        ("全年公开文件6件，现存有效规范性文件89件。", {"normative_docs_in_force": 89}),
        ("主动公开信息1027条，依申请公开信息459条，不予公开信息1535条。", {"published": 1027}),
        ("受理信息公开申请12件，答复7件，不予受理4件。", {"accepted": 12, "replied": 7}),
        ("受理申请20件，其中：当场答复2件，其余18件均在15个工作日内答复。", {"accepted": 20}),
        ("不予处理3件（信访投诉2件，重复申请1件），其他处理1件。", {"not_handled": 3, "other_handling": 1}),
        ("不同意公开答复4件，同意公开答复9件，部分同意公开2件，均为申请。", {"refused": 4, "granted": 9, "partial": 2}),
    ],
)
def test_figures_of_the_matter_are_claimed(text: str, expected: dict[str, float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请上百件。",
        "收到政府信息公开申请数十件。",
        "收到政府信息公开申请不足10件。",
        "收到政府信息公开申请将近150件。",
        "收到政府信息公开申请15件左右。",
        "收到政府信息公开申请15件以上。",
        "收到政府信息公开申请15/16件。",
        "收到政府信息公开申请-3件。",
        "收到政府信息公开申请12.5件。",
        "收到政府信息公开申请同比减少11件。",
        "收到政府信息公开申请比2023年初多12件。",
        "按时办结申请1010件，延期办结14件。",
    ],
)
def test_figures_that_are_not_exact_or_not_the_whole_are_not_claimed(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "organ", "expected"),
    [
        ("2022年收到政府信息公开申请40件。其中，自然人申请38件。", COUNTY, {}),
        ("全县共收到政府信息公开申请50件。其中，予以公开30件，不予公开20件。", BUREAU, {}),
        ("上半年收到政府信息公开申请40件。其中，当面申请3件。", COUNTY, {}),
        (
            "收到政府信息公开申请40件。其中，收到当面申请3件、受理38件。",
            COUNTY,
            {"received": 40, "channel_in_person": 3, "accepted": 38},
        ),
        ("主动公开政府信息500条。其中，主动公开政策信息60条、其他信息440条。", COUNTY, {"published": 500}),
    ],
)
def test_a_sentence_that_begins_with_of_which_speaks_on(text: str, organ: str, expected: dict[str, float]) -> None:
    assert stated(text, organ=organ) == expected


def test_the_figures_of_the_sentence_before_are_claimed_once_and_keep_their_place() -> None:
    found = claims("收到政府信息公开申请40件。其中，自然人申请38件。")
    assert [(claim.measure, claim.quote) for claim in found] == [
        ("received", "收到政府信息公开申请40件。"),
        ("applicant_natural_person", "其中,自然人申请38件。"),
    ]


@pytest.mark.parametrize("organ", ["示例县(人民政府", "示例县[人民政府", "示例县*人民政府"])
def test_an_organ_with_a_stray_mark_in_its_name_is_no_expression(organ: str) -> None:
    """A scraped name goes into no regular expression as it is."""
    assert stated("共收到政府信息公开申请12件。", organ=organ) == {"received": 12}
