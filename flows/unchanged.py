"""Documents that need no parser tonight: the same bytes, read before by the same parser from the same hints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from extract.models import ArchiveEntry
from flows.parsing import hints_of
from flows.run import Run
from transform.version import parser_version
from warehouse.models import OrganRow


def take_unchanged(run: Run) -> int:
    """Load what is known of tonight's documents and leave the rest in ``run.unread``; return how many are known.

    Only a crawl says that a document is as it was. What comes from disk or from the archive is read.
    """
    from warehouse.load import known_readings, load_seen

    run.unread = run.entries
    if not run.nights:
        return 0
    inputs = reading_inputs(run)
    run.inputs = {entry.capture_id: inputs(entry) for entry in run.entries}
    known = known_readings(run.connection, run.inputs)
    run.unread = [entry for entry in run.entries if entry.capture_id not in known]
    seen = [entry for entry in run.entries if entry.capture_id in known]
    run.loaded["unchanged"] += load_seen(run.connection, seen, run.run_id)
    run.reports += seen
    return len(seen)


def reading_inputs(run: Run) -> Callable[[ArchiveEntry], str]:
    """Return the digest, by document, of everything its reading and its place in the warehouse are made from."""
    common = (parser_version(), repr(run.corrections), repr(_sorted(run.organs)))

    def inputs(entry: ArchiveEntry) -> str:
        return hashlib.sha256("\n".join((*common, entry.sha256, repr(hints_of(entry)))).encode()).hexdigest()

    return inputs


def _sorted(organs: Iterable[OrganRow]) -> list[OrganRow]:
    return sorted(organs, key=lambda organ: organ.organ_id)
