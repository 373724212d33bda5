"""What the gate compares: measures of the staged warehouse and of the last publication, bands, rules, as tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.catalogue import Identity, load_catalogue
from expectations.gate_rules import RESULTS_NAME, load_bands
from warehouse.connection import Connection

_SQL = Path(__file__).with_name("sql") / "gate"
VOUCHING = ("P-KEY-CELL", "P-KEY-CHECK", "P-ORPHAN-CELL")
"""The expectations that look through the keys of what a run wrote (sql/gate/written.sql, cells.sql)."""
_MEASURE = pa.schema(
    [
        ("measure", pa.string()),
        ("region_code", pa.string()),
        ("year", pa.int32()),
        ("reports", pa.int64()),
        ("value", pa.float64()),
    ]
)
_BAND = pa.schema(
    [
        ("measure", pa.string()),
        ("province", pa.string()),
        ("year", pa.int32()),
        ("at_least_reports", pa.int64()),
        ("minimum", pa.float64()),
        ("maximum", pa.float64()),
        ("most_fall", pa.float64()),
        ("reason", pa.string()),
    ]
)
_RULE = pa.schema(
    [
        ("identity_id", pa.string()),
        ("editions", pa.list_(pa.string())),
        ("kinds", pa.list_(pa.string())),
        ("first_year", pa.int32()),
        ("last_year", pa.int32()),
    ]
)


def _temp(con: Connection, name: str, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    con.register("gt_input", pa.Table.from_pylist(rows, schema=schema))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM gt_input")
    con.unregister("gt_input")


def _rule_row(identity: Identity) -> dict[str, Any]:
    parameters = identity.template.parameters if identity.template else {}
    return {
        "identity_id": identity.id,
        "editions": list(identity.editions),
        "kinds": parameters.get("kinds", []),
        "first_year": parameters.get("first_year", 0),
        "last_year": parameters.get("last_year", 9999),
    }


def _previous_results(con: Connection, results_folder: Path) -> dict[str, Any]:
    """What the gate of the last published run kept, nothing for the first publication."""
    rows = con.execute("SELECT run_id FROM ops.publication ORDER BY published_at DESC LIMIT 1").fetchall()
    path = results_folder.parent / str(rows[0][0]) / RESULTS_NAME if rows else None
    if path is None or not path.exists():
        return {"measures": [], "expectations": []}
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results


def prepare_tables(con: Connection, run_id: str, results_folder: Path) -> None:
    """The gate's temporary tables: measures now and at the last publication, bands, rules, this run."""
    previous = _previous_results(con, results_folder)
    found_right = {one["id"] for one in previous["expectations"] if one["is_success"]}
    _temp(con, "gt_run", [{"run_id": run_id}], pa.schema([("run_id", pa.string())]))
    _count_cells(con, is_vouched=found_right.issuperset(VOUCHING))
    _run(con, "measures")
    _temp(con, "gt_previous", previous["measures"], _MEASURE)
    _temp(con, "gt_band", [band.model_dump() for band in load_bands()], _BAND)
    _temp(con, "gt_rule", [_rule_row(identity) for identity in load_catalogue().identities], _RULE)
    _run(con, "band_values")
    for step in ("failures", "passed", "findings"):
        _run(con, step)


def _count_cells(con: Connection, *, is_vouched: bool) -> None:
    """Write gt_written and bring ops.cell_count up to date: where keys are vouched for, of the reports this run wrote.

    Counts that do not make up what there is are made anew, all of them: cells went or came behind a report's back.
    """
    if not is_vouched:
        con.execute("DELETE FROM ops.cell_count")
    _run(con, "written", {"is_vouched": is_vouched})
    _run(con, "cells")
    if is_vouched and not con.execute(_read("cells_balance")).fetchall()[0][0]:
        _count_cells(con, is_vouched=False)


def _run(con: Connection, name: str, parameters: dict[str, Any] | None = None) -> None:
    con.execute(_read(name), parameters)


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def read_measures(con: Connection) -> list[dict[str, Any]]:
    """The measures of this run, as they are kept for the next."""
    names = ", ".join(_MEASURE.names)
    rows = con.execute(f"SELECT {names} FROM gt_measure ORDER BY ALL").fetchall()  # noqa: S608
    return [dict(zip(_MEASURE.names, row, strict=True)) for row in rows]
