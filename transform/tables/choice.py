"""Which of several printings of a table is the report's own: chosen for a stated reason, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.models import ReportInfo
from transform.organs import is_same_organ
from transform.shapes.other_years import names_years
from transform.tables.captions import GOVERNMENT_OFFICE, names_another_organ, names_own_organ
from transform.tables.printings import Printing, read_heading
from transform.words.dates import find_years
from transform.words.sections import section_of
from transform.words.titles import TitleParts

_HEADER_LINES = 3
_LONGEST_PLAIN = 25  # of a heading that says nothing else
_PROSE = re.compile(r"[,;。]")


class ChoiceRules(BaseModel):
    """transform/tables/choice.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_this_report: tuple[str, ...]
    last_year: tuple[str, ...]
    annex: tuple[str, ...]
    sample: tuple[str, ...]
    no_heading: tuple[str, ...]


@cache
def load_choice_rules() -> ChoiceRules:
    """Read transform/tables/choice.yaml once."""
    return read_rules(Path(__file__).parent / "choice.yaml", ChoiceRules)


@dataclass(frozen=True, slots=True)
class Choice:
    """The printings to use (several where nothing decides) and why one was chosen."""

    printings: tuple[Printing, ...]
    reason: str | None = None


def choose_printing(printings: Sequence[Printing], info: ReportInfo, numbered: Mapping[int, bool]) -> Choice:
    """Choose among printings that differ. ``numbered`` tells by place which of them carry any number.

    Each step keeps what passes it, and the first that leaves a single one decides: those with numbers; those whose
    columns are not years; those that the page shows; those not under another report's title; those whose headings do
    not say 去年, 对比 or 样表; those under the report's own title; those whose headings name the statistics year.
    """
    left = [(place, printing) for place, printing in enumerate(printings)]
    tests = (
        ("only one has numbers", lambda place, _: numbered[place]),
        ("the others compare years", lambda _, p: not _compares_years(p)),
        ("the page does not show the others", lambda _, p: not p.is_hidden),
        ("the others stand under another report's title", lambda _, p: not _is_foreign_title(p.title, info)),
        ("the others are headed as another year's, a comparison or a sample", lambda _, p: not _is_disowned(p, info)),
        ("only one stands under this report's title", lambda _, p: _is_own_title(p, info)),
        ("only one is headed by the statistics year", lambda _, p: _is_of_year(p, info)),
    )
    for reason, test in tests:
        kept = [(place, printing) for place, printing in left if test(place, printing)]
        if len(kept) == 1:
            return Choice((kept[0][1],), reason)
        left = kept or left
    return Choice(tuple(printing for _, printing in left))


def drop_strangers(
    printings: Mapping[str, Sequence[Printing]], info: ReportInfo
) -> tuple[dict[str, list[Printing]], list[tuple[str, Printing]]]:
    """The printings that may be this report's own, and those that are not, though the table has no other.

    Not its own are tables that the page hides while it shows sections or other tables, those headed as another year's,
    another organ's or as a sample, and those under another report's title behind the title or sections of this one.
    """
    is_shown = any(_is_numbered(one) and not one.is_hidden for group in printings.values() for one in group)
    kept = {code: [one for one in group if not is_stranger(one, info, is_shown)] for code, group in printings.items()}
    lost = [(code, group[0]) for code, group in printings.items() if not kept[code]]
    return {code: group for code, group in kept.items() if group}, lost


def keep_own(printings: Mapping[str, Sequence[Printing]], info: ReportInfo) -> dict[str, list[Printing]]:
    """The printings without those of other reports where others of the same table carry numbers.

    A table printed only under another report's title, or headed as last year's, is none on a page that has its own.
    """
    kept = {code: [one for one in group if _is_own(one, info)] for code, group in printings.items()}
    numbered = {code for code, group in kept.items() if any(map(_is_numbered, group))}
    return {
        code: kept[code] if numbered and (code in numbered or not kept[code]) else list(group)
        for code, group in printings.items()
    }


def _compares_years(printing: Printing) -> bool:
    """The rows of the form under years (项目 | 2023年 | 2022年 | 增减), and under none of its columns."""
    first = printing.lines[0] if printing.lines else None
    if first is None or any(line.header is not None for line in printing.lines):
        return False
    above = first.grid.rows[max(0, first.number - _HEADER_LINES) : first.number]
    return any(sum(names_years(cell.text) for cell in row) > 1 for row in above)


def _is_own(printing: Printing, info: ReportInfo) -> bool:
    return not _is_foreign_title(printing.title, info) and not _is_headed_as_last_years(printing, info)


