"""What changed between two publications, as one JSON object (`nianbao diff --json`, runs/<run_id>/diff.json)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flows.report_json import plain_number

if TYPE_CHECKING:
    from warehouse.diff import CellChange, PublicationDiff


def diff_to_json(diff: PublicationDiff) -> dict[str, object]:
    """Return the differences as one JSON object."""
    return {
        "before": diff.before.publication_id,
        "after": diff.after.publication_id,
        "reports": [asdict(report) for report in diff.reports],
        "cells": [_cell(cell) for cell in diff.cells],
    }


def _cell(cell: CellChange) -> dict[str, object]:
    return {**asdict(cell), "old_value": plain_number(cell.old_value), "new_value": plain_number(cell.new_value)}
