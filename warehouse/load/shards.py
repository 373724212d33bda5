"""Parquet shards: how workers on other machines hand over what they parsed. A shard is a folder, one file per table.

Folders may lie anywhere fsspec reaches (a shared folder, object storage): workers write, the one loader reads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq

from warehouse.connection import Connection, quote
from warehouse.errors import WarehouseError
from warehouse.load.merge import merge
from warehouse.load.parsed import TABLES, build_parsed
from warehouse.models import LoadItem, LoadResult

_DONE = "_complete"


def write_shard(items: Iterable[LoadItem], url: str, shard: str) -> str:
    """Write parsed documents as the shard ``url/shard`` and return its address; a repeated write replaces it.

    The marker file comes last: a shard whose worker died has none and is not loaded.
    """
    filesystem, folder = fsspec.core.url_to_fs(url)
    target = f"{folder.rstrip('/')}/{shard}"
    filesystem.makedirs(target, exist_ok=True)
    if filesystem.exists(f"{target}/{_DONE}"):
        filesystem.rm_file(f"{target}/{_DONE}")
    for name, table in build_parsed(items, shard).items():
        with filesystem.open(f"{target}/{name}.parquet", "wb") as file:
            pq.write_table(table, file, compression="zstd")
    filesystem.pipe_file(f"{target}/{_DONE}", b"")
    return str(filesystem.unstrip_protocol(target))


def list_shards(url: str) -> list[str]:
    """Return the complete shards under a folder, in order of name."""
    filesystem, folder = fsspec.core.url_to_fs(url)
    markers = filesystem.glob(f"{folder.rstrip('/')}/*/{_DONE}")
    return sorted(str(filesystem.unstrip_protocol(marker.rsplit("/", 1)[0])) for marker in markers)


def load_shards(connection: Connection, urls: Sequence[str], run_id: str) -> LoadResult:
    """Load complete shards in one transaction, as ``load_reports`` would load their documents.

    Shards on another machine are copied to a temporary folder first: DuckDB reads local Parquet in parallel.

    Raises:
        WarehouseError: a shard is incomplete; nothing is loaded.
    """
    if not urls:
        return LoadResult()
    with tempfile.TemporaryDirectory(prefix="nianbao-shards-") as temporary:
        folders = [_fetch(url, Path(temporary) / str(number)) for number, url in enumerate(urls)]
        try:
            for name in TABLES:
                files = ", ".join(quote(str(folder / f"{name}.parquet")) for folder in folders)
                connection.execute(f"CREATE OR REPLACE TEMP VIEW parsed_{name} AS FROM read_parquet([{files}])")
            return merge(connection, run_id)
        finally:
            for name in TABLES:
                connection.execute(f"DROP VIEW IF EXISTS temp.parsed_{name}")


def _fetch(url: str, folder: Path) -> Path:
    filesystem: Any
    filesystem, path = fsspec.core.url_to_fs(url)
    if not filesystem.exists(f"{path}/{_DONE}"):
        raise WarehouseError(f"shard {url} is incomplete; next: parse its documents again")
    if "file" in (filesystem.protocol if isinstance(filesystem.protocol, tuple) else (filesystem.protocol,)):
        return Path(path)
    folder.mkdir(parents=True)
    for name in TABLES:
        filesystem.get_file(f"{path}/{name}.parquet", str(folder / f"{name}.parquet"))
    return folder
