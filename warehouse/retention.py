"""Which publications are kept, and the removal of files nothing needs any more."""

from __future__ import annotations

import fcntl
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.connection import TIME_ZONE
from warehouse.models import Publication
from warehouse.pointer import FILE_PREFIX, Pointer

STAGING_PREFIX = "staging-"
_FLOCK = "hhqqi4x"  # struct flock on Linux: type, whence, start, length, pid
_F_OFD_GETLK = 36


@dataclass(frozen=True, slots=True)
class Retention:
    """Keep the newest ``last`` publications, and the last one of each of the newest ``months`` months (in China)."""

    last: int = 14
    months: int = 24


def choose_kept(publications: Sequence[Publication], rule: Retention) -> tuple[Publication, ...]:
    """Return the publications the rule keeps, oldest first."""
    newest = set(publications[-rule.last :])
    last_of_month: dict[str, Publication] = {}
    for publication in publications:
        last_of_month[f"{publication.published_at.astimezone(ZoneInfo(TIME_ZONE)):%Y-%m}"] = publication
    monthly = {last_of_month[month] for month in sorted(last_of_month)[-rule.months :]} if rule.months else set()
    return tuple(publication for publication in publications if publication in newest | monthly)


def remove_unneeded(folder: Path, pointer: Pointer) -> list[Path]:
    """Remove staging files of killed runs and publications no longer pointed to; return what went.

    Call it under the writer's lock. A publication another process still reads stays until a later call.
    """
    kept = {publication.path for publication in pointer.publications}
    found = [path for path in folder.glob(f"{FILE_PREFIX}*.duckdb*") if path not in kept]
    found += folder.glob(f"{STAGING_PREFIX}*")
    gone = [path for path in found if not has_reader(path)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def has_reader(path: Path) -> bool:
    """Whether another process has the file open in DuckDB, which takes a record lock on it."""
    query = struct.pack(_FLOCK, fcntl.F_WRLCK, 0, 0, 0, 0)
    with path.open("rb") as file:
        answer = fcntl.fcntl(file, _F_OFD_GETLK, query)
    return bool(struct.unpack(_FLOCK, answer)[0] != fcntl.F_UNLCK)
