"""``ops.run``: the ledger as analysts see it."""

from __future__ import annotations

import json

from warehouse.connection import Connection
from warehouse.load.arrow import replace_rows, transaction
from warehouse.models import RunRow


def write_run(connection: Connection, run: RunRow) -> None:
    """Write a run, replacing what was written about it before."""
    row = {
        "run_id": run.run_id,
        "flow": run.flow,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "status": run.status,
        "parameters": json.dumps(run.parameters, ensure_ascii=False, sort_keys=True, default=str),
        "counts": json.dumps(run.counts, ensure_ascii=False, sort_keys=True, default=str),
        "error": run.error,
    }
    with transaction(connection):
        replace_rows(connection, "ops.run", [row], ["run_id"])
