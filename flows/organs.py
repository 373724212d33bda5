"""The organs a registry expects reports of, as rows of ``core.dim_organ``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from extract.registry import ExpectedOrgan, Source
from transform.organs import organ_id, organ_kind
from warehouse.models import OrganRow


def organ_rows(sources: Iterable[Source]) -> list[OrganRow]:
    """Return one row per expected organ; an organ two sources name keeps the names of both."""
    rows: dict[str, OrganRow] = {}
    for source in sources:
        for row in _rows_of(source):
            known = rows.get(row.organ_id)
            rows[row.organ_id] = row if known is None else _merge(known, row)
    return list(rows.values())


def _rows_of(source: Source) -> Iterator[OrganRow]:
    own = organ_id(source.region, source.organ) if source.region else None
    for expected in source.expected_organs():
        region = expected.region or source.region
        if region is not None:
            yield _row(source, expected, region, parent=own)


def _row(source: Source, expected: ExpectedOrgan, region: str, parent: str | None) -> OrganRow:
    identifier = organ_id(region, expected.name)
    return OrganRow(
        organ_id=identifier,
        region_code=region,
        kind=organ_kind(expected.name),
        name_zh=expected.name,
        names=(expected.name, *expected.aliases),
        parent_organ_id=None if parent == identifier else parent,
        uscc=None,
        is_expected=True,
        source_id=source.id,
        valid_from=date(expected.since, 1, 1) if expected.since else None,
        valid_to=date(expected.until, 12, 31) if expected.until else None,
    )


def _merge(known: OrganRow, other: OrganRow) -> OrganRow:
    return replace(known, names=tuple(dict.fromkeys((*known.names, *other.names))))
