"""Division codes (GB/T 2260) and the names that lead to them.

A name is read as a chain from the left, each link inside the one before: 江苏省 → 宿迁市 → 沭阳县. Links may be skipped
and official endings left off (淮安洪泽区), but a name that several regions bear (鼓楼区) gives nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from transform.words.labels import compact_text

REGIONS_FILE = Path(__file__).parent / "data" / "regions.csv"

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|"
    "鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMY = re.compile(rf"((?:{_PEOPLES})族?)+自治(?=[区州县旗]$)|自治(?=[区州县旗]$)")
_ENDING = re.compile(r"(?:特别行政区|综合实验区|地区|林区|特区|新区|矿区|[省市区县旗州盟])$")
_LONGEST_LINK = 16
_TOWN_WORDS = ("镇", "乡", "街", "苏")
"""青山 of 青山镇 names a town, not one of the districts 青山区."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division code under one name, in force from ``valid_from`` until ``valid_to`` (exclusive, None: still).

    ``level`` is country, province, prefecture, county or zone; ``parent`` the code above, None for the country.
    """

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None

    def is_valid_on(self, on: date) -> bool:
        """Whether the pair of code and name was in force; the first list counts for every earlier day."""
        return (self.valid_from <= on or self.valid_from == _FIRST_LIST) and (
            self.valid_to is None or on < self.valid_to
        )


_FIRST_LIST = date(2002, 12, 31)


@dataclass(frozen=True, slots=True)
class RegionPrefix:
    """The part of a name that names a region: how many characters it takes, and which region if only one fits.

    ``last`` is where the last link of the chain begins: 3 in 淮安市洪泽区.
    """

    length: int
    region: Region | None
    last: int = 0


@cache
def load_regions() -> tuple[Region, ...]:
    """Every stretch of every code, in order of code; about 3,800, of which 3,200 are in force."""
    with REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Region(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent=row["parent"] or None,
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in csv.DictReader(file)
        )


def find_region(name_or_code: str, on: date | None = None) -> Region | None:
    """The one region of a six-digit code or a whole name, in force on a day (None: today's list, then older ones).

    A code or name of another time is still found when nothing in force bears it: 洪泽县 gives 320829.
    None where the code is unknown, the name is no region, or several regions fit (鼓楼区, but not 南京市鼓楼区).
    """
    text = compact_text(name_or_code)
    if re.fullmatch(r"\d{6}", text):
        return _choose_one(_by_code().get(text, ()), on)
    prefix = read_region_prefix(text, on)
    return prefix.region if prefix.length == len(text) else None


def read_region_prefix(name: str, on: date | None = None) -> RegionPrefix:
    """Read as many links of a region chain as an organ's name begins with: 淮安市洪泽区 of 淮安市洪泽区人民政府."""
    text = compact_text(name)
    links, position = _next_link(text, 0, None)
    last = 0
    while links:
        inner, end = _next_link(text, position, links)
        if not inner:
            return RegionPrefix(position, _choose_one(links, on), last)
        links, last, position = inner, position, end
    return RegionPrefix(0, None)


def find_ancestors(region: Region, on: date | None = None) -> tuple[Region, ...]:
    """The regions above, nearest first, the country left out."""
    above: list[Region] = []
    parent = find_region(region.parent, on) if region.parent else None
    while parent and parent.level != "country":
        above.append(parent)
        parent = find_region(parent.parent, on) if parent.parent else None
    return tuple(above)


def shorten_name(name: str) -> str:
    """A name without the words for its kind: 沭阳县 → 沭阳, 恩施土家族苗族自治州 → 恩施, 广西壮族自治区 → 广西.

    Two characters at least remain; 芒市 and 献县 stay whole.
    """
    plain = _AUTONOMY.sub("", name)
    short = _ENDING.sub("", plain)
    return short if len(short) >= 2 else name


def _next_link(text: str, start: int, above: Iterable[Region] | None) -> tuple[tuple[Region, ...], int]:
    """The longest name at ``start`` borne by regions inside ``above`` (None: anywhere), and where it ends."""
    codes = None if above is None else {region.code for region in above}
    for end in range(min(len(text), start + _LONGEST_LINK), start + 1, -1):
        is_town = text[end : end + 1] in _TOWN_WORDS
        regions = () if is_town else _by_name().get(text[start:end], ())
        inside = tuple(r for r in regions if codes is None or not codes.isdisjoint(_codes_above(r)))
        if inside:
            return inside, end
    return (), start


def _codes_above(region: Region) -> tuple[str, ...]:
    """Codes of the parent and of the province."""
    return (region.parent or "", f"{region.code[:2]}0000" if region.level != "province" else "")


def _choose_one(regions: Iterable[Region], on: date | None) -> Region | None:
    """The one code that fits: in force on the day, else today, else ever."""
    pool = tuple(regions)
    current = tuple(r for r in pool if (r.is_valid_on(on) if on else r.valid_to is None))
    for choice in (current, pool):
        if choice:
            return max(choice, key=lambda r: r.valid_from) if len({r.code for r in choice}) == 1 else None
    return None


@cache
def _by_code() -> Mapping[str, tuple[Region, ...]]:
    return _group((region.code, region) for region in load_regions())


@cache
def _by_name() -> Mapping[str, tuple[Region, ...]]:
    """Regions by every spelling; a short one counts only where no region bears it as its full name."""
    full = _group((region.name, region) for region in load_regions())
    short = _group((spelling, region) for region in load_regions() for spelling in _spell_short(region))
    return {**short, **full}


def _spell_short(region: Region) -> set[str]:
    """沭阳 of 沭阳县; 恩施州 and 恩施 of 恩施土家族苗族自治州."""
    return {shorten_name(region.name), _AUTONOMY.sub("", region.name)} - {region.name}


def _group(pairs: Iterable[tuple[str, Region]]) -> dict[str, tuple[Region, ...]]:
    grouped: dict[str, tuple[Region, ...]] = {}
    for key, region in pairs:
        grouped[key] = (*grouped.get(key, ()), region)
    return grouped
