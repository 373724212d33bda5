"""Differences between publications; Parquet shards that load as their documents would."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.warehouse.documents import FIRST_NIGHT, make_item, requests
from tests.warehouse.sample import BUREAU, GOVERNMENT
from warehouse.connection import Connection
from warehouse.diff import diff_publications
from warehouse.errors import WarehouseError
from warehouse.load import list_shards, load_dimensions, load_reports, load_shards, write_shard
from warehouse.models import LoadResult
from warehouse.scratch import open_scratch
from warehouse.store import Store

ITEMS = [
    make_item(values=requests(9, 4)),
    make_item(organ=BUREAU, body="b", url="https://x.invalid/b", values=requests(5, 5)),
    make_item(values=requests(10, 4), body="later", at=FIRST_NIGHT + timedelta(days=1)),
    make_item(is_report=False, body="news", url="https://x.invalid/news"),
    make_item(organ=None, body="whose", url="https://x.invalid/whose"),
]


def contents(con: Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    return {name: sorted(con.execute(f"FROM {name}").fetchall(), key=repr) for (name,) in tables}


def test_diff_names_reports_and_cells(store: Store) -> None:
    nights = [[ITEMS[0]], [ITEMS[1], ITEMS[2]]]
    for number, items in enumerate(nights):
        with store.stage(f"run-{number}") as staging:
            load_dimensions(staging.connection, identities=(), run_id="run")
            load_reports(staging.connection, items, f"run-{number}")
            staging.publish()
    first, second = (publication.publication_id for publication in store.publications())
    diff = diff_publications(store, first, second)
    assert {(change.kind, change.organ_name) for change in diff.reports} == {("changed", GOVERNMENT), ("added", BUREAU)}
    assert [(c.cell_key, c.old_value, c.new_value) for c in diff.cells if c.cell_key.endswith("total")] == [
        ("t3.new_received.total", 9, 10),
        ("t3.unable_not_held.total", 5, 6),
        ("t3.total_processed.total", 9, 10),
    ]
    back = diff_publications(store, second, first)
    assert {change.kind for change in back.reports} == {"changed", "removed"}
    assert diff_publications(store, second, second).reports == ()


def test_shards_give_the_same_warehouse_cell_by_cell(tmp_path: Path) -> None:
    with open_scratch() as direct, open_scratch() as sharded:
        expected = load_reports(direct, ITEMS, "run")
        for number, item in enumerate(ITEMS):
            write_shard([item], f"file://{tmp_path}/shards", f"part-{number}")
        shards = list_shards(f"file://{tmp_path}/shards")
        assert len(shards) == len(ITEMS)
        assert load_shards(sharded, shards, "run") == expected
        assert expected == LoadResult(new=2, changed=1, not_reports=1, unidentified=1)
        assert contents(sharded) == contents(direct)


def test_a_capture_in_two_shards_counts_once(tmp_path: Path) -> None:
    """A worker was lost and its batch parsed again elsewhere."""
    with open_scratch() as con:
        for name in ("first-try", "second-try"):
            write_shard(ITEMS[:2], str(tmp_path / "shards"), name)
        assert load_shards(con, list_shards(str(tmp_path / "shards")), "run") == LoadResult(new=2)
        assert con.execute("SELECT count(*) FROM core.fact_cell").fetchall() == [(400,)]


def test_a_shard_without_its_marker_is_not_loaded(tmp_path: Path) -> None:
    write_shard(ITEMS[:1], str(tmp_path), "whole")
    write_shard(ITEMS[1:2], str(tmp_path), "half")
    (tmp_path / "half" / "_complete").unlink()
    assert [shard.rsplit("/", 1)[1] for shard in list_shards(str(tmp_path))] == ["whole"]
    with open_scratch() as con:
        with pytest.raises(WarehouseError, match="half is incomplete; next: "):
            load_shards(con, [f"file://{tmp_path}/{name}" for name in ("whole", "half")], "run")
        assert con.execute("SELECT count(*) FROM core.fact_report").fetchall() == [(0,)]


def test_a_shard_with_unknown_words_is_refused_whole(tmp_path: Path) -> None:
    write_shard(ITEMS[:1], str(tmp_path), "newer")
    path = tmp_path / "newer" / "cell.parquet"
    table = pq.read_table(path)
    column = table.schema.get_field_index("status")
    pq.write_table(table.set_column(column, "status", pa.array(["guessed"] * table.num_rows)), path)
    with open_scratch() as con:
        with pytest.raises(WarehouseError, match="unknown status guessed; next: "):
            load_shards(con, list_shards(str(tmp_path)), "run")
        assert con.execute("SELECT count(*) FROM core.fact_report").fetchall() == [(0,)]


def test_shards_travel_over_other_file_systems() -> None:
    import fsspec

    fsspec.filesystem("memory").rm("/", recursive=True) if fsspec.filesystem("memory").exists("/shards") else None
    write_shard(ITEMS, "memory://shards", "one")
    with open_scratch() as con:
        assert load_shards(con, list_shards("memory://shards"), "run").new == 2
