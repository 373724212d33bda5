"""The connection type other rooms receive, so that `duckdb` is imported in this room only."""

from __future__ import annotations

from duckdb import DuckDBPyConnection as Connection

__all__ = ["Connection"]
