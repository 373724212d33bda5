"""The data dictionary: ``dictionary.yaml`` gives SQL comments, the documentation page and the exports' labels."""

from __future__ import annotations

from warehouse.connection import Connection


def write_comments(connection: Connection) -> None:
    """Comment every table and column in Chinese and English."""
