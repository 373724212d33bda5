"""The corrections register of a run: the project's entries and the home's, and what a run says of those that fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flows.settings import Settings
from transform.corrections import OUTDATED, REGISTER, Correction, load_corrections, page_address

if TYPE_CHECKING:
    from extract.archive import Archive
    from extract.models import ArchiveEntry
    from warehouse.models import LoadItem


def known_corrections(settings: Settings) -> tuple[Correction, ...]:
    """Return the entries that come with the project and those of the home; raises `CorrectionError`."""
    return load_corrections((REGISTER, settings.corrections_file))


def outdated_corrections(items: Iterable[LoadItem]) -> list[str]:
    """Return one line for every correction whose page is no longer as its guard expects."""
    return [
        f"{item.capture.url}: {issue.message_en}"
        for item in items
        for issue in item.parsed.issues
        if issue.code == OUTDATED
    ]


def unseen_corrections(
    corrections: Sequence[Correction], entries: Iterable[ArchiveEntry], archive: Archive
) -> list[str]:
    """Return one line for every correction of a site this run read, whose page was never archived."""
    if not corrections:
        return []
    sites = {page_address(entry.url).partition("/")[0] for entry in entries}
    wanted = [entry for entry in corrections if entry.address.partition("/")[0] in sites]
    seen = {page_address(entry.url) for entry in archive.entries()} if wanted else set()
    return [
        f"{entry.url}: the correction of {entry.dated} was never reached: no such page is archived;"
        " next: mend its url in corrections.yaml, or delete it"
        for entry in wanted
        if entry.address not in seen
    ]
