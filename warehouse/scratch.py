"""An in-memory warehouse for one document: same schema, same dimensions, nothing on disk."""

from __future__ import annotations

from warehouse.connection import Connection, open_memory
from warehouse.load.dimensions import load_dimensions
from warehouse.schema import create_schema


def open_scratch() -> Connection:
    """Open a database in memory with the schema, the regions and the form cells; load into it as into staging."""
    connection = open_memory()
    create_schema(connection)
    load_dimensions(connection, identities=(), run_id="scratch")
    return connection
