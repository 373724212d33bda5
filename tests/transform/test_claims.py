"""Figures in the prose: taken where the words say what they count, left where they speak of something else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transform.grids import DocumentContent, Paragraph
from transform.models import Claim
from transform.prose.claim_rules import load_claim_rules
from transform.prose.claims import read_claims
from transform.prose.rewording import reword


def claims(*lines: str, year: int = 2023, organ: str = "示例县人民政府") -> tuple[Claim, ...]:
    blocks = tuple(Paragraph(line, f"line {number}") for number, line in enumerate(lines, start=1))
    return read_claims(DocumentContent(blocks), year=year, organ=organ).claims


def stated(*lines: str, year: int = 2023, organ: str = "示例县人民政府") -> dict[str, float]:
    return {claim.measure: float(claim.value) for claim in claims(*lines, year=year, organ=organ)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共收到政府信息公开申请12件。", {"received": 12}),
        (
            "共受理政府信息公开申请１２件，办结11件，结转下年度1件。",
            {"accepted": 12, "processed": 11, "carried_out": 1},
        ),
        ("新收信息公开申请8件，另有上年结转3件；已答复10件。", {"received": 8, "carried_in": 3, "replied": 10}),
        ("申请办理中，另有72件按规定顺延到下年度答复。", {"carried_out": 72}),
        (
            "申请中予以公开5件、部分公开2件、不予公开1件，无法提供3件，不予处理0件，其他处理4件。",
            {"granted": 5, "partial": 2, "refused": 1, "unable": 3, "not_handled": 0, "other_handling": 4},
        ),
        ("申请里同意公开答复9件，占45%。", {"granted": 9, "granted_share": 45}),
        ("申请里予以公开及部分公开258件，占比33.9%。", {"granted_or_partial": 258, "granted_or_partial_share": 33.9}),
        (
            "共收到申请9件，其中邮寄申请4件、网络填报申请2件，当面2件，传真1件。",
            {"received": 9, "channel_mail": 4, "channel_online": 2, "channel_in_person": 2, "channel_fax": 1},
        ),
        (
            "收到自然人提出的申请7件、法人或其他组织提出的申请2件，合计9件。",
            {"applicant_natural_person": 7, "applicant_legal_person": 2, "received": 9},
        ),
        ("受理申请100件，较去年下降12.5%。", {"accepted": 100, "accepted_change": -12.5}),
        ("信息公开类行政复议7件，行政诉讼9件。", {"reconsideration": 7, "litigation": 9}),
        ("办理行政复议、行政诉讼案件时，共办理相关案件5件。", {"disputes": 5}),
        ("被申请行政复议1件，被提起行政诉讼0件。", {"reconsideration": 1, "litigation": 0}),
        (
            "当年制发行政规范性文件6件，废止1件，年末现行有效32件。",
            {"normative_docs_issued": 6, "normative_docs_repealed": 1, "normative_docs_in_force": 32},
        ),
        ("主动公开规章2件，行政规范性文件60件。", {"normative_docs_disclosed": 60}),
        ("全年主动公开政府信息约2万条。", {"published": 20000}),
        ("全年通过网站更新信息1,234条。", {"published": 1234}),
        ("共收取信息处理费380.5元。", {"processing_fee": 380.5}),
        ("发出收费通知2件，总金额1200元，实际收取800元。", {"processing_fee": 800}),
        ("收取信息处理费1件，金额160元。", {"processing_fee": 160}),
        ("受理公民、法人和其他组织的信息公开申请共计8件。", {"accepted": 8}),
        ("收到并按时答复信息公开申请7件。", {"received": 7, "replied": 7}),
        ("收到申请：15件；办结：14件。", {"received": 15, "processed": 14}),
        ("申请中“予以公开”5件，“不予公开”的有1件。", {"granted": 5, "refused": 1}),
        ("收到自然人申请14件、法人申请1件。", {"applicant_natural_person": 14, "applicant_legal_person": 1}),
        ("收到信息公开申请〇件。", {"received": 0}),
        ("收到申请164件；办理85件，下年度继续办理81件。", {"received": 164, "processed": 85, "carried_out": 81}),
        ("申请中不予公开（含商业秘密1件）2件，无法提供3件。", {"refused": 2, "unable": 3}),
        ("收到的申请中，按时答复26件，延期答复4件，合计30件。", {}),
        ("接收且办理信息公开申请124宗，本年办结121宗。", {"received": 124, "processed": 121}),
        ("主动公开政府信息累计600条。", {"published": 600}),
        ("未收到因信息公开申请引起的行政诉讼。", {"litigation": 0}),
        ("政府行政复议7件，6件结果维持；无行政诉讼。", {"reconsideration": 7, "litigation": 0}),
        ("收到信息公开申请5件，结转上年度信息公开申请3件。", {"received": 5, "carried_in": 3}),
        ("继续有效的规范性文件共有十五件。", {"normative_docs_in_force": 15}),
        ("申请中同意公开和部分同意公开21件，占60%。", {"granted_or_partial": 21, "granted_or_partial_share": 60}),
        (
            "受理申请12件，5件予以公开，2件部分公开，1件不予公开，3件无法提供，1件不予处理。",
            {"accepted": 12, "granted": 5, "partial": 2, "refused": 1, "unable": 3, "not_handled": 1},
        ),
        ("有2件申请为2022年结转，3件申请结转至2024年办理。", {"carried_in": 2, "carried_out": 3}),
        ("接受公民、法人及其他组织政府信息公开申请75件。", {"received": 75}),
        ("政府信息公开申请仅1件，已按规定答复。", {"received": 1}),
        ("全年共有政府信息公开申请312件，其中不予公开9件。", {"received": 312, "refused": 9}),
        ("政府信息公开申请总量355件，位居前列。", {"received": 355}),
        ("依申请公开数量：5件；行政复议数量：1件。", {"received": 5, "reconsideration": 1}),
        ("收到的35件政府信息公开申请均已答复。", {"received": 35}),
        ("全县175件政府信息公开申请中，自然人170件。", {"received": 175, "applicant_natural_person": 170}),
        ("共处理政府信息公开申请31件，其他处理2件。", {"processed": 31, "other_handling": 2}),
        (
            "收到依申请公开信息8条，其中当面申请3条，网上申请5条。",
            {"received": 8, "channel_in_person": 3, "channel_online": 5},
        ),
        ("收到线上申请11件、信函申请4件。", {"channel_online": 11, "channel_mail": 4}),
        ("制定规范性文件15件，废止失效11件。", {"normative_docs_issued": 15, "normative_docs_repealed": 11}),
        ("申请办结后，被提起行政诉讼发生5件。", {"litigation": 5}),
        ("重点领域公开信息3562条，全年累计公开信息21563条。", {"published": 21563}),
        ("截至2023年12月31日，我县共主动公开信息3265条，其中2023年公开652条。", {"published": 652}),
        ("收到申请3件，2件通过网络提交，1件现场提交。", {"received": 3, "channel_online": 2, "channel_in_person": 1}),
        ("以网上提交表单形式提出的申请10件。", {"channel_online": 10}),
        (
            "规范性文件本年新制作数量2件，现存有效规范性文件89件。",
            {"normative_docs_issued": 2, "normative_docs_in_force": 89},
        ),
        (
            "现行有效行政规范性文件132件，本年新制发12件，废止8件。",
            {"normative_docs_in_force": 132, "normative_docs_issued": 12, "normative_docs_repealed": 8},
        ),
        ("新增规范性文件6件。", {"normative_docs_issued": 6}),
        ("收到政府信息公开申请（含县政府及部门、乡镇）共计215件。", {"received": 215}),
        ("2023年全县依申请公开共计88件，2022年为102件。", {"received": 88}),
        ("完成依申请公开答复4件。", {"replied": 4}),
        ("申请中全部公开23件，部分公开10件。", {"granted": 23, "partial": 10}),
        ("依申请公开政府信息收费12元，减免0元。", {"processing_fee": 12}),
        ("受理网上信息公开申请6件、信件申请3件，共计9件。", {"channel_online": 6, "channel_mail": 3, "accepted": 9}),
        ("收到、办结政府信息公开申请88件。", {"received": 88, "processed": 88}),
        ("申请中属于不予公开范围2件。", {"refused": 2}),
        ("受理信息公开申请8件，其中1件引发行政复议。", {"accepted": 8, "reconsideration": 1}),
        ("2022年结转至2023年申请2件，2023年结转至2024年申请3件。", {"carried_in": 2, "carried_out": 3}),
        ("从申请主体看，自然人203件，企业9件。", {"applicant_natural_person": 203}),
        (
            "共制发行政规范性文件16个，废止行政规范性文件0个。",
            {"normative_docs_issued": 16, "normative_docs_repealed": 0},
        ),
        ("我县到年底累计主动公开政府信息5928条，其中，本年度新增主动公开政府信息2110条。", {"published": 2110}),
        (
            "共收到网上依申请公开14件、信函依申请公开5件，当面申请数3件。",
            {"channel_online": 14, "channel_mail": 5, "channel_in_person": 3},
        ),
        ("收到政府信息公开申请25件（含结转2件）。", {"received": 25, "carried_in": 2}),
        ("271件办结申请中，予以公开113件。", {"processed": 271, "granted": 113}),
        ("依申请公开收件6件。", {"received": 6}),
        ("全年政府信息主动公开1238条。", {"published": 1238}),
        ("截止2023年底，累计公开信息12653条，2023年度新增2365条。", {"published": 2365}),
        (
            "从申请看，自然人提出申请占96.2%，予以公开占比45.3%。",
            {"applicant_natural_person_share": 96.2, "granted_share": 45.3},
        ),
    ],
)
def test_what_the_words_make_plain(text: str, expected: dict[str, float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("未收到政府信息公开申请。", "received"),
        ("本年度没有收到公民、法人或者其他组织提出的政府信息公开申请。", "received"),
        ("未发生与信息公开有关的行政复议。", "reconsideration"),
        ("没有因政府信息公开引起的行政复议和行政诉讼。", "litigation"),
        ("本年度未收取任何费用。", "processing_fee"),
        ("本年度未收到依申请公开政府信息的申请。", "received"),
        ("没有收到公民、法人或其他组织关于政府信息公开方面的申请。", "received"),
        ("2023年无依申请公开件。", "received"),
        ("2023年未收到依申请公开信息。", "received"),
        ("未收到任何公民、法人和其他组织提出的公开政府信息的申请。", "received"),
        ("未收到公民、法人或其他组织的依申请公开诉求。", "received"),
        ("本年度未发生依申请公开政府信息事项。", "received"),
        ("政府信息公开工作无行政复议、行政诉讼案件发生。", "reconsideration"),
        ("无政府信息公开投诉举报、行政复议和行政诉讼案件。", "litigation"),
        ("没有信息公开行政复议以及行政诉讼情况。", "litigation"),
        ("无因政府信息公开申请行政复议和提起行政诉讼情况。", "reconsideration"),
        ("未接到有关政府信息公开方面的复议、诉讼和申诉。", "litigation"),
        ("本年度未制发规范性文件。", "normative_docs_issued"),
        ("没有依据《信息处理费管理办法》收取信息处理费。", "processing_fee"),
        ("收取信息处理费情况：无。", "processing_fee"),
        ("无行政复议、行政诉讼、投诉举报。", "reconsideration"),
        ("无行政复议、行政诉讼、投诉举报。", "litigation"),
        ("信息公开零申请、零复议、零诉讼。", "received"),
        ("依申请公开事项零受理。", "accepted"),
        ("政府信息公开申请“零”受理，费用“零”收取。", "processing_fee"),
        ("未收到依申请公开的相关信息。", "received"),
        ("无人申请政府信息公开。", "received"),
        ("未收到公开信息申请。", "received"),
        ("年度无行政复议、行政诉讼的情况发生。", "reconsideration"),
        ("年度无行政复议、行政诉讼的情况发生。", "litigation"),
        ("全年无信息公开举报、复议和诉讼等情形发生。", "reconsideration"),
        ("全年无信息公开举报、复议和诉讼等情形发生。", "litigation"),
        ("复议诉讼零发生，信息处理费零收取。", "reconsideration"),
        ("复议诉讼零发生，信息处理费零收取。", "litigation"),
        ("复议诉讼零发生，信息处理费零收取。", "processing_fee"),
        ("无政府信息公开申请，无结转，无收费，无诉讼、复议。", "litigation"),
        ("无政府信息公开申请，无结转，无收费，无诉讼、复议。", "processing_fee"),
        ("处理依申请公开13件，均依法答复；未被复议和诉讼。", "reconsideration"),
        ("处理依申请公开13件，均依法答复；未被复议和诉讼。", "litigation"),
        ("没有发生一起因政府信息公开而引起的行政复议或行政诉讼。", "reconsideration"),
        ("没有收到申请公开信息的请求。", "received"),
        ("行政事业性收费收取1256万元，信息处理费未收取。", "processing_fee"),
        ("未就依申请公开工作收取任何信息处理费。", "processing_fee"),
        ("信息公开零申请、零复议、零诉讼。", "reconsideration"),
        ("信息公开零申请、零复议、零诉讼。", "litigation"),
        ("无依申请公开事项，无行政复议案件，无收费情况。", "processing_fee"),
        ("依申请公开为0。", "received"),
        ("受理依申请公开为零。", "accepted"),
        ("投诉、举报、复议、诉讼数量均为零。", "litigation"),
        ("投诉、举报、复议、诉讼数量均为零。", "reconsideration"),
    ],
)
def test_words_that_state_a_zero(text: str, measure: str) -> None:
    assert stated(text)[measure] == 0


@pytest.mark.parametrize(
    "text",
    [
        "2022年收到政府信息公开申请12件。",
        "去年同期受理申请320件。",
        "收到政府信息公开申请3至5件。",
        "收到政府信息公开申请约30件。",
        "民政局收到政府信息公开申请4件。",
        "收到人大建议12件，已答复12件。",
        "办理群众信件申请类留言45件，回复留言44件。",
        "印发文件12份，召开会议3次。",
        "该行政复议件未被复议机关纠正。",
        "申请答复时限由20个工作日压缩至10个。",
        "刊登规范性文件等112件。",
    ],
)
def test_figures_of_something_else_are_left_alone(text: str) -> None:
    assert stated(text) == {}


def test_a_part_of_another_organ_is_no_second_total() -> None:
    assert stated("全县收取信息处理费共计380元，其中民政局1件，收取信息处理费280元。") == {"processing_fee": 380}
    assert stated("全县共受理申请70件，其中教育局受理申请30件。") == {"accepted": 70}


def test_an_organs_own_short_name_is_no_other_organ() -> None:
    assert stated("县教育局收到申请4件。", organ="示例县教育局") == {"received": 4}
    assert stated("县政府办公室收到申请4件。", organ="示例县人民政府办公室") == {"received": 4}


def test_a_figure_cut_by_a_line_break_keeps_the_line_it_stands_in() -> None:
    (claim,) = claims("我县全年收到政府信息公开", "申请 34 件。")
    assert (claim.value, claim.at, claim.unit) == (Decimal(34), "line 2", "件")
    assert claim.quote == "我县全年收到政府信息公开申请34件。"


def test_a_sentence_behind_a_heading_on_one_line_goes_on_below() -> None:
    (claim,) = claims("（二）依申请公开情况。全县共收到政府信息", "公开申请412件。")
    assert (claim.measure, claim.value, claim.at) == ("received", Decimal(412), "line 2")


def test_a_long_sentence_is_quoted_by_its_clause() -> None:
    (claim,) = claims("全年" + "做了许多工作，" * 20 + "收到申请34件，" + "又做了许多工作，" * 20 + "并持续改进。")
    assert claim.quote == "收到申请34件"


def test_every_measure_has_a_pattern_that_compiles() -> None:
    rules = load_claim_rules()
    assert len({measure.code for measure in rules.measures}) == len(rules.measures)
    assert {absence.code for absence in rules.absences} <= {measure.code for measure in rules.measures}
    assert claims("收到申请1件。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到信息公开申请一百零五件，办结两件。", {"received": 105, "processed": 2}),
        ("收到信息公开申请二十一件，其中当面申请十件。", {"received": 21, "channel_in_person": 10}),
        ("收到、办结信息公开申请分别为12件、9件。", {"received": 12, "processed": 9}),
        (
            "当面申请、网络申请和信函申请分别有3件、20件、1,009件。",
            {"channel_in_person": 3, "channel_online": 20, "channel_mail": 1009},
        ),
        ("2021年、2022年、2023年分别收到信息公开申请11件、22件、33件。", {"received": 33}),
        ("收到、办结信息公开申请分别为12件。", {}),
        ("行政复议、行政诉讼均为0件。", {"reconsideration": 0, "litigation": 0}),
        ("累计收到信息公开申请532件，其中2023年收到32件。", {"received": 32}),
        ("累计收到信息公开申请532件，其中，本年收到32件。", {"received": 32}),
        ("全年累计收到信息公开申请32件，其中当面申请2件。", {"received": 32, "channel_in_person": 2}),
        ("截至2023年底，累计受理信息公开申请532件。", {}),
        ("2019年至2023年，共收到信息公开申请532件。", {}),
        ("近三年共收到信息公开申请532件。", {}),
        ("收到信息公开申请12[1]件。", {"received": 12}),
        ("收到信息公开申请12①件。", {"received": 12}),
        ("收到信息公开申请由2022年的11件增加到2023年的33件。", {"received": 33}),
        ("收到信息公开申请由2020年的11件增加到2021年的33件。", {}),
        ("行政复议由上年3件下降为1件。", {"reconsideration": 1}),
        ("全年无政府信息公开申请，无行政复议、行政诉讼案件。", {"received": 0, "reconsideration": 0, "litigation": 0}),
        ("无信息公开申请超期未答复。", {}),
        ("被提起行政复议、行政诉讼各1件。", {"reconsideration": 1, "litigation": 1}),
        ("收到信息公开申请贰拾壹件。", {"received": 21}),
        ("收到信息公开申请一百二件。", {}),
    ],
)
def test_figures_in_words_and_in_lists(text: str, expected: dict[str, float]) -> None:
    assert stated("信息公开申请情况如下。", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "信息公开方面，约收到申请100件。",
        "处理网民留言45件，答复45件；信息公开申请另述。",
        "信息公开申请未按期答复2件。",
        "累计收到信息公开申请532件，其中2021年收到32件。",
        "对每一件信息公开申请逐件答复，没有一件信息公开申请超期。",
    ],
)
def test_words_that_state_no_figure_of_requests(text: str) -> None:
    assert stated(text) == {}


def test_quote_and_address_are_those_of_the_printed_words() -> None:
    text = (
        "本机关依法办理信息公开申请，" + "、".join(["逐项登记并留存办理材料"] * 7) + "，收到申请三十二件，办结三十件。"
    )
    found = {claim.measure: claim.quote for claim in claims(text)}
    assert "三十二件" in found["received"] and "三十件" in found["processed"]


def test_a_figure_keeps_its_place_when_its_sentence_is_put_plainly() -> None:
    printed = "当面申请、网络申请分别为三件、二十件。"
    plain = reword(printed, 2023)
    assert plain.text == "当面申请3件,网络申请20件。"
    assert printed[plain.origins[plain.text.index("20")]] == "二"
    assert printed[plain.origins[plain.text.index("网")]] == "网"
    assert len(plain.origins) == len(plain.text)
