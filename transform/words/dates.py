"""Dates as reports print them, with marks lost on the way: 2020年1月1日, 2021-03-05 08:58, 二〇二一年一月, 20201月1日.

Years from 2008 to 2099 are believed; a run of digits is split only where one calendar date fits.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from transform.words.labels import MAX_LABEL, compact_text

FIRST_YEAR, LAST_YEAR = 2008, 2099

_DIGITS = str.maketrans("〇○ＯO零一二三四五六七八九", "00000123456789")
_CHINESE_NUMBER = "[〇○O零一二三四五六七八九十]"
_CHINESE_DATE = re.compile(
    rf"(?P<y>[二2][〇○O零0]{_CHINESE_NUMBER}{{2}})年(?:(?P<m>{_CHINESE_NUMBER}{{1,2}})月(?:(?P<d>{_CHINESE_NUMBER}{{1,3}})日)?)?"
)
_FULL = re.compile(r"(?<!\d)(20\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?!\d)")
_LOST_YEAR_MARK = re.compile(r"(?<!\d)(20\d\d)(\d{1,2})月(\d{1,2})日")  # 20201月1日 of 颍泉区政府办 2020
_LOST_BOTH_MARKS = re.compile(r"(?<!\d)(20\d\d)(\d{2})(\d{2})(?!\d)")  # 20211230日, and plain 20211230
_WITHOUT_YEAR = re.compile(r"(?<![\d年月])(\d{1,2})月(\d{1,2})日")
_BETWEEN = re.compile(r"^日?(?:\d{1,2}[时:]\d{0,2}分?)?起?[,,]?(?:到|至|止|—|–|-|~|～)+")
_MONTHS = re.compile(  # 2023年1月至12月
    r"(?<!\d)(?P<y>20\d\d)年(?P<m>\d{1,2})月份?(?:至|到|-|—|–|~)(?:(?P=y)年)?(?P<last>\d{1,2})月份?(?!\d)"
)
_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})/")
_IN_FILE_NAME = re.compile(r"/t(20\d\d)(\d\d)(\d\d)_")
_TIME_OF_DAY = re.compile(r"(?<=\d)\s+(?=\d{1,2}:\d{2})")  # the space that white-space folding would lose
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:20\d\d|\d\d)?(?=年|(?!\d))")


def fold_dates(text: str) -> str:
    """Compact text with Chinese dates written in digits (二〇二一年 → 2021年)."""
    return _fold_short(text) if len(text) <= MAX_LABEL else _fold(text)


@lru_cache(maxsize=20_000)
def _fold_short(text: str) -> str:
    """Headings and labels are looked at by every stage that asks who, when and which section."""
    return _fold(text)


def _fold(text: str) -> str:
    folded = compact_text(_TIME_OF_DAY.sub(";", text) if ":" in text else text)
    return _CHINESE_DATE.sub(_write_digits, folded) if "年" in folded else folded


def find_dates(text: str) -> tuple[date, ...]:
    """Every whole date in a text, in printed order."""
    return tuple(day for day, _, _ in _scan_dates(fold_dates(text)))


def find_first_date(text: str) -> date | None:
    """The first whole date, or None."""
    return next(iter(find_dates(text)), None)


def find_period(text: str) -> tuple[date, date] | None:
    """The first range ``… 至 …`` of two dates; the second may leave its year out (2019年1月1日到12月31日).

    Where there is none, the first of two months of one year.
    """
    folded = fold_dates(text)
    for first, _, end in _scan_dates(folded):
        between = _BETWEEN.match(folded[end:])
        if not between:
            continue
        rest = folded[end + between.end() :]
        second = _date_at_start(rest, first.year)
        if second and second >= first:
            return first, second
    months = _MONTHS.search(folded)
    return _span_months(*map(int, months.groups())) if months else None


def _span_months(year: int, first: int, last: int) -> tuple[date, date] | None:
    """From the first day of one month to the last of another of the same year."""
    if not (1 <= first <= last <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def find_years(text: str) -> tuple[int, ...]:
    """Years printed as 2020年, 2020年度, 202020年 (twenty doubled) or bare 2020, in order, each once."""
    years = (int(found[1]) for found in _YEAR.finditer(fold_dates(text)))
    return tuple(dict.fromkeys(year for year in years if FIRST_YEAR <= year <= LAST_YEAR))


def find_date_in_address(url: str | None) -> date | None:
    """The day of publication a content system writes into an address as folders: ``/art/2021/3/5/art_1.html``."""
    found = _IN_ADDRESS.search(url or "")
    return _make_date(*found.groups()) if found else None


def find_date_of_file(url: str | None) -> date | None:
    """The day in a file's name, ``/202603/t20260313_105587.htm``: the file's, where the list said 10 March."""
    found = _IN_FILE_NAME.search(url or "")
    return _make_date(*found.groups()) if found else None


def _scan_dates(folded: str) -> Iterator[tuple[date, int, int]]:
    """Dates with where they begin and end, left to right, overlaps left out."""
    found: list[tuple[int, int, date]] = []
    for pattern in (_FULL, _LOST_YEAR_MARK, _LOST_BOTH_MARKS):
        for match in pattern.finditer(folded):
            day = _make_date(*match.groups())
            if day and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), day))
    for start, end, day in sorted(found):
        yield day, start, end


def _date_at_start(text: str, year: int) -> date | None:
    """A date at the very start; one without its year is of ``year``."""
    for day, start, _ in _scan_dates(text):
        if start == 0:
            return day
        break
    short = _WITHOUT_YEAR.match(text)
    return _make_date(str(year), *short.groups()) if short else None


def _make_date(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None


def _write_digits(found: re.Match[str]) -> str:
    written = f"{found['y'].translate(_DIGITS)}年"
    if found["m"]:
        written += f"{_read_ten(found['m'])}月"
    if found["d"]:
        written += f"{_read_ten(found['d'])}日"
    return written


def _read_ten(text: str) -> int:
    """十二 is 12, 二十 is 20, 三十一 is 31, 〇三 is 3."""
    if "十" not in text:
        return int(text.translate(_DIGITS))
    tens, _, units = text.partition("十")
    return int(tens.translate(_DIGITS) or 1) * 10 + int(units.translate(_DIGITS) or 0)
