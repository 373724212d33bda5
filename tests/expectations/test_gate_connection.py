"""The connection Great Expectations works on runs each statement once, and what it counted it does not read again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from expectations.gate import _examples
from expectations.gate_connection import BufferedConnection, plain_text
from warehouse.scratch import open_scratch


@pytest.fixture
def connection() -> Iterator[BufferedConnection]:
    with open_scratch() as handle:
        handle.execute("CREATE TEMP SEQUENCE times_run; CREATE TEMP TABLE wanted AS SELECT range AS n FROM range(3)")
        yield BufferedConnection(handle)


STEP = "SELECT nextval('times_run') AS step"


def ask(connection: BufferedConnection, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    cursor = connection.cursor()
    cursor.execute(statement, parameters)
    cursor.close()
    return cursor.fetchall()


def count(statement: str) -> str:
    return f"SELECT COUNT(*) as unexpected_row_count FROM ({statement}) AS unexpected"


def test_a_statement_is_run_once(connection: BufferedConnection) -> None:
    assert ask(connection, STEP) == ask(connection, STEP) == [(1,)]


def test_what_is_counted_and_read_is_run_once(connection: BufferedConnection) -> None:
    assert ask(connection, count(STEP)) == [(1,)]
    assert ask(connection, STEP) == [(1,)]
    assert ask(connection, f"{STEP} -- another statement") == [(2,)]


def test_a_count_of_rows_is_the_number_of_rows(connection: BufferedConnection) -> None:
    assert ask(connection, count("SELECT n FROM wanted WHERE n > 0")) == [(2,)]
    assert ask(connection, count("SELECT n FROM wanted WHERE n > 9")) == [(0,)]


def test_other_parameters_are_another_question(connection: BufferedConnection) -> None:
    assert ask(connection, "SELECT n FROM wanted WHERE n > ?", (1,)) == [(2,)]
    assert ask(connection, "SELECT n FROM wanted WHERE n > ?", (5,)) == []


def test_of_a_whole_table_only_the_columns_are_read(connection: BufferedConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM wanted")
    assert [column[0] for column in cursor.description] == ["n"]
    assert cursor.fetchall() == []


def test_reading_takes_rows_from_no_other_cursor(connection: BufferedConnection) -> None:
    first, second = connection.cursor(), connection.cursor()
    for cursor in (first, second):
        cursor.execute("SELECT n FROM wanted ORDER BY n")
    assert first.fetchone() == (0,)
    assert first.fetchmany(5) == [(1,), (2,)]
    assert second.fetchall() == [(0,), (1,), (2,)]


def test_texts_are_handed_over_as_html_and_come_back(connection: BufferedConnection) -> None:
    name = "示例县<b>局</b>&lt;"
    (row,) = ask(connection, "SELECT ?, 1, NULL", (name,))
    assert row == ("示例县&lt;b&gt;局&lt;/b&gt;&amp;lt;", 1, None)
    assert [plain_text(value) for value in row] == [name, 1, None]
    assert _examples({"details": {"unexpected_rows": [{"offence": row[0]}, {"name": row[0], "n": 1}]}}) == (
        name,
        f"name {name}, n 1",
    )