def is_stranger(printing: Printing, info: ReportInfo, is_shown: bool) -> bool:
    """Whether a printing is certainly not this report's. ``is_shown``: the page shows other tables with numbers."""
    if printing.is_hidden and (is_shown or printing.is_last):
        return True
    is_behind_own = printing.is_annexed or _is_title_of(printing.first_title, info)
    if is_behind_own and _is_foreign_title(printing.title, info):
        return True
    near = len(_near_headings(printing, info))
    for number, heading in enumerate(printing.headings):  # what stands above a section's heading is about more
        if _is_headed_by_another(heading, info, is_behind=printing.is_last, is_near=number < near):
            return True
        if section_of(heading) is not None:
            return False
    is_alone = printing.is_last and not any(names_own_organ(heading, info) for heading in printing.headings)
    return is_alone and _are_captioned_for_another(printing.captions, info)


def _are_captioned_for_another(captions: Sequence[str], info: ReportInfo) -> bool:
    """Whether the tables right above stand under another organ's name, and none of this report's between."""
    for caption in captions:
        if names_own_organ(caption, info) or _PROSE.search(caption):
            return False
        if names_another_organ(caption, info, is_behind=True):
            return True
    return False


def _near_headings(printing: Printing, info: ReportInfo) -> tuple[str, ...]:
    """The headings right above it, from the nearest to one that names the statistics year: a year, or 去年, above that
    is about another table, which may have been lost."""
    rules = load_choice_rules()
    for number, heading in enumerate(printing.headings, start=1):
        is_plain = not any(word in heading for word in (*rules.not_this_report, *rules.no_heading))
        if is_plain and not _PROSE.search(heading) and set(find_years(heading)) == {info.year}:
            return printing.headings[:number]
    return printing.headings


def _is_headed_by_another(heading: str, info: ReportInfo, *, is_behind: bool, is_near: bool) -> bool:
    """Whether a heading says that the table below is another year's, another organ's or a sample."""
    if _PROSE.search(heading):
        return False
    rules = load_choice_rules()
    title = read_heading(heading)
    if title is not None:
        return is_behind and _is_foreign_title(title, info)
    years = find_years(heading)
    is_heading = not any(word in heading for word in rules.no_heading)
    if is_near and years and is_heading and info.year is not None and info.year not in years:
        return True
    is_named = any(word in heading for word in (*(rules.last_year if is_near else ()), *rules.sample))
    return (is_named and len(heading) <= _LONGEST_PLAIN) or names_another_organ(heading, info, is_behind=is_behind)


def _is_numbered(printing: Printing) -> bool:
    return any(character.isdigit() for line in printing.lines for cell in line.values for character in cell.text)


def _is_headed_as_last_years(printing: Printing, info: ReportInfo) -> bool:
    """A heading right above says 去年, or is that of an annex on another year; prose (较去年下降。) is none."""
    rules = load_choice_rules()
    for heading in _near_headings(printing, info):
        if _PROSE.search(heading):
            continue
        years = find_years(heading) if heading.startswith(rules.annex) else ()
        is_last_year = len(heading) <= _LONGEST_PLAIN and any(word in heading for word in rules.last_year)
        if is_last_year or (years and info.year is not None and info.year not in years):
            return True
    return False


def _is_disowned(printing: Printing, info: ReportInfo) -> bool:
    rules, near = load_choice_rules(), _near_headings(printing, info)
    is_other_year = bool(printing.years) and info.year is not None and info.year not in printing.years
    is_sample = any(word in heading for heading in printing.headings for word in rules.sample)
    return is_other_year or is_sample or any(word in heading for heading in near for word in rules.not_this_report)


def _is_of_year(printing: Printing, info: ReportInfo) -> bool:
    """Headed by the statistics year; a table without any year is of the year of the title it stands under."""
    title_year = printing.title.year if printing.title else None
    return info.year in (printing.years or {title_year})


def _is_foreign_title(title: TitleParts | None, info: ReportInfo) -> bool:
    """The title of a report by another organ or on another year."""
    if title is None:
        return False
    one, other = title.organ or "", info.organ or ""
    if "公开" not in title.text:  # a government's figures, in an annex under the name of its office, or the other way
        one, other = GOVERNMENT_OFFICE.sub("", one), GOVERNMENT_OFFICE.sub("", other)
    is_other_organ = bool(one and other) and not is_same_organ(one, other)
    is_other_year = title.year is not None and info.year is not None and title.year != info.year
    return is_other_organ or is_other_year


def _is_own_title(printing: Printing, info: ReportInfo) -> bool:
    return _is_title_of(printing.title, info)


def _is_title_of(title: TitleParts | None, info: ReportInfo) -> bool:
    """The title of this very report, as far as it goes."""
    if title is None or not title.organ or not info.organ:
        return False
    is_year = title.year is None or info.year is None or title.year == info.year
    return is_year and is_same_organ(title.organ, info.organ)
