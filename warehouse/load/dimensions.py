"""Dimensions: regions and form cells from `transform`, identities and expected organs from the caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from transform.forms import Form, load_forms
from transform.regions import Region, load_regions, shorten_name
from warehouse.connection import Connection
from warehouse.load.arrow import Row, remove_others, replace_rows, transaction
from warehouse.models import IdentityRow, OrganRow


def load_dimensions(connection: Connection, *, identities: Iterable[IdentityRow], run_id: str) -> None:
    """Make regions, form cells and identities equal to what this version of the program knows.

    Rows that stay the same keep the ``run_id`` that first brought them. An identity whose rule version changed adds a
    row, because older results in ``fact_check`` refer to the older rule.
    """
    successors = find_successors(load_regions())
    regions = [_region_row(region, successors.get(region.code), run_id) for region in load_regions()]
    cells = list(_form_cell_rows(load_forms().values(), run_id))
    with transaction(connection):
        for table, rows, keys in (
            ("core.dim_region", regions, ["region_code", "valid_from", "name_zh"]),
            ("core.dim_form_cell", cells, ["edition", "cell_key"]),
        ):
            replace_rows(connection, table, rows, keys)
            remove_others(connection, table, rows, keys)
        rules = [_identity_row(identity, run_id) for identity in identities]
        replace_rows(connection, "core.dim_identity", rules, ["identity_id", "rule_version"])


def load_organs(connection: Connection, organs: Iterable[OrganRow], run_id: str) -> None:
    """Make the expected organs equal to the registry's; organs known from reports stay, no longer expected."""
    rows = [_organ_row(organ, run_id) for organ in organs]
    with transaction(connection):
        connection.execute(
            "UPDATE core.dim_organ SET is_expected = false, source_id = NULL "
            "WHERE is_expected AND NOT list_contains($expected, organ_id)",
            {"expected": [row["organ_id"] for row in rows]},
        )
        replace_rows(connection, "core.dim_organ", rows, ["organ_id"])


def find_successors(regions: Sequence[Region]) -> dict[str, str]:
    """Return, for codes no longer in force, the one code that took the region's name on the day the old one ended.

    洪泽县 320829 → 洪泽区 320813. A county split or merged into others has no single successor and is left out.
    """
    in_force = {region.code for region in regions if region.valid_to is None}
    first_day = {code: min(r.valid_from for r in group) for code, group in groupby(regions, key=lambda r: r.code)}
    began: dict[tuple[str, str, str, date], set[str]] = defaultdict(set)
    for region in regions:
        if region.valid_from == first_day[region.code]:
            began[_succession_key(region, region.valid_from)].add(region.code)
    successors = {}
    for region in regions:
        if region.valid_to is not None and region.code not in in_force:
            codes = began.get(_succession_key(region, region.valid_to), set()) - {region.code}
            if len(codes) == 1:
                successors[region.code] = next(iter(codes))
    return successors


def _succession_key(region: Region, day: date) -> tuple[str, str, str, date]:
    return region.code[:2], region.level, shorten_name(region.name), day


def _region_row(region: Region, successor: str | None, run_id: str) -> Row:
    return {
        "region_code": region.code,
        "valid_from": region.valid_from,
        "valid_to": region.valid_to,
        "parent_code": region.parent,
        "level": region.level,
        "name_zh": region.name,
        "successor_code": successor,
        "run_id": run_id,
    }


def _form_cell_rows(forms: Iterable[Form], run_id: str) -> Iterator[Row]:
    for form in forms:
        optional = {cell.key for cell in form.optional_cells}
        for cell in (*form.cells, *form.optional_cells):
            yield {
                "edition": form.edition,
                "cell_key": cell.key,
                "table_code": cell.table,
                "row_code": cell.row,
                "column_code": cell.column,
                "row_label": cell.row_label,
                "column_label": cell.column_label,
                "unit": cell.unit,
                "value_type": cell.value_type,
                "parent_row": cell.parent_row,
                "article": cell.article,
                "cell_order": cell.order,
                "is_optional": cell.key in optional,
                "run_id": run_id,
            }


def _identity_row(identity: IdentityRow, run_id: str) -> Row:
    return {
        "identity_id": identity.id,
        "rule_version": identity.version,
        "title_zh": identity.title_zh,
        "title_en": identity.title_en,
        "formula": identity.formula,
        "class": identity.class_,
        "scope": identity.scope,
        "severity": identity.default_severity,
        "purpose": identity.purpose,
        "legal_basis": identity.legal_basis,
        "editions": list(identity.editions),
        "exceptions": identity.exceptions,
        "run_id": run_id,
    }


def _organ_row(organ: OrganRow, run_id: str) -> Row:
    return {
        "organ_id": organ.organ_id,
        "region_code": organ.region_code,
        "kind": organ.kind,
        "name_zh": organ.name_zh,
        "names": list(organ.names),
        "parent_organ_id": organ.parent_organ_id,
        "uscc": organ.uscc,
        "is_expected": organ.is_expected,
        "source_id": organ.source_id,
        "valid_from": organ.valid_from,
        "valid_to": organ.valid_to,
        "run_id": run_id,
    }
