"""What became of a parsed document, in the few words a run keeps of it; crosses machines with its shard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from extract.models import ArchiveEntry
from flows.corrections import outdated_corrections
from transform.models import Severity
from warehouse.models import LoadItem


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: is it a report, the line that says why it is nobody's, and those of corrections that failed."""

    entry: ArchiveEntry
    is_report: bool
    failure: str | None
    outdated: tuple[str, ...]


def outcome_of(item: LoadItem) -> Outcome:
    """Return what a run keeps of a parsed document."""
    outdated = tuple(outdated_corrections([item]))
    return Outcome(cast("ArchiveEntry", item.capture), item.parsed.is_report, _failure(item), outdated)


def _failure(item: LoadItem) -> str | None:
    """Say in one line why a document is no report of anyone; None for one that is."""
    parsed, report = item.parsed, item.parsed.report
    first = next((issue.message_en for issue in parsed.issues if issue.severity == Severity.ERROR), "")
    if not parsed.is_report:
        return f"{item.capture.url}: {first or 'no annual report'}"
    lacking = [name for name in ("organ", "year", "edition") if getattr(report, name) is None]
    return f"{item.capture.url}: report without {' and '.join(lacking)}: quarantined" if lacking else None
