"""Open exports: Parquet for programs, CSV and a workbook for people, and a data package that says what columns mean.

datapackage.json     Frictionless: fields in Chinese and English, checksums, version, licence note
csv/<table>.csv      UTF-8 with BOM, marts and dimensions; texts that Excel would run as formulas are neutralised
parquet/<table>/     every table; those with a statistics year in folders year=2023/
nianbao.xlsx         the tables a person opens first, and the dictionary
.contents.json       what each file was made from, so that the next export need not write again what is the same
SHA256SUMS           of all of these
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from extract.models import OnProgress, Progress
from warehouse.connection import Connection
from warehouse.dictionary import describe_tables
from warehouse.errors import WarehouseError
from warehouse.export.contents import open_contents
from warehouse.export.csv_files import write_csv_files
from warehouse.export.earlier import Target
from warehouse.export.package import is_package, write_package, write_sums
from warehouse.export.parquet_files import write_parquet_files
from warehouse.export.resources import CSV_TABLES, PARQUET_LEFT_OUT, Resource
from warehouse.export.workbook import write_workbook

__all__ = ["ExportResult", "export_all"]


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Where the export lies, of which publication, and how many files and bytes it has."""

    folder: Path
    publication_id: str
    files: int
    size: int


def export_all(connection: Connection, folder: Path, *, on_progress: OnProgress | None = None) -> ExportResult:
    """Export what a connection shows (a published warehouse) into a folder, replacing an earlier export there.

    The export is built beside the folder and takes its place when it is whole. Files whose rows are those of the
    earlier export there are taken over from it; the folder is, byte by byte, that of an export into an empty one.
    ``on_progress`` is told of every table of either format.

    Raises:
        WarehouseError: the folder holds something else than an earlier export.
    """
    if folder.exists() and any(folder.iterdir()) and not is_package(folder):
        raise WarehouseError(f"{folder} holds other files than an export; next: name an empty or new folder")
    beside = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        target = Target(beside, folder)
        with open_contents(connection) as contents, ThreadPoolExecutor(max_workers=1) as aside:
            workbook, under_way = write_workbook(contents, target, aside)
            tables = chain(write_csv_files(contents, target), write_parquet_files(contents, target))
            resources = [*_told(tables, on_progress), workbook]
            for work in under_way:
                work.result()
        publication_id = write_package(connection, beside, resources)
        target.write_contents()
        write_sums(beside)
        _take_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return ExportResult(folder, publication_id, len(files), sum(path.stat().st_size for path in files))


def _told(tables: Iterable[Resource], on_progress: OnProgress | None) -> Iterator[Resource]:
    total = len(CSV_TABLES) + len(describe_tables()) - len(PARQUET_LEFT_OUT)
    for done, resource in enumerate(tables, start=1):
        if on_progress:
            on_progress(Progress(done, total, resource.paths[0]))
        yield resource


def _take_place(beside: Path, folder: Path) -> None:
    before = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    beside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
