"""Forms are data: the numbers of cells the law prints, codes that exist, labels that tell rows apart."""

from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from transform.forms import edition_for_year, load_forms
from transform.forms.model import FormDefinition, Table
from transform.words.labels import normalise_label


@pytest.mark.parametrize(
    ("edition", "cells"),
    [
        ("2019", {"t2": 22, "t3": 161, "t4": 15}),
        ("2021", {"t2": 10, "t3": 175, "t4": 15}),
        ("2014", {"g1": 58}),
        ("2008", {"l1": 70}),
    ],
)
def test_number_of_cells(edition: str, cells: dict[str, int]) -> None:
    assert Counter(cell.table for cell in load_forms()[edition].cells) == cells


@pytest.mark.parametrize("edition", ["2008", "2014", "2019", "2021"])
def test_keys_are_unique_and_in_order(edition: str) -> None:
    form = load_forms()[edition]
    assert len({cell.key for cell in form.in_order}) == len(form.in_order)
    assert [cell.order for cell in form.in_order] == list(range(1, len(form.in_order) + 1))


def test_other_handling_in_one_row_is_optional_in_2021_only() -> None:
    assert {cell.row for cell in load_forms()["2021"].optional_cells} == {"other_handling"}
    assert not load_forms()["2019"].optional_cells
    assert "t3.other_handling.total" in {cell.key for cell in load_forms()["2019"].cells}


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_no_two_rows_of_a_table_share_a_label(edition: str) -> None:
    for table in load_forms()[edition].tables:
        labels = [label for row in table.rows for label in {normalise_label(printed) for printed in row.labels}]
        assert len(set(labels)) == len(labels)


def test_edition_of_a_year() -> None:
    assert [edition_for_year(year) for year in (2007, 2008, 2014, 2018, 2019, 2020, 2021, 2030)] == [
        None, "2008", "2014", "2014", "2019", "2019", "2021", "2021",
    ]  # fmt: skip


def test_a_misspelt_key_or_code_is_refused() -> None:
    table = {"code": "x", "section": "s", "title": "t", "layout": "matrix", "rows": []}
    with pytest.raises(ValidationError):
        FormDefinition.model_validate(
            {"edition": "1", "name": "n", "legal_basis": "l", "first_year": 1, "tables": [], "x": 1}
        )
    with pytest.raises(ValidationError, match="unknown codes"):
        Table.model_validate(table | {"row_groups": {"all": ["nobody"]}})
