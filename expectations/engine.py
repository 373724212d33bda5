"""The checking engine: operands as temporary tables, and the SQL under sql/ run in order over batches of reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.catalogue import Identity, Preparation
from expectations.compile import Compiled, Instance, Reading
from expectations.vocabulary import CellCode, Vocabulary
from transform.forms import load_forms
from warehouse.connection import Connection

SQL_FOLDER = Path(__file__).with_name("sql")
BATCH_SIZE = 20_000
"""Reports per batch: about four million cells. Each batch plans some fifty statements anew and looks through all prose
once for each rule of prose, so that few large batches cost less than many small ones."""

_STATES = ("number", "blank", "zero in every reading", "ambiguous", "unreadable", "missing", "blank total", "ambiguous")
_BATCH_STEPS = ("batch", "batch_prev", "cells", "hollow", "sources", "tables")
_MACHINE_STEPS = ("sums", "unread", "machine", "mended")
_MILLION = 1_000_000


@cache
def read_sql(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run_step(con: Connection, name: str, parameters: dict[str, Any] | None = None) -> None:
    """Run one file of sql/engine/."""
    con.execute(read_sql(f"engine/{name}"), parameters)


def prepare(con: Connection, compiled: Compiled) -> None:
    """Write the catalogue's temporary tables (ck_code, ck_form, ck_instance, ck_operand, …) and number the reports."""
    ids = {key: number for number, key in enumerate(compiled.cells)}
    tables = tuple(dict.fromkeys(cell.table for cell in compiled.cells.values()))
    _create(con, "ck_state", [{"state": i, "name": name} for i, name in enumerate(_STATES)])
    _create(con, "ck_code", [_code_row(compiled, cell, ids, tables) for cell in compiled.cells.values()])
    _create(con, "ck_form", [_form_row(compiled, f, ids[key]) for f in compiled.forms.values() for key in f.cells])
    _create(con, "ck_variant_cell", _variant_rows(compiled, ids))
    _create(con, "ck_group", _group_rows(compiled, ids))
    _create(con, "ck_edition", _edition_rows())
    numbers = {variant: number for number, variant in enumerate(compiled.forms)}
    _create(con, "ck_instance", [_instance_row(n, i, tables, numbers) for n, i in enumerate(compiled.instances)])
    rows = [row for n, i in enumerate(compiled.instances) for row in _operand_rows(n, i, ids, numbers)]
    _create(con, "ck_operand", rows)
    _create(con, "ck_variant", [{"variant": v, "variant_number": n} for n, v in enumerate(compiled.forms)])
    _create(con, "ck_reading", [_reading_row(n, r) for n, r in enumerate(compiled.readings)])
    _create(
        con, "ck_reading_operand", [o for n, r in enumerate(compiled.readings) for o in _reading_operands(n, r, ids)]
    )
    _create(con, "ck_claim_rule", [_claim_rule(i) for i in compiled.catalogue.identities if i.claims is not None])
    for step in ("macros", "reports", "first"):
        run_step(con, step)


def read_wanted(con: Connection) -> int:
    """Read the cells of the reports in ck_wanted and of their previous years; return how many reports are wanted."""
    for step in ("needed", "all_cells", "all_claims"):
        run_step(con, step)
    return int(con.execute("SELECT count(*) FROM ck_wanted").fetchall()[0][0])


def prepare_templates(con: Connection, identities: Iterable[Identity]) -> None:
    """Run once what some templates must know of all reports together (the prose of everyone, the parts of a whole)."""
    done: list[Preparation] = []
    for identity in identities:
        for step in identity.template.prepare if identity.template is not None else ():
            if step not in done:
                run_step(con, step.sql, step.parameters or None)
                done.append(step)


def prepare_batch(con: Connection, start: int, size: int) -> None:
    """Take the reports ``start`` to ``start + size`` of ck_wanted: ck_cell and ck_source hold what their rules read."""
    run_step(con, "batch", {"start": start, "size": size})
    for step in _BATCH_STEPS[1:]:
        run_step(con, step)


def check_machine(con: Connection, run_id: str) -> None:
    """Write the results of every machine formula for the batch."""
    for step in _MACHINE_STEPS:
        run_step(con, step)
    run_step(con, "write_machine", {"run_id": run_id})


def check_claims(con: Connection, run_id: str) -> None:
    """Write the results of every rule that holds the prose against the tables, for the batch."""
    run_step(con, "claims")
    run_step(con, "write_claims", {"run_id": run_id})


def check_template(con: Connection, identity: Identity, run_id: str) -> None:
    """Write the results of one SQL template for the batch."""
    assert identity.template is not None
    sql = read_sql("engine/write_rule").replace("{rule}", read_sql(f"rules/{identity.template.sql}"))
    severity = identity.severity if isinstance(identity.severity, dict) else {}
    con.execute(
        sql,
        {
            **identity.template.parameters,
            "identity_id": identity.id,
            "rule_version": identity.version,
            "severity": identity.default_severity,
            "severities": severity,
            "rule_editions": list(identity.editions),
            "run_id": run_id,
        },
    )


