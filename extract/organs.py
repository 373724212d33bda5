"""Whose report a title announces: the organ expected there, a superior one, or somebody else's.

Titles shorten names (县教育局 for 示例县教育局, 发改委 for 发展和改革委员会), so names are compared without the names
of the areas they lie in, and a department's short name fits when its characters stand in the long one in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from extract.registry import ExpectedOrgan, Source

_AREA_END = r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|矿区|林区|特区|省|市|州|盟|县|区|旗)"
_AREA = re.compile(rf"^(.县|.{{2,12}}?{_AREA_END})")
_NO_AREA = re.compile(r"和|与|及|管理|经济|高新|合作|城市$|(社|园|景|街|开发|示范|度假|工业|保税|试验|功能|地)区$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_OFFICE = re.compile(r"(?:人民)?政府(?:办公室|办公厅|办)$|^(?:办公室|办公厅|政府办)$")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|办)?$")
_LEVEL_WORD = re.compile(r"^全?(省|自治区|市(?!场|容|民|政(?!府))|州|盟|县(?!域)|区(?!划|域)|旗)(?=.)")
_SUPERIOR_LEVELS = {"县": "市州盟省", "区": "市州盟省", "旗": "市州盟省", "市": "省", "州": "省", "盟": "省", "省": ""}
_LONG_ENDS = (("管理委员会", "管委"), ("管委会", "管委"), ("委员会", "委"), ("办公室", "办"))
_SHORTEST_NAME = 3


class Ownership(Enum):
    """How a title's organ relates to a source."""

    EXPECTED = "expected"
    SUPERIOR = "superior"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OrganVerdict:
    """The relation, the registry's name of a matched organ, and the reason in words."""

    verdict: Ownership
    reason: str
    organ: str | None = None
    region: str | None = None


def judge_organ(named: str, source: Source) -> OrganVerdict:
    """Relate the organ text of a title to the organs ``source`` is expected to carry."""
    if not named:
        return _judge_unnamed(source)
    areas = own_areas(source)
    local = _drop_superior_areas(named, source, areas)
    expected = source.expected_organs() if source.covers == "area" else source.expected_organs()[:1]
    match = None if _is_superior_level(local, areas) else _find_match(local, expected, areas)
    if match is not None:
        return OrganVerdict(Ownership.EXPECTED, f"names {match.name}", match.name, match.region or source.region)
    if _is_superior(local, source, areas):
        return OrganVerdict(Ownership.SUPERIOR, f"report of a superior organ: {named}", named)
    if source.covers == "area" and not _is_foreign(local, areas):
        return OrganVerdict(Ownership.EXPECTED, f"names {named}, an organ of the area not in the registry", named)
    return OrganVerdict(Ownership.OTHER, f"report of another organ: {named}", named)


def own_areas(source: Source) -> tuple[str, ...]:
    """Names of the source's own area, long before short: 示例市示例县 when the registry writes so, then 示例县."""
    organ = source.organ
    for area in source.within:
        organ = organ.removeprefix(area)
    match = _AREA.match(organ)
    if match is None:
        return (_GOVERNMENT.sub("", organ),) if _GOVERNMENT.search(organ) else ()
    long = source.organ[: len(source.organ) - len(organ)] + match[1]
    return tuple(dict.fromkeys((long, match[1])))


def _judge_unnamed(source: Source) -> OrganVerdict:
    if source.covers == "own":
        return OrganVerdict(Ownership.EXPECTED, "names no organ, in the organ's own list", source.organ, source.region)
    return OrganVerdict(Ownership.EXPECTED, "names no organ: the page decides whose it is")


def _drop_superior_areas(named: str, source: Source, areas: tuple[str, ...]) -> str:
    """示例省示例市示例县教育局 → 示例县教育局; the name of a superior organ itself stays whole."""
    rest = named
    for area in source.within:
        rest = rest.removeprefix(area)
    return rest if rest.startswith(areas) else named


def _find_match(named: str, expected: Iterable[ExpectedOrgan], areas: tuple[str, ...]) -> ExpectedOrgan | None:
    organs = tuple(expected)
    for is_same in (_is_equal, _is_short_for):
        for organ in organs:
            if any(is_same(named, name, areas) for name in (organ.name, *organ.aliases)):
                return organ
    return None


def _is_equal(named: str, name: str, areas: tuple[str, ...]) -> bool:
    return named == name or _core(named, areas) == _core(name, areas)


def _is_short_for(named: str, name: str, areas: tuple[str, ...]) -> bool:
    """A department's short name: the same kind of body, its characters in order within the long name."""
    short, long = sorted((_core(named, areas), _core(name, areas)), key=len)
    if len(short) < _SHORTEST_NAME or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    if any(pattern.search(text) for pattern in (_GOVERNMENT, _OFFICE, _TOWNSHIP) for text in (short, long)):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _core(name: str, areas: tuple[str, ...]) -> str:
    """A name without its area, with one spelling for government, office, township and committee."""
    area = next((area for area in areas if name.startswith(area)), "")
    rest = name.removeprefix(area) if area else _LEVEL_WORD.sub("", name)
    if not rest or rest in ("人民政府", "政府"):
        return "政府"
    if _OFFICE.search(rest):
        return _OFFICE.sub("政府办", rest)
    rest = re.sub(r"(镇|乡|苏木)(?:人民政府|政府)$", r"\1", re.sub(r"街道(?:办事处|办)$", "街道", rest))
    return next((rest.removesuffix(long) + short for long, short in _LONG_ENDS if rest.endswith(long)), rest)


def _is_superior_level(named: str, areas: tuple[str, ...]) -> bool:
    """市教育局 in a county's list, where the county's own would be 县教育局."""
    level = _LEVEL_WORD.match(named)
    return bool(level and areas and level[1][-1] in _SUPERIOR_LEVELS.get(areas[-1][-1], ""))


def _is_superior(named: str, source: Source, areas: tuple[str, ...]) -> bool:
    """An organ of an area the source lies in, or, for a department, the government above it."""
    if _is_superior_level(named, areas):
        return True
    if _core(named, areas) in ("政府", "政府办") and named.startswith(areas):
        return True
    rest = named
    for area in source.within:
        rest = rest.removeprefix(area)
    return rest != named and not _is_area(rest) and not _TOWNSHIP.search(rest)


def _is_foreign(named: str, areas: tuple[str, ...]) -> bool:
    """Whether the name begins with an area that is not the source's own."""
    return _is_area(named) and not named.startswith(areas)


def _is_area(named: str) -> bool:
    match = _AREA.match(named)
    return match is not None and not _NO_AREA.search(match[1])
