"""A scratch warehouse, and the figures checks leave in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from expectations.checks import check_reports
from tests.expectations.reports import Draft
from warehouse.connection import Connection
from warehouse.load import load_reports
from warehouse.scratch import open_scratch

Checks = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def con() -> Iterator[Connection]:
    connection = open_scratch()
    yield connection
    connection.close()


def load(con: Connection, drafts: Sequence[Draft]) -> None:
    load_reports(con, [draft.load_item() for draft in drafts], "test")


def read_checks(con: Connection, organ: str, year: int) -> Checks:
    """Results of an organ's current report, by identity and scope."""
    cursor = con.execute(
        "SELECT c.* FROM core.fact_check AS c JOIN core.fact_report AS r USING (report_id) "
        "WHERE r.organ_name = $organ AND r.year = $year AND r.is_current",
        {"organ": organ, "year": year},
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["identity_id"], row["scope"]): row for row in rows}


@pytest.fixture
def check(con: Connection) -> Callable[..., Checks]:
    """Load drafts, run every rule, return the results of the first draft's report."""

    def run(*drafts: Draft) -> Checks:
        load(con, drafts)
        check_reports(con, "test")
        return read_checks(con, drafts[0].organ, drafts[0].year)

    return run


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """A department of a fictional county with a consistent report on 2023."""

    def build(**changes: Any) -> Draft:
        return Draft(**{"organ": "示例县财政局", "region": "990101", "year": 2023, "edition": "2021", **changes})

    return build
