"""What every test module must keep to."""

from __future__ import annotations

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse parameters out of a set: the workers of pytest-xdist would order them differently, and the run is lost."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        values = [*mark.args[1:2], mark.kwargs.get("argvalues")]
        if any(isinstance(value, set | frozenset) for value in values):
            name = metafunc.definition.nodeid
            raise pytest.UsageError(f"{name}: parametrize over a set has no order; next: give a tuple or sorted(…)")
