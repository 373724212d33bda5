"""A DuckDB error as one line a person can act on: what is wrong, and the nearest table or column."""

from __future__ import annotations

import difflib
import re

import duckdb

from warehouse.connection import Connection

_MISSING_TABLE = re.compile(r'Table with name "?([\w.]+)"? does not exist')
_MISSING_COLUMN = re.compile(
    r'[Cc]olumn "?([\w.]+)"? (?:not found|does not exist|does not have)|does not have a column named "(\w+)"'
)
_CANDIDATES = re.compile(r"Candidate bindings: :?(.*)")
_CLOSE, _CLOSE_AMONG_THOSE_ASKED = 0.5, 0.6


def explain(connection: Connection, error: duckdb.Error) -> str:
    """Return the error's first line and, for an unknown name, the names it may have meant."""
    text = str(error).split("\n\nLINE ")[0]
    first = " ".join(text.split("Did you mean")[0].split("Candidate bindings")[0].split())
    near = _nearest(connection, text)
    return (
        f"{first.rstrip('!. ')}; next: {near}" if near else f"{first.rstrip('!. ')}; next: see docs/data-dictionary.md"
    )


def _nearest(connection: Connection, message: str) -> str | None:
    if table := _MISSING_TABLE.search(message):
        return _suggest(table[1], _table_names(connection), "tables")
    if column := _MISSING_COLUMN.search(message):
        name = column[1] or column[2]
        return _suggest_of_those_asked(name, message) or _suggest(name, _column_names(connection), "columns")
    return None


def _suggest_of_those_asked(name: str, message: str) -> str | None:
    """The columns of the tables in the query come first: of them DuckDB itself names the nearest."""
    listed = _CANDIDATES.search(message)
    known = re.findall(r'"(?:[^"]*\.)?([^".]+)"', listed[1]) if listed else []
    close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=_CLOSE_AMONG_THOSE_ASKED)
    return "did you mean " + " or ".join(close) + "?" if close else None


def _suggest(name: str, known: dict[str, str], kind: str) -> str:
    """``known`` maps a bare name to the name to type."""
    bare = name.rsplit(".", maxsplit=1)[-1].lower()
    close = difflib.get_close_matches(bare, list(known), n=3, cutoff=_CLOSE)
    if close:
        return "did you mean " + " or ".join(known[match] for match in close) + "?"
    return f"the {kind} are listed by " + ("SHOW ALL TABLES" if kind == "tables" else "DESCRIBE <table>")


def _table_names(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT table_name, table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_catalog = 'nianbao' ORDER BY list_position(['ops', 'core', 'mart'], table_schema)"
    ).fetchall()
    return dict(rows)


def _column_names(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT column_name, column_name || ' of ' || array_to_string(tables[:2], ', ') "
        "|| CASE WHEN len(tables) > 2 THEN ', …' ELSE '' END "
        "FROM (SELECT column_name, list(table_schema || '.' || table_name "
        "ORDER BY list_position(['mart', 'core', 'ops'], table_schema), table_name) AS tables "
        "FROM information_schema.columns WHERE table_catalog = 'nianbao' GROUP BY column_name)"
    ).fetchall()
    return dict(rows)
