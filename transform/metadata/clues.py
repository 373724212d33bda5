"""What a document says about itself, gathered from page metadata, metadata tables, title lines and the signature.

Nothing is decided here. Labels and their order are data: transform/words/clue_labels.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile, zip_longest

from transform.grids import DocumentContent, Grid, Paragraph
from transform.metadata.names import is_organ, is_own_name
from transform.metadata.surroundings import find_contact, find_date_below, find_source_organ, find_step_organ
from transform.models import Hints
from transform.words.clue_labels import load_metadata_labels
from transform.words.dates import find_first_date, find_period, fold_dates
from transform.words.sections import section_of
from transform.words.titles import TitleParts, is_folded_title, is_organ_name, read_title

_COMPILED_BY = re.compile(r"(?:由|现将|现公布|以下是)(.{2,30}?)(?:编制|20\d\d年|发布)")
_OPENS = re.compile(r"^#*([^,。;:]{4,30}?)(?:严格|认真)?(?:根据|按照|依据|依照)")
_COMPILES = re.compile(r"(?:^|[,。;:])([^,。;:]{4,30}?)(?:组织)?(?:编制|制作|撰写)(?!的|和|发布|工作|要求|说明)")
_NO_SUBJECT = re.compile("按照|根据|依[据照]|结合|对照|落实|贯彻|关于|经|向|与|请|为|在|对")
_OF_A_REPORT = re.compile("年度?报告?|本报告|年报")
_COLON = re.compile("[:：]")
_LABELLED = re.compile(r"(?:^|(?<=[\s|·;；,，】\]]))([\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,8})[:：]")
_TAIL = 12  # paragraphs at the end of a document without section headings, where a signature stands
_LONGEST_CLOSING = 25  # paragraphs behind the last heading
_LAST_SECTIONS = ("s5", "s6")
_LONGEST_INFO = 200  # characters of a line that gives source, date and the like
_HEAD = 60  # paragraphs at the beginning among which title and metadata stand
_TITLE_ROWS = 4
_LONGEST_SIGNATURE = 30
_LONGEST_TABLE = 15  # rows of a metadata table
_LONGEST_LABEL = 24  # characters, spaces between them included


@dataclass(frozen=True, slots=True)
class DocumentClues:
    """Everything the document says about itself, with the name of each source, best source first.

    ``organs`` may name the organ, ``hearsay`` where they do not; ``body_organs`` are those of the body, to compare
    with. ``placeless`` is a title's 县财政局. ``dated_below`` stands below the title. ``site_code`` is the first six
    digits of SiteIDCode, ``opening`` the first lines of the text as one.
    """

    title: TitleParts | None
    period: tuple[date, date] | None
    published: tuple[tuple[str, date], ...]
    dated_below: date | None
    signed_on: date | None
    organs: tuple[tuple[str, str], ...]
    hearsay: tuple[tuple[str, str], ...]
    placeless: str | None
    body_organs: tuple[tuple[str, str], ...]
    site_code: str | None
    site_name: str | None
    sections: tuple[str, ...]
    opening: str


def gather_clues(content: DocumentContent, hints: Hints) -> DocumentClues:
    """Read every source once."""
    labels = load_metadata_labels()
    paragraphs = content.paragraphs
    closing = _find_closing(paragraphs)
    head, tail = _fold_lines(_find_head(content)), _fold_lines([paragraph.text for paragraph in closing])
    table = _read_labelled(content, [*paragraphs[:_HEAD], *closing])
    title = _find_title(content, head, table, hints)
    signer, signed_on = _find_signature(tail)
    compiler = _find_compiler(head)
    table_organ = _first_value(table, labels.label_organ)
    organs = (
        ("title", title.organ if title else None),
        ("metadata table", table_organ if table_organ and is_organ_name(table_organ) else None),
        ("signature", signer),
        ("opening sentence", compiler),
        ("content source", _first_meta(content, labels.meta_source)),
    )
    site_code = re.match(r"\d{6}", _first_meta(content, labels.meta_site_code) or "")
    return DocumentClues(
        title=title,
        period=_find_period(paragraphs, head, title.year if title else None),
        published=tuple(_find_published(content, table)),
        dated_below=find_date_below(head),
        signed_on=signed_on,
        organs=tuple((rule, name) for rule, name in organs if name and is_own_name(name)),
        hearsay=tuple((rule, name) for rule, name in _find_hearsay(head, table) if name),
        placeless=title.organ if title and title.organ and not is_own_name(title.organ) else None,
        body_organs=tuple((rule, name) for rule, name in organs[2:4] if name),
        site_code=site_code[0] if site_code else None,
        site_name=_first_meta(content, labels.meta_site_name),
        sections=tuple(_find_sections(content)),
        opening="".join(head),
    )


def _find_hearsay(head: list[str], table: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    """Who else may be the organ, by what stands around the report."""
    opening = list(takewhile(lambda line: section_of(line) is None, head))
    yield "contact", find_contact(opening)
    yield "source", find_source_organ(_first_value(table, load_metadata_labels().label_source))
    yield "breadcrumb", find_step_organ(head)


def _find_head(content: DocumentContent) -> list[str]:
    """The first lines of text; a title may stand in a table, alone in one of its first rows (a sheet has it there)."""
    lines: list[str] = []
    for block in content.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            printed = ([cell.text for cell in row if cell.text] for row in block.rows[:_TITLE_ROWS])
            lines += [texts[0] for texts in printed if len(texts) == 1 and "公开" in texts[0]]
        if len(lines) >= _HEAD:
            break
    return lines[:_HEAD]


def _fold_lines(texts: Sequence[str]) -> list[str]:
    return [folded for text in texts if (folded := fold_dates(text).lstrip("#"))]


def _find_title(content: DocumentContent, head: list[str], table: dict[str, str], hints: Hints) -> TitleParts | None:
    """The first title with organ and year among page metadata, metadata table, text and hint; else the fullest.

    What the metadata state counts first, then a title whose organ the page's own ``<title>`` names: a menu may list
    other organs' reports above, and ``<title>`` may begin with the name of the site.
    """
    labels = load_metadata_labels()
    stated = [_first_meta(content, labels.meta_title), _first_value(table, labels.label_title)]
    sources = [*stated, *_title_lines(head), content.title, hints.title]
    titles = [title for text in dict.fromkeys(sources) if text and (title := read_title(text))]
    metadata = [title for text in stated if text and (title := read_title(text))]

    def fullness(title: TitleParts) -> tuple[int, bool, bool]:
        is_own = title.organ is not None and title.organ in (content.title or "")
        return (title.organ is not None) + (title.year is not None), title in metadata, is_own

    return max(titles, key=fullness, default=None)


def _title_lines(head: list[str]) -> Iterator[str]:
    """Lines of the beginning that are a title alone, or become one with the next one or two (cut by a line break)."""
    for number, line in enumerate(head):
        if is_folded_title(line):
            before = head[number - 1] if number else ""
            yield before + line if is_organ(before) and is_folded_title(before + line) else line
        for count in (2, 3):
            joined, rest = "".join(head[number : number + count]), "".join(head[number + 1 : number + count])
            if len(line) <= 40 and not is_folded_title(line) and rest and is_folded_title(joined):
                if not (is_folded_title(rest) and re.search(r"\d{4}", rest)):  # a whole title below the site's menu
                    yield joined
                break


def _read_labelled(content: DocumentContent, paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Label → value, from tables whose cells alternate so and from lines ``label:value``; the first value stays."""
    found: dict[str, str] = {}
    for grid in content.grids:
        for label, value in _labelled_cells(grid):
            found.setdefault(label, value)
    for paragraph in paragraphs:
        if len(paragraph.text) <= _LONGEST_INFO:
            for label, value in (*_labelled_parts(paragraph.text), *_labelled_texts(paragraph.text.split("|"))):
                found.setdefault(label, value)
    return found


