"""Layout traps: each is a way in which real sites set the same table. A trap changes the page, never its truth
(where it does, as with 其他处理 in one row, it changes ``truth`` too).

Shapes and misprints come from the published reports described in the domain notes: Shanghai 2019, Pingtan 2020, Shuyang
2023, Hongze 2023 and others.
"""

from __future__ import annotations

from tests.transform.generator import (
    traps_arranged,
    traps_beside,
    traps_carded,
    traps_componented,
    traps_converted,
    traps_exported,
    traps_gridded,
    traps_noted,
    traps_parted,
    traps_scripted,
    traps_sited,
    traps_spelt,
    traps_stripped,
    traps_tabled,
    traps_tagged,
    traps_unseen,
    traps_written,
)
from tests.transform.generator.registry import TRAPS

__all__ = [
    "TRAPS",
    "traps_arranged",
    "traps_beside",
    "traps_carded",
    "traps_componented",
    "traps_converted",
    "traps_exported",
    "traps_gridded",
    "traps_noted",
    "traps_parted",
    "traps_scripted",
    "traps_sited",
    "traps_spelt",
    "traps_stripped",
    "traps_tabled",
    "traps_tagged",
    "traps_unseen",
    "traps_written",
]
