"""Names of organs: one spelling, what kind of organ it is, whose it is, and the id that follows it through the years.

The short forms, kinds and completions are data: transform/organs.yaml.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.regions import Region, find_ancestors, read_region_prefix
from transform.words.labels import compact_text

ORGANS_FILE = Path(__file__).parent / "organs.yaml"

OrganKind = Literal["government", "office", "department", "township", "zone"]

_BRACKETED_OFFICE = re.compile(r"[(\[](办公[室厅])[)\]]$")
_ABOVE_COUNTIES = ("省", "市", "州", "盟")
_ZONE_COMMITTEE = re.compile(r"(?<=区)管理委员会(?=办公室$|$)")
_UNNAMED_REGION = re.compile(r"^.{1,14}?(?:自治[区州县旗]|[省市县旗州盟]|(?<!.[开发高新经保税实验示范园])区)")


class _Rule(BaseModel):
    """A pattern over the folded name and what it decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str


class KindRule(_Rule):
    """Names that match are of this kind."""

    kind: OrganKind


class CompletionRule(_Rule):
    """Names that match lack this suffix."""

    suffix: str


class OrganNames(BaseModel):
    """The whole of organs.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    abbreviations: dict[str, str]
    kinds: tuple[KindRule, ...]
    completions: tuple[CompletionRule, ...]
    lookalikes: dict[str, str]
    ministries: tuple[str, ...]


@cache
def load_organ_names() -> OrganNames:
    """organs.yaml, checked: an unknown key is refused."""
    return read_rules(ORGANS_FILE, OrganNames)


def canonical_name(name: str) -> str:
    """One spelling of an organ's name: NFKC, no white space, short forms written out, 管理委员会 of a zone as 管委会.

    颍泉区人民政府(办公室) → 颍泉区人民政府办公室; 上海市科委 → 上海市科学技术委员会; 沭阳县政府 → 沭阳县人民政府.
    """
    text = _BRACKETED_OFFICE.sub(r"\1", compact_text(name))
    text = _ZONE_COMMITTEE.sub("管委会", text)
    return _abbreviation_pattern().sub(lambda found: load_organ_names().abbreviations[found[0]], text)


def identity_name(name: str) -> str:
    """The canonical name without the regions above its own: 淮安市洪泽区人民政府 and 洪泽区人民政府 are one organ."""
    text = canonical_name(name)
    prefix = read_region_prefix(text)
    region = prefix.region.name if prefix.region else text[prefix.last : prefix.length]
    return region + text[prefix.length :]


def organ_id(region_code: str, name: str) -> str:
    """Region code and eight hex digits over the identity name; equal for every spelling of one organ's name."""
    return f"{region_code}-{hashlib.sha256(identity_name(name).encode()).hexdigest()[:8]}"


def organ_kind(name: str) -> OrganKind:
    """government, office, department, township or zone, by the first rule of organs.yaml that the name fits."""
    text = canonical_name(name)
    return next((rule.kind for rule in load_organ_names().kinds if re.search(rule.pattern, text)), "department")


def complete_name(name: str) -> str:
    """A region alone means its government: 鄂尔多斯市 → 鄂尔多斯市人民政府, 平潭综合实验区 → 平潭综合实验区管委会."""
    text = canonical_name(name)
    rules = load_organ_names().completions
    return next((text + rule.suffix for rule in rules if re.search(rule.pattern, text)), text)


def parent_name(name: str) -> str | None:
    """The organ above: of an office its government, of a government that of the next region up, else the region's own.

    None where the name shows no region, or a government's region is unknown or a province.
    """
    text, kind = canonical_name(name), organ_kind(name)
    if kind == "office":
        return re.sub(r"办公[室厅]$", "", text)
    prefix = read_region_prefix(text)
    if kind in ("government", "zone"):
        return _name_government_above(prefix.region, kind) if prefix.region else None
    owner = text[: prefix.length] or _read_unnamed_prefix(text)
    return complete_name(owner) if owner else None


def _name_government_above(region: Region, kind: OrganKind) -> str | None:
    """The government a government or a zone answers to; a zone outside the list answers to the region in its name."""
    is_inside = kind == "zone" and region.level != "zone"
    above = (region,) if is_inside else find_ancestors(region)
    return complete_name(above[0].name) if above else None


@lru_cache(maxsize=2_000)
def is_same_organ(one: str, other: str) -> bool:
    """Whether two spellings are one organ: equal identity names, or one shortens the other (文旅局 of 文化和旅游局).

    A short name keeps the order of the characters, the region and the last character of the full one.
    """
    short, full = sorted((identity_name(one), identity_name(other)), key=len)
    if short == full:
        return True
    start = read_region_prefix(full).length or len(_read_unnamed_prefix(full))
    if _lacks_only_places(short, full, start):
        return True
    if organ_kind(short) != organ_kind(full) or short[:start] != full[:start] or len(short) < start + 2:
        return False
    rest = iter(full[start:])
    return short[-1] == full[-1] and all(character in rest for character in short[start:])


def _lacks_only_places(short: str, full: str, start: int) -> bool:
    """常青街道办事处 of 包河区常青街道办事处 (``start``: where its place ends), 示例县财政局 of 示例市示例县财政局."""
    if organ_kind(short) == "township" and start:
        return full[start:] == short
    is_end = full.endswith(short) and _read_unnamed_prefix(short) != ""
    return is_end and full[: -len(short)].endswith(_ABOVE_COUNTIES)


def strip_ministry(name: str) -> str:
    """The name from the region on, of an organ that a ministry in Beijing leads: 国家税务总局沭阳县税务局."""
    text = canonical_name(name)
    return next((text.removeprefix(word) for word in load_organ_names().ministries if text.startswith(word)), text)


def mend_lookalike(name: str) -> str | None:
    """The name with one misread character of its region put right (沐阳县 → 沭阳县); None where no region results."""
    text = compact_text(name)
    for wrong, right in load_organ_names().lookalikes.items():
        mended = text.replace(wrong, right, 1)
        if mended != text and read_region_prefix(mended).length > max(
            read_region_prefix(text).length, text.index(wrong)
        ):
            return mended
    return None


def _read_unnamed_prefix(text: str) -> str:
    """The part of a name up to the first word for a kind of region, for regions outside the list (示例县)."""
    found = _UNNAMED_REGION.match(text)
    return found[0] if found else ""


@cache
def _abbreviation_pattern() -> re.Pattern[str]:
    """Short forms at the end of a name, the longest first, after the name of a region or a township."""
    shorts = sorted(load_organ_names().abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<=[省市县区旗州盟乡镇])(?:{'|'.join(map(re.escape, shorts))})$|(?<=[^人民])(?:街道办)$")
