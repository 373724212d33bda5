"""A fixed moment, so that nothing in a test depends on the day it runs."""

from datetime import UTC, datetime

NOON = datetime(2026, 2, 3, 4, 0, tzinfo=UTC)
