"""Statistics years as a person writes them."""

from __future__ import annotations

import re
from datetime import date

from flows.errors import WrongUse

FIRST_YEAR = 2008
"""Statistics year of the first annual reports (条例 of 2007)."""


def parse_years(text: str, today: date) -> tuple[int, ...]:
    """Return the statistics years of ``2014-2025`` or ``2019``; the last that can be reported on is last year.

    Raises:
        WrongUse: it is no year or range, or lies outside what was ever published.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if match is None:
        raise WrongUse(f"--years {text}: not a year or range; next: nianbao backfill --years 2019-{today.year - 1}")
    first, last = int(match[1]), int(match[2] or match[1])
    if not FIRST_YEAR <= first <= last < today.year:
        raise WrongUse(
            f"--years {text}: years run from {FIRST_YEAR} to {today.year - 1}, the first not after the last; "
            f"next: nianbao backfill --years 2019-{today.year - 1}"
        )
    return tuple(range(first, last + 1))
