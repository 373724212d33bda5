"""Where layout traps are registered by name."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.transform.generator.page import Page

Trap = Callable[[Page, random.Random], None]
TRAPS: dict[str, Trap] = {}


def trap(function: Trap) -> Trap:
    """Register a trap under its name."""
    TRAPS[function.__name__] = function
    return function
