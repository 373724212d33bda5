"""Prose made to cost time: paragraphs, sentences and lines without end."""

from __future__ import annotations

from extract import media
from tests.fuzz.bombs.kinds import bomb, put


@bomb(media.HTML, "report")
def one_paragraph_of_figures() -> bytes:
    """One paragraph of 6 MB, its sentences alike."""
    return put(f"<p>{'本年收到政府信息公开申请12件，办结9件。' * 110_000}</p>")


@bomb(media.HTML, "report")
def different_figures() -> bytes:
    """240,000 different figures in one paragraph."""
    return put(f"<p>{''.join(f'收到政府信息公开申请{n}件。' for n in range(240_000))}</p>")


@bomb(media.TEXT, "report")
def lines_of_figures() -> bytes:
    """11 MB of lines with two figures each."""
    head = "示例县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n"
    line = "本年度收到自然人提出的政府信息公开申请{0}件，予以公开{0}件，部分公开{0}件。\n"
    return (head + "".join(line.format(n % 977) for n in range(96_000))).encode()


@bomb(media.HTML, "report")
def sentences_of_dates() -> bytes:
    """600,000 dates in paragraphs of one sentence."""
    return put("<p>" + "2023年1月1日、" * 600_000 + "</p>")


@bomb(media.HTML, "report")
def sentences_without_end() -> bytes:
    """Paragraphs of commas only, hard-wrapped: no line ends a sentence."""
    return put("".join(f"<p>收到申请{n}件，不予公开{n}件，</p>" for n in range(60_000)))


@bomb(media.HTML, "report")
def figures_in_words() -> bytes:
    """Numerals in words, shared over names."""
    return put("<p>" + "当面申请、网络申请和信函申请分别有三件、二十件、一百零九件。" * 60_000 + "</p>")


@bomb(media.HTML, "refused: too_many_lines")
def preformatted_lines() -> bytes:
    """``<pre>`` of two million lines."""
    return put(f"<pre>{'一' + chr(10)}" + "1\n" * 2_000_000 + "</pre>")


@bomb(media.HTML, "refused: too_many_lines")
def line_breaks() -> bytes:
    """Every line a paragraph, as many as elements are let through."""
    return put("第一条<br>" * 240_000)


@bomb(media.HTML, "report")
def titles() -> bytes:
    """80,000 titles of reports."""
    return put("".join(f"<p>示例县第{n}局2023年政府信息公开工作年度报告</p>" for n in range(80_000)))


@bomb(media.HTML, "report")
def section_headings() -> bytes:
    """80,000 section headings."""
    return put("<p>一、总体情况</p>" * 80_000)


@bomb(media.HTML, "report")
def labelled_lines() -> bytes:
    """Lines of many labels with colons."""
    return put(("<p>" + "来源：示例县 日期：2024-01-17 " * 6 + "</p>") * 40_000)


@bomb(media.HTML, "report")
def one_word_of_megabytes() -> bytes:
    """Ten megabytes without a space, a mark or a tag."""
    return put(f"<p>{'公开' * 1_800_000}</p>")


@bomb(media.HTML, "report")
def spaces_and_colons() -> bytes:
    """What regular expressions go back and forth over."""
    return put("<p>" + "　 " * 1_000_000 + "：" * 1_000_000 + "</p>")
