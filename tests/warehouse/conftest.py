"""A store in a temporary home, and a staging connection with the dimensions loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.connection import Connection
from warehouse.load import load_dimensions
from warehouse.marts import create_marts
from warehouse.scratch import open_scratch
from warehouse.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store without publications."""
    return Store(tmp_path / "home")


@pytest.fixture
def con() -> Iterator[Connection]:
    """A warehouse in memory, dimensions loaded, marts created."""
    connection = open_scratch()
    create_marts(connection)
    yield connection
    connection.close()


def publish_empty(store: Store, run_id: str = "run-1") -> None:
    """Publish a warehouse that has dimensions only."""
    with store.stage(run_id) as staging:
        load_dimensions(staging.connection, identities=(), run_id=run_id)
        staging.publish()
