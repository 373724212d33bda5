"""The organs a registry expects reports of, as rows of ``core.dim_organ``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from extract.registry import ExpectedOrgan, Source
from transform.organs import identity_name, organ_id, organ_kind, parent_name
from warehouse.models import OrganRow


def organ_rows(sources: Iterable[Source]) -> list[OrganRow]:
    """Return one row per expected organ; an organ two sources name keeps the names of both."""
    rows: dict[str, OrganRow] = {}
    for source in sources:
        for row in _rows_of(source):
            known = rows.get(row.organ_id)
            rows[row.organ_id] = row if known is None else _merge(known, row)
    by_name: dict[str, list[OrganRow]] = defaultdict(list)
    for row in rows.values():
        by_name[identity_name(row.name_zh)].append(row)
    return [replace(row, parent_organ_id=_find_parent(row, by_name)) for row in rows.values()]


def region_prefix(code: str) -> str:
    """Return what the codes inside a region begin with: 3412 for the prefecture 341200, 341204 for a county."""
    return code.removesuffix("0000") if code.endswith("0000") else code.removesuffix("00")


def _rows_of(source: Source) -> Iterator[OrganRow]:
    for expected in source.expected_organs():
        region = expected.region or source.region
        if region is not None:
            yield _row(source, expected, region)


def _row(source: Source, expected: ExpectedOrgan, region: str) -> OrganRow:
    return OrganRow(
        organ_id=organ_id(region, expected.name),
        region_code=region,
        kind=organ_kind(expected.name),
        name_zh=expected.name,
        names=(expected.name, *expected.aliases),
        is_expected=True,
        source_id=source.id,
        valid_from=date(expected.since, 1, 1) if expected.since else None,
        valid_to=date(expected.until, 12, 31) if expected.until else None,
    )


def _merge(known: OrganRow, other: OrganRow) -> OrganRow:
    return replace(known, names=tuple(dict.fromkeys((*known.names, *other.names))))


def _find_parent(row: OrganRow, by_name: Mapping[str, Sequence[OrganRow]]) -> str | None:
    """Return the organ above, where the registry has it: of its name, in this region or one around it."""
    name = parent_name(row.name_zh)
    above = by_name.get(identity_name(name), ()) if name else ()
    fitting = (other.organ_id for other in above if row.region_code.startswith(region_prefix(other.region_code)))
    return next((identifier for identifier in fitting if identifier != row.organ_id), None)
