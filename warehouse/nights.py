"""How each source fared over the last runs, also those that were not published: last success and trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from extract.models import NightStatus, SourceNight
from warehouse.connection import Connection

SHOWN_NIGHTS = 7
_SQL = Path(__file__).parent / "schema" / "source_trend.sql"
_LATER = pa.schema(
    [
        ("source_id", pa.string()),
        ("status", pa.string()),
        ("accepted", pa.int32()),
        ("reason", pa.string()),
        ("run_id", pa.string()),
        ("started_at", pa.timestamp("us", tz="UTC")),
    ]
)


@dataclass(frozen=True, slots=True)
class RunNights:
    """How every source fared in one run."""

    run_id: str
    started_at: datetime
    nights: tuple[SourceNight, ...]


@dataclass(frozen=True, slots=True)
class SourceTrend:
    """One source: its last night beside its last good one, and the statuses of the last nights, oldest first.

    ``accepted`` counts the reports its list showed of the years asked for; ``last_success`` is None where no night was
    complete yet.
    """

    source_id: str
    status: str
    reason: str
    accepted: int
    last_success: datetime | None
    accepted_at_last_success: int | None
    nights_since_success: int
    last_nights: list[str]

    @property
    def is_in_trouble(self) -> bool:
        """Whether its last night was neither complete nor left out on purpose."""
        return self.status not in (NightStatus.COMPLETE, NightStatus.SKIPPED)


def source_trends(connection: Connection, later: Sequence[RunNights] = ()) -> list[SourceTrend]:
    """Return every source in the order of its trouble; ``later`` are the nights of runs that were not published."""
    rows = [
        {**{name: value for name, value in asdict(night).items() if name in _LATER.names},
         "status": str(night.status), "run_id": run.run_id, "started_at": run.started_at}
        for run in later
        for night in run.nights
    ]  # fmt: skip
    connection.register("later_night", pa.Table.from_pylist(rows, schema=_LATER))
    try:
        found = connection.execute(_SQL.read_text(encoding="utf-8"), {"shown_nights": SHOWN_NIGHTS}).fetchall()
    finally:
        connection.unregister("later_night")
    return [SourceTrend(*row) for row in found]
