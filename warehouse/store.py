"""The published warehouse: one writer builds beside it, publishes an immutable file, and moves a pointer in one step.

warehouse/nianbao-<publication id>.duckdb   immutable, read by any number of processes
warehouse/current.json                      which of them exist, the last is current
warehouse/nianbao.duckdb                    a link to the current one, for people
warehouse/staging-<run id>.duckdb           what the writer works on; left behind only by a killed run
warehouse/writer.lock                       held by the writer, says who
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.connection import TIME_ZONE, Connection, open_readable, open_writable
from warehouse.dictionary import write_comments
from warehouse.errors import NothingPublished, StoreDamaged, WarehouseError
from warehouse.lock import OnWait, hold_lock, read_owner, warn_of_wait
from warehouse.marts import create_marts
from warehouse.models import LockOwner, Publication
from warehouse.pointer import FILE_PREFIX, Pointer, read_pointer, sync_folder, write_pointer
from warehouse.retention import STAGING_PREFIX, Retention, choose_kept, remove_unneeded
from warehouse.schema import create_schema, upgrade_schema

FOLDER = "warehouse"
LOCK_FILE = "writer.lock"
AsOf = date | datetime | str
"""A day in China, a moment, or the id of a publication; a day may be text: 2026-03-01."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPEN_TRIES = 5


class Store:
    """The warehouse of one home folder."""

    def __init__(self, home: Path, *, retention: Retention | None = None) -> None:
        self.folder = home / FOLDER
        self.retention = retention or Retention()

    def publications(self) -> tuple[Publication, ...]:
        """Return the publications that are kept, oldest first."""
        return read_pointer(self.folder).publications

    def current(self) -> Publication | None:
        """Return the current publication, None before the first."""
        return read_pointer(self.folder).current

    def owner(self) -> LockOwner | None:
        """Return the writer at work, as far as the lock file says."""
        return read_owner(self.folder / LOCK_FILE)

    def find_publication(self, as_of: AsOf | None = None) -> Publication:
        """Return the publication in force: now, at the end of a day in China, at a moment, or by its id.

        Raises:
            NothingPublished: none was, or it is no longer kept.
        """
        publications = self.publications()
        if not publications:
            raise NothingPublished(f"{self.folder}: nothing is published yet; next: nianbao nightly")
        fitting = [publication for publication in publications if _is_of(publication, as_of)]
        if not fitting:
            kept = f"{publications[0].publication_id} to {publications[-1].publication_id}"
            raise NothingPublished(
                f"{self.folder}: no publication of {as_of} is kept (kept: {kept}); next: choose a later day"
            )
        return fitting[-1]

    def open_published(self, as_of: AsOf | None = None) -> Connection:
        """Open the publication in force, read-only; any number of processes may, also while a run writes.

        Raises:
            NothingPublished: see ``find_publication``.
            StoreDamaged: the pointer names a file that is not there.
        """
        for _ in range(_OPEN_TRIES):
            publication = self.find_publication(as_of)
            try:
                return open_readable(publication.path)
            except FileNotFoundError:  # retired between reading the pointer and opening: read the pointer again
                continue
        raise StoreDamaged(f"{publication.path} is missing; next: nianbao backfill --from-archive")

    @contextmanager
    def stage(
        self, run_id: str, *, wait_seconds: float = 3600, on_wait: OnWait = warn_of_wait, is_fresh: bool = False
    ) -> Iterator[Staging]:
        """Hold the writer's lock and work on a copy of what is published (``is_fresh``: on an empty warehouse).

        Leaving the block without ``publish()`` drops the copy; readers keep what they had.

        Raises:
            WriterBusy: another run kept the lock for ``wait_seconds``; ``on_wait`` was told which.
        """
        with hold_lock(self.folder / LOCK_FILE, run_id, wait_seconds=wait_seconds, on_wait=on_wait):
            pointer = read_pointer(self.folder)
            remove_unneeded(self.folder, pointer)
            staging = Staging(self, run_id, None if is_fresh else pointer.current)
            try:
                yield staging
            finally:
                staging.drop()


class Staging:
    """A database only its run sees, until it is published."""

    def __init__(self, store: Store, run_id: str, base: Publication | None) -> None:
        self.run_id = run_id
        self._store = store
        self._path = store.folder / f"{STAGING_PREFIX}{run_id}.duckdb"
        self._connection: Connection | None = None
        try:
            if base is not None:
                shutil.copyfile(base.path, self._path)
            self._connection = open_writable(self._path)
            if base is None:
                create_schema(self._connection)
            else:
                upgrade_schema(self._connection)
            create_marts(self._connection)
        except BaseException:
            self.drop()
            raise

    @property
    def connection(self) -> Connection:
        """The staging database's connection."""
        if self._connection is None:
            raise WarehouseError(f"run {self.run_id}: its staging database is closed (published or dropped)")
        return self._connection

    def publish(self) -> Publication:
        """Make the staged warehouse what readers see, in one step, and retire publications nothing needs.

        Raises:
            OSError, duckdb.Error: the disk is full or failed; what was published before stays so.
        """
        pointer = read_pointer(self._store.folder)
        publication = self._next_publication(pointer)
        self._record(publication, pointer.current)
        write_comments(self.connection)
        self.connection.execute("CHECKPOINT")
        self._close()
        _sync_file(self._path)
        self._path.chmod(0o444)
        self._path.rename(publication.path)
        sync_folder(self._store.folder)
        kept = choose_kept((*pointer.publications, publication), self._store.retention)
        renewed = Pointer(kept, pointer.next_number + 1)
        write_pointer(self._store.folder, renewed)
        remove_unneeded(self._store.folder, renewed)
        return publication

    def drop(self) -> None:
        """Close and remove the staging file; after ``publish()`` there is nothing left to remove."""
        if self._connection is not None:
            self._connection.execute("PRAGMA disable_checkpoint_on_shutdown")  # of what is about to be removed
        self._close()
        for path in (self._path, self._path.with_name(f"{self._path.name}.wal")):
            path.unlink(missing_ok=True)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _next_publication(self, pointer: Pointer) -> Publication:
        now = datetime.now(UTC)
        publication_id = f"{now.astimezone(ZoneInfo(TIME_ZONE)):%Y%m%d}-{pointer.next_number:06d}"
        return Publication(
            publication_id, self.run_id, now, self._store.folder / f"{FILE_PREFIX}{publication_id}.duckdb"
        )

    def _record(self, publication: Publication, before: Publication | None) -> None:
        self.connection.execute(
            "INSERT INTO ops.publication VALUES (?, ?, ?, ?)",
            [
                publication.publication_id,
                before.publication_id if before else None,
                publication.published_at,
                publication.run_id,
            ],
        )


def _is_of(publication: Publication, as_of: AsOf | None) -> bool:
    if as_of is None:
        return True
    if isinstance(as_of, str) and not _DAY.fullmatch(as_of):
        return publication.publication_id == as_of
    moment = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    return publication.published_at < _moment_after(moment)


def _moment_after(as_of: date | datetime) -> datetime:
    """The first moment too late: the next midnight in China for a day, the next microsecond for a moment."""
    zone = ZoneInfo(TIME_ZONE)
    if isinstance(as_of, datetime):
        moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=zone)
        return moment + timedelta(microseconds=1)
    return datetime.combine(as_of + timedelta(days=1), time(), zone)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
