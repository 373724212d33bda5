"""The six sections of a report and the headings that open them. Keywords are data: transform/words/clue_labels.yaml."""

from __future__ import annotations

import re
from functools import cache

from transform.forms import load_forms
from transform.words.clue_labels import load_metadata_labels
from transform.words.dates import fold_dates
from transform.words.labels import compact_text

_NUMBERED = re.compile(r"^(?:[一二三四五六七八九][、.,:]|第[一二三四五六七八九]部分[、:]?)")
_FIRST = frozenset("一二三四五六七八九第#")
_LONGEST_HEADING = 45


def section_of(text: str, *, is_marked: bool = False) -> str | None:
    """Code s1 to s6 of a heading, None where the text is no section heading.

    A heading is numbered 一、 or marked up as one (``is_marked``), short, and contains the words of its section.
    """
    if not is_marked and text.strip()[:1] not in _FIRST:
        return None
    folded = fold_dates(text).lstrip("#")
    if not (is_marked or _NUMBERED.match(folded)):
        return None
    head = re.split(r"[。:;]", folded)[0]
    if len(head) > _LONGEST_HEADING:
        return None
    for code, choices in load_metadata_labels().sections.items():
        if any(all(word in head for word in words) for words in choices):
            return code
    return None


def opens_section(text: str) -> bool:
    """Whether a line is the heading of a section and no row of a single-value table (一、主动公开情况)."""
    return section_of(text) is not None and compact_text(text.split(maxsplit=1)[0]) not in _indicator_rows()


@cache
def _indicator_rows() -> frozenset[str]:
    """The numbered first rows of the forms of 2008-2018 as printed."""
    tables = (form.tables[0] for form in load_forms().values() if form.tables[0].layout == "indicators")
    rows = (row for table in tables for row in table.rows if row.level == 1 and row.number)
    return frozenset(compact_text(f"{row.number}、{label}") for row in rows for label in row.labels)