def _labelled_parts(text: str) -> Iterator[tuple[str, str]]:
    """来源：示例县财政局 发布时间：2024-01-17 浏览次数：12 has three labels on one line."""
    if not _COLON.search(text):
        return
    marks = list(_LABELLED.finditer(text))
    for mark, following in zip_longest(marks, marks[1:]):
        value = text[mark.end() : following.start() if following else len(text)]
        if value.strip():
            yield fold_dates(mark[1]), fold_dates(value)


def _labelled_cells(grid: Grid) -> Iterator[tuple[str, str]]:
    for row in grid.rows if len(grid.rows) <= _LONGEST_TABLE else ():
        yield from _labelled_texts([cell.text for cell in row])


def _labelled_texts(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts side by side, in cells or set apart by bars, of which one is a label we want and the next its value."""
    labels = load_metadata_labels()
    wanted = {*labels.label_published, *labels.label_organ, *labels.label_title}
    for label, value in pairwise(texts):
        folded = "" if len(label) > _LONGEST_LABEL else fold_dates(label).rstrip(":")
        if folded in wanted and value.strip():
            yield folded, fold_dates(value)


def _find_published(content: DocumentContent, table: dict[str, str]) -> Iterator[tuple[str, date]]:
    labels = load_metadata_labels()
    for name in labels.meta_published:
        if day := find_first_date(content.meta.get(name, "")):
            yield f"meta {name}", day
    for label in labels.label_published:
        if day := find_first_date(table.get(label, "")):
            yield label, day


def _find_period(paragraphs: Sequence[Paragraph], head: list[str], year: int | None) -> tuple[date, date] | None:
    """The first range in a line that speaks of 统计期限; a range without such a word is no period.

    Of several the first that ends in the title's ``year``: reports of other years may stand on the page. Where line
    breaks cut the sentence, the lines of the beginning are read as one.
    """
    words = load_metadata_labels().period_words
    texts = (paragraph.text for paragraph in paragraphs if any(word in paragraph.text for word in words))
    sentences = (part for text in texts for part in re.split("[。;；]", text) if any(word in part for word in words))
    periods = [period for sentence in sentences if (period := find_period(sentence))]
    if periods:
        return next((period for period in periods if period[1].year == year), periods[0])
    joined = "".join(head)
    starts = (found.start() for found in re.finditer(words[0], joined))
    return next((period for start in starts if (period := find_period(joined[start : start + 60]))), None)


def _find_closing(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """What follows the last section heading, where a signature stands; without headings the end of the document."""
    for place in range(len(paragraphs) - 1, -1, -1):
        if section_of(paragraphs[place].text, is_marked=paragraphs[place].level > 0) in _LAST_SECTIONS:
            return paragraphs[place + 1 : place + 1 + _LONGEST_CLOSING]
    return paragraphs[-_TAIL:]


def _find_signature(tail: list[str]) -> tuple[str | None, date | None]:
    """The organ and date that close a report: 沭阳县发展和改革局 / 2024年1月17日, on two lines or one.

    A date with an organ before it counts first: pages go on with dates of their own.
    """
    dated = [(number, day) for number, line in enumerate(tail) if (day := _signature_date(line))]
    for number, day in dated:
        before = [re.split(r"20\d\d", tail[number])[0].strip("(-"), *reversed(tail[max(0, number - 2) : number])]
        if organ := next((name for name in before if is_organ(name)), None):
            return organ, day
    return None, dated[0][1] if dated else None


def _signature_date(line: str) -> date | None:
    """The date of a short line that is no labelled one (打印日期:…)."""
    is_short = len(line) <= _LONGEST_SIGNATURE and ":" not in line
    return find_first_date(line) if is_short and not find_period(line) else None


def _find_compiler(head: list[str]) -> str | None:
    """Who the opening says made the report: 由…编制, 现将…2019年…, …根据《条例》…编制, above the first section."""
    opening = list(takewhile(lambda line: section_of(line) is None, head))
    for line in opening:
        patterns = (_COMPILED_BY, _OPENS, _COMPILES) if _OF_A_REPORT.search(line) else (_COMPILED_BY,)
        for found in (found for pattern in patterns for found in pattern.finditer(line)):
            if is_organ(found[1]) and not _NO_SUBJECT.match(found[1]):
                return found[1]
    return None


def _find_sections(content: DocumentContent) -> Iterator[str]:
    """Codes of the section headings in printed order, each once."""
    codes = (section_of(text, is_marked=is_marked) for text, is_marked in _heading_texts(content))
    yield from dict.fromkeys(code for code in codes if code)


def _heading_texts(content: DocumentContent) -> Iterator[tuple[str, bool]]:
    """Paragraphs, and cells that fill a row of their own (whole reports are laid out in one table)."""
    for block in content.blocks:
        if isinstance(block, Grid):
            yield from ((row[0].text, False) for row in block.rows if len(row) == 1)
        else:
            yield block.text, block.level > 0


def _first_meta(content: DocumentContent, names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := content.meta.get(name, "").strip())), None)


def _first_value(table: dict[str, str], labels: tuple[str, ...]) -> str | None:
    return next((table[label] for label in labels if label in table), None)