def _create(con: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    con.register("ck_input", pa.Table.from_pylist(rows))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM ck_input")  # noqa: S608, the names above
    con.unregister("ck_input")


def _bits(table: str, tables: tuple[str, ...], *, is_part: bool) -> int:
    """The even bit of a table stands for any number in it, the odd one above for a number in its parts."""
    any_bit = 1 << (2 * tables.index(table))
    return any_bit * 3 if is_part else any_bit


def _total_of(compiled: Compiled, cell: CellCode) -> str | None:
    return next((f.totals.get(cell.table) for f in compiled.forms.values() if cell.key in f.cells), None)


def _code_row(compiled: Compiled, cell: CellCode, ids: dict[str, int], tables: tuple[str, ...]) -> dict[str, Any]:
    is_ruled = cell.table in compiled.catalogue.blank_total_is_unread
    is_total = is_ruled and cell.column == _total_of(compiled, cell)
    is_part = is_ruled and not is_total
    return {
        "cell": ids[cell.key],
        "cell_key": cell.key,
        "table_code": cell.table,
        "row_code": cell.row,
        "column_code": cell.column,
        "value_type": cell.value_type,
        "is_total": is_total,
        "is_part": is_part,
        "bits": _bits(cell.table, tables, is_part=is_part),
    }


def _edition_of(compiled: Compiled, form: str) -> str:
    return next((v.edition for v in compiled.catalogue.variants if v.code == form), form)


def _form_row(compiled: Compiled, form: Vocabulary, cell: int) -> dict[str, Any]:
    number = list(compiled.forms).index(form.edition)
    return {
        "variant": form.edition,
        "variant_number": number,
        "edition": _edition_of(compiled, form.edition),
        "cell": cell,
    }


def _variant_rows(compiled: Compiled, ids: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"variant": v.code, "edition": v.edition, "cell": ids[key]}
        for v in compiled.catalogue.variants
        for key, cell in compiled.forms[v.code].cells.items()
        if (cell.table, cell.row) == (v.table, v.row)
    ]


def _group_rows(compiled: Compiled, ids: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"variant": f.edition, "table_code": table, "group_name": name, "cell": ids[key]}
        for f in compiled.forms.values()
        for (table, name), members in f.groups.items()
        for key, cell in f.cells.items()
        if cell.table == table and (cell.row in members or cell.column in members)
    ]


def _edition_rows() -> list[dict[str, Any]]:
    return [
        {"edition": f.edition, "first_year": f.definition.first_year, "last_year": f.definition.last_year or 9999}
        for f in load_forms().values()
    ]


def _instance_row(
    number: int, instance: Instance, tables: tuple[str, ...], numbers: Mapping[str, int]
) -> dict[str, Any]:
    def bits(*, is_prev: bool) -> int:
        codes = {o.cell_key.split(".")[0] for o in instance.operands if o.is_prev == is_prev}
        return sum(_bits(code, tables, is_part=instance.is_leaf) for code in codes)

    return {
        "instance": number,
        "identity_id": instance.identity.id,
        "rule_version": instance.identity.version,
        "variant_number": numbers[instance.variant],
        "scope": instance.scope,
        "severity": instance.identity.severity_of(instance.scope),
        "operator": instance.operator,
        "tolerance": round(instance.tolerance * _MILLION),
        "operands": list(instance.cell_keys),
        "operand_count": len(instance.operands),
        "needs_prev": instance.needs_prev,
        "prev_variants": list(instance.prev_variants),
        "is_left_max": instance.is_left_max,
        "is_right_max": instance.is_right_max,
        "is_cross": instance.is_cross,
        "table_bits": bits(is_prev=False),
        "prev_bits": bits(is_prev=True),
        "tables": ", ".join(sorted({o.cell_key.split(".")[0] for o in instance.operands})),
    }


def _operand_rows(
    number: int, instance: Instance, ids: Mapping[str, int], numbers: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "instance": number,
            "variant_number": numbers[instance.variant],
            "cell": ids[o.cell_key],
            "is_prev": o.is_prev,
            "left_sign": o.left,
            "right_sign": o.right,
            "is_max": (instance.is_left_max and o.left != 0) or (instance.is_right_max and o.right != 0),
        }
        for o in instance.operands
    ]


def _reading_row(number: int, reading: Reading) -> dict[str, Any]:
    return {
        "reading": number,
        "identity_id": reading.identity.id,
        "variant": reading.variant,
        "measure": reading.measure,
        "kind": reading.kind,
        "text": reading.text,
    }


def _reading_operands(number: int, reading: Reading, ids: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"reading": number, "cell": ids[o.cell_key], "is_prev": o.is_prev, "sign": o.left, "is_base": is_base}
        for is_base, operands in ((False, reading.operands), (True, reading.base))
        for o in operands
    ]


def _claim_rule(identity: Identity) -> dict[str, Any]:
    return {
        "identity_id": identity.id,
        "rule_version": identity.version,
        "severity": identity.default_severity,
        "editions": list(identity.editions),
    }
