"""What a run has to say at its end, for the terminal, the ledger and Prefect's artifact."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Recap:
    """Counts and places of one run; everything in it can be written as JSON.

    ``checks`` counts results by status, ``coverage`` expected organ-years by status, ``sources`` sources by how their
    night ended. ``never_assessable`` are the rules no report let be assessed. ``failures`` names what could not be
    read or fetched, one line each. ``overridden`` are defects that somebody let through on the record; ``warnings``
    are what the gate noticed and let pass.
    """

    run_id: str
    flow: str
    status: str
    home: str
    seconds: float
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    not_reports: int = 0
    checks: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    never_assessable: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    summary: str | None = None
    publication: str | None = None
    next_command: str = "nianbao status"

    @property
    def has_failed(self) -> bool:
        """Whether the run's own work failed. A publisher's findings are a result, not a failure."""
        is_ingest_failure = self.flow == "ingest" and bool(self.failures)
        return self.status in ("blocked", "failed") or is_ingest_failure

    def headline(self) -> str:
        """Return the one sentence a person reads first."""
        if self.status == "failed":
            return "nothing loaded: no annual report could be read"
        if self.status == "blocked":
            return "not published: a check of the pipeline itself failed; readers keep the last good warehouse"
        if not self.new and not self.changed:
            return f"no new version: {self.unchanged} reports as they were"
        return f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged reports"

    def to_json(self) -> dict[str, Any]:
        """Return the recap as one JSON object."""
        return asdict(self) | {"headline": self.headline()}

    def to_markdown(self) -> str:
        """Return the recap as the artifact Prefect's pages show."""
        lines = [
            f"## {self.headline()}",
            "",
            "| | |",
            "|---|---|",
            f"| run | `{self.run_id}` |",
            f"| status | {self.status} |",
        ]
        lines += [f"| {name} | {_counts(getattr(self, name))} |" for name in ("sources", "coverage", "checks")]
        if self.never_assessable:
            lines.append(f"| never assessable | {', '.join(self.never_assessable)} |")
        lines += [f"| summary | {self.summary or 'none'} |", f"| next | `{self.next_command}` |"]
        lines += [
            "",
            *(f"- **blocks**: {_as_text(reason)}" for reason in self.blocking),
            *(f"- **published by override**: {_as_text(reason)}" for reason in self.overridden),
            *(f"- **warning**: {_as_text(reason)}" for reason in self.warnings),
            *(f"- {_as_text(line)}" for line in self.failures),
        ]
        return "\n".join(lines)


def _as_text(line: str) -> str:
    """Markdown that shows ``line``, which quotes pages and addresses, and is no link, picture or element of theirs."""
    return re.sub(r"[\\`*_\[\]<>!|&~#]", r"\\\g<0>", " ".join(line.split()))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"
