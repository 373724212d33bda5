"""Paragraphs as one text, where a sentence may go on from one to the next, and the way back to each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from transform.grids import Paragraph
from transform.prose.sections import HEADING, LONGEST_HEADING, is_plain_heading
from transform.words.labels import compact_text
from transform.words.notes import drop_notes

MAY_STATE = re.compile(
    r"\d|未|没有|无|零|[〇一二两三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾](?:件|份|宗|起|例|人次|条)"
)
_MAX_PASSAGE = 4_000


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive paragraphs read as one text; ``starts`` are the offsets at which each begins, with its address."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def address(self, position: int) -> str:
        return self.starts[bisect_right(self.starts, position, key=lambda start: start[0]) - 1][1]


def join_passages(paragraphs: tuple[Paragraph, ...]) -> Iterator[Passage]:
    """Paragraphs, lines that break off in mid-sentence joined with the next (hard-wrapped text)."""
    text = ""
    starts: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        is_long = len(paragraph.text) > LONGEST_HEADING
        if not text and is_long and paragraph.text.endswith("。") and not MAY_STATE.search(paragraph.text):
            continue
        compact = compact_text(drop_notes(paragraph.text))
        is_heading = len(text) < LONGEST_HEADING and (HEADING.fullmatch(text) or is_plain_heading(text))
        if text and (text[-1] in "。;:!?" or len(text) > _MAX_PASSAGE or is_heading):
            yield Passage(text, tuple(starts))
            text, starts = "", []
        starts.append((len(text), paragraph.at))
        text += compact
    if text:
        yield Passage(text, tuple(starts))
