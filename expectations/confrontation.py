"""The confrontation table: passes, failures and missing per rule, as R's ``validate::confront`` summarises them."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from warehouse.connection import Connection

_SQL = Path(__file__).with_name("sql") / "confrontation.sql"


@dataclass(frozen=True, slots=True)
class Confrontation:
    """One rule over all current reports; ``items`` = ``passes`` + ``fails`` + ``missing`` + ``waived``."""

    name: str
    severity: str
    items: int
    passes: int
    fails: int
    missing: int
    waived: int
    expression: str


def confront(con: Connection) -> list[Confrontation]:
    """Results per rule, in the order of their names; ``missing`` are those that could not be assessed."""
    return [Confrontation(*row) for row in con.execute(_SQL.read_text(encoding="utf-8")).fetchall()]


def export_confrontation(con: Connection, path: Path) -> Path:
    """Write the table as CSV (UTF-8 with byte-order mark, which spreadsheet programs need) and return ``path``."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Confrontation))
        writer.writerows(astuple(row) for row in confront(con))
    return path
