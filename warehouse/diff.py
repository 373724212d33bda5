"""What changed between two publications, report by report and cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from warehouse.connection import Connection, open_memory, quote
from warehouse.models import Publication
from warehouse.store import AsOf, Store

_DIFF_SQL = Path(__file__).parent / "schema" / "diff.sql"
ChangeKind = Literal["added", "removed", "changed", "reread"]


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One organ-year whose current report differs.

    ``changed``: the organ published another content; ``reread``: the same content, read by another parser version.
    """

    kind: ChangeKind
    organ_id: str
    organ_name: str
    year: int
    old_report_id: str | None
    new_report_id: str | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs in a changed or reread report; a side without the cell is None throughout."""

    organ_id: str
    organ_name: str
    year: int
    cell_key: str
    old_value: Decimal | None
    old_status: str | None
    new_value: Decimal | None
    new_status: str | None


@dataclass(frozen=True, slots=True)
class PublicationDiff:
    """The differences from ``before`` to ``after``, in order of organ, year and form."""

    before: Publication
    after: Publication
    reports: tuple[ReportChange, ...]
    cells: tuple[CellChange, ...]


def diff_publications(store: Store, before: AsOf, after: AsOf) -> PublicationDiff:
    """Compare the current reports of two publications, each given by id or day.

    Raises:
        NothingPublished: one of them is not kept.
    """
    old, new = store.find_publication(before), store.find_publication(after)
    with open_memory() as connection:
        for name, publication in (("old", old), ("new", new)):
            connection.execute(f"ATTACH {quote(str(publication.path))} AS {name}_publication (READ_ONLY)")
        connection.execute(_DIFF_SQL.read_text(encoding="utf-8"))
        return PublicationDiff(old, new, _read_reports(connection), _read_cells(connection))


def _read_reports(connection: Connection) -> tuple[ReportChange, ...]:
    rows = connection.execute("FROM report_change ORDER BY organ_id, year").fetchall()
    return tuple(ReportChange(*row) for row in rows)


def _read_cells(connection: Connection) -> tuple[CellChange, ...]:
    rows = connection.execute("FROM cell_change").fetchall()
    return tuple(CellChange(*row) for row in rows)
