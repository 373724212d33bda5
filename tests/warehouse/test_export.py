"""Exports as outside tools read them: frictionless, pandas, DuckDB, openpyxl, sha256sum's format."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from frictionless import validate

from tests.warehouse.documents import make_item
from tests.warehouse.sample import RUN, fill_sample
from warehouse.errors import WarehouseError
from warehouse.export import ExportResult, export_all
from warehouse.load import load_reports
from warehouse.marts import build_marts
from warehouse.store import Store

TRAP = '=HYPERLINK("https://x.invalid")县局'


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, ExportResult]]:
    """The sample, and an organ whose name a spreadsheet would run."""
    store = Store(tmp_path_factory.mktemp("home"))
    with store.stage(RUN) as staging:
        fill_sample(staging.connection)
        load_reports(staging.connection, [make_item(organ=TRAP, body="trap", url="https://x.invalid/trap")], RUN)
        build_marts(staging.connection, RUN)
        staging.publish()
    with store.open_published() as con:
        yield store, export_all(con, tmp_path_factory.mktemp("exports") / "exports")


def test_frictionless_finds_the_package_valid(exported: tuple[Store, ExportResult]) -> None:
    report = validate(str(exported[1].folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])[:5]
    assert sum(task.type == "table" for task in report.tasks) >= 15


def test_the_package_says_version_licence_and_every_field_twice(exported: tuple[Store, ExportResult]) -> None:
    store, result = exported
    package = json.loads((result.folder / "datapackage.json").read_text(encoding="utf-8"))
    publication = store.current()
    assert publication is not None
    assert package["version"] == publication.publication_id == result.publication_id
    assert package["licenses"][0]["title"]
    tables = [resource for resource in package["resources"] if "schema" in resource]
    for resource in tables:
        path = result.folder / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field["title"] and field["description"], f"{resource['name']}.{field['name']}"


def test_pandas_reads_the_csv_as_it_is(exported: tuple[Store, ExportResult]) -> None:
    store, result = exported
    frame = pd.read_csv(result.folder / "csv" / "mart.report.csv", dtype={"region_code": str})
    with store.open_published() as con:
        (count,) = con.execute("SELECT count(*) FROM mart.report").fetchall()[0]
    assert len(frame) == count
    row = frame[(frame["organ_name"] == "示例县人民政府") & (frame["year"] == 2023)].iloc[0]
    assert (row["region_code"], row["t3_new_received_total"], row["t2_admin_fees_fee_amount_yuan"]) == (
        "990101",
        141,
        123456,
    )


def test_csv_begins_with_a_bom_and_holds_no_formula(exported: tuple[Store, ExportResult]) -> None:
    folder = exported[1].folder
    assert (folder / "csv" / "mart.report.csv").read_bytes().startswith(b"\xef\xbb\xbfreport_id,")
    for path in (folder / "csv").iterdir():
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        types = {f["name"]: f["type"] for f in _fields(folder, path.name)}
        for column in frame.columns:
            if types[column] == "string":
                assert not frame[column].str.match(r"[=+\-@\t\r]").any(), f"{path.name}: {column}"
    names = pd.read_csv(folder / "csv" / "mart.report.csv")["organ_name"]
    assert f"'{TRAP}" in set(names)


def test_duckdb_reads_parquet_by_year(exported: tuple[Store, ExportResult]) -> None:
    store, result = exported
    with duckdb.connect() as outside, store.open_published() as con:
        path = result.folder / "parquet" / "core.fact_cell" / "*" / "*.parquet"
        rows = outside.execute(
            f"SELECT year, count(*), sum(value) FROM '{path}' GROUP BY year ORDER BY year"
        ).fetchall()
        assert (
            rows
            == con.execute(
                "SELECT year, count(*), sum(value) FROM core.fact_cell JOIN core.fact_report USING (report_id) "
                "GROUP BY year ORDER BY year"
            ).fetchall()
        )
    assert sorted(path.name for path in (result.folder / "parquet" / "core.fact_cell").iterdir())[-1] == "year=2023"


def test_the_workbook_opens_with_headings_in_chinese_and_no_formula(exported: tuple[Store, ExportResult]) -> None:
    book = openpyxl.load_workbook(exported[1].folder / "nianbao.xlsx")
    assert book.sheetnames[:2] == ["年报", "公布情况"]
    sheet = book["年报"]
    headings = [cell.value for cell in sheet[1]]
    names = [cell.value for cell in sheet[2]]
    assert headings[names.index("t3_new_received_total")].startswith("本年新收政府信息公开申请数量")
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert TRAP in {cell.value for cell in cells}


def test_checksums_cover_every_file(exported: tuple[Store, ExportResult]) -> None:
    folder = exported[1].folder
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert sums.keys() == files
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())


def test_the_same_publication_gives_the_same_csv(exported: tuple[Store, ExportResult], tmp_path: Path) -> None:
    store, result = exported
    with store.open_published() as con:
        again = export_all(con, tmp_path / "again")
    for path in (result.folder / "csv").iterdir():
        assert path.read_bytes() == (again.folder / "csv" / path.name).read_bytes()


def test_an_export_replaces_an_export_and_nothing_else(exported: tuple[Store, ExportResult], tmp_path: Path) -> None:
    store, _ = exported
    with store.open_published() as con:
        export_all(con, tmp_path / "exports")
        export_all(con, tmp_path / "exports")
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "letter.txt").write_text("keep me")
        with pytest.raises(WarehouseError, match="next: name an empty or new folder"):
            export_all(con, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "mine"]


def _fields(folder: Path, name: str) -> list[dict[str, str]]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in package["resources"] if r["path"] == f"csv/{name}"]
    fields: list[dict[str, str]] = resource["schema"]["fields"]
    return fields
