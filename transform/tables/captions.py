"""Captions that say whose a table is: 示例县教育局统计表, 填报单位:甲镇, 各乡镇汇总, or an organ's name alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.forms import load_forms
from transform.models import ReportInfo
from transform.organs import complete_name, is_same_organ, organ_kind
from transform.words.clue_labels import load_metadata_labels
from transform.words.labels import compact_text

_ANNEX = re.compile(r"附[件表录]?\d{0,2}[:.、]?")
_YEAR = re.compile(r"20\d\d(?:年度?)?")
_SHORTEST_ORGAN = 4
GOVERNMENT_OFFICE = re.compile("(?<=人民政府)办公[室厅]$")
"""A government's figures stand under the name of its office, and the other way."""


class CaptionWords(BaseModel):
    """transform/tables/captions.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tails: tuple[str, ...]
    labels: tuple[str, ...]
    parts: tuple[str, ...]
    whole: tuple[str, ...]
    keepers: tuple[str, ...]


@cache
def load_caption_words() -> CaptionWords:
    """Read transform/tables/captions.yaml once."""
    return read_rules(Path(__file__).parent / "captions.yaml", CaptionWords)


def names_another_organ(caption: str, info: ReportInfo, *, is_behind: bool) -> bool:
    """Whether a caption names an organ, or several, that are not the report's.

    A name and no other word may be the line of a site or a signature: it counts only behind a report's sections
    (``is_behind``), and not where it is of those who keep a government's figures.
    """
    if info.organ is None:
        return False
    heading = compact_text(caption)
    name = _bare_name(heading)
    words = load_caption_words()
    if name.startswith(words.parts):
        return name in words.parts and name != heading
    if name in words.whole:
        is_own = organ_kind(info.organ) == "government" or any(word in info.organ for word in words.keepers)
        return name != heading and not is_own
    organ = complete_name(name)
    is_organ = len(organ) >= _SHORTEST_ORGAN and organ.endswith(load_metadata_labels().organ_endings)
    own = GOVERNMENT_OFFICE.sub("", info.organ)
    if not is_organ or is_same_organ(GOVERNMENT_OFFICE.sub("", organ), own) or info.organ.endswith(name):
        return False
    is_titled = any(heading.endswith(title) for title in _table_titles())
    return is_titled or (is_behind and not any(word in name for word in words.keepers))


def names_own_organ(caption: str, info: ReportInfo) -> bool:
    """Whether a caption names the report's own organ."""
    name = _bare_name(compact_text(caption))
    return bool(name) and info.organ is not None and is_same_organ(complete_name(name), info.organ)


def _bare_name(heading: str) -> str:
    """A heading without 附件1:, 填报单位:, its year, and the words of a table behind its name."""
    words = load_caption_words()
    text = _ANNEX.sub("", heading, count=1) if heading.startswith("附") else heading
    text = _YEAR.sub("", text.strip("()") if text.startswith("(") else text)
    label, colon, rest = text.partition(":")
    text = rest if colon and label in words.labels else text.rstrip(":")
    text = next((text.removesuffix(title) for title in _table_titles() if text.endswith(title)), text)
    while (tail := next((tail for tail in words.tails if text.endswith(tail)), None)) is not None:
        text = text.removesuffix(tail)
    return text.removesuffix("的")


@cache
def _table_titles() -> frozenset[str]:
    return frozenset(compact_text(table.title) for form in load_forms().values() for table in form.tables)
