"""``datapackage.json`` (Frictionless Data Package v1) and the checksums."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from warehouse.connection import Connection
from warehouse.dictionary import ColumnText
from warehouse.export.earlier import SUMS_FILE, file_digest
from warehouse.export.resources import Resource

PACKAGE_FILE = "datapackage.json"
NAME = "nianbao"
_TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date"}
_LICENCE = {
    "name": "other-pd",
    "title": "年报数字系行政机关依法公开的事实，引用请注明来源网页 / Facts published by state organs; cite the page",
}


def is_package(folder: Path) -> bool:
    """Whether a folder holds an export of this program."""
    try:
        return bool(json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))["name"] == NAME)
    except (OSError, ValueError, KeyError):
        return False


def write_package(connection: Connection, folder: Path, resources: Iterable[Resource]) -> str:
    """Write the description of what is in the folder; return the id of the publication, which is its version."""
    rows = connection.execute(
        "SELECT publication_id, published_at FROM ops.publication ORDER BY published_at DESC LIMIT 1"
    ).fetchall()
    publication_id, published_at = rows[0] if rows else ("unpublished", None)
    package = {
        "profile": "data-package",
        "name": NAME,
        "title": "政府信息公开工作年度报告数据",
        "description": "Annual reports on government-information disclosure in China: figures, checks and compliance.",
        "version": publication_id,
        "created": published_at.isoformat(timespec="seconds") if published_at else None,
        "licenses": [_LICENCE],
        "resources": [_resource(folder, resource) for resource in resources],
    }
    package = {key: value for key, value in package.items() if value is not None}
    (folder / PACKAGE_FILE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return str(publication_id)


def write_sums(folder: Path) -> None:
    """Write the checksums of every file in the format of sha256sum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{file_digest(path)}  {path.relative_to(folder)}\n" for path in files]
    (folder / SUMS_FILE).write_text("".join(lines), encoding="utf-8")


def _resource(folder: Path, resource: Resource) -> dict[str, Any]:
    paths = resource.paths
    described: dict[str, Any] = {
        "name": resource.name,
        "path": paths[0] if len(paths) == 1 else list(paths),
        "format": resource.format,
        "mediatype": resource.media_type,
        "type": "table" if resource.format == "csv" else "file",
        "bytes": sum((folder / path).stat().st_size for path in paths),
    }
    if len(paths) == 1:
        described["hash"] = f"sha256:{file_digest(folder / paths[0])}"
    if resource.table is not None:
        described["title"] = resource.table.entry.title[0]
        described["description"] = f"{resource.table.entry.title[1]}; {resource.table.entry.grain[1]}"
    if resource.table is not None and resource.format == "csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8-sig"}
        described["schema"] = {"fields": [_field(column) for column in resource.table.columns]}
    return described


def _field(column: ColumnText) -> dict[str, str]:
    kind = "number" if column.data_type.startswith("DECIMAL") and "[" not in column.data_type else None
    if column.data_type == "TIMESTAMP WITH TIME ZONE":
        kind = "datetime"
    field = {
        "name": column.name,
        "type": kind or _TYPES.get(column.data_type, "string"),
        "title": column.zh,
        "description": column.en,
    }
    return field | ({"unit": column.unit} if column.unit else {})
