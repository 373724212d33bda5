"""`--dry-run`: what a run would fetch or read, without archive, warehouse or ledger being touched."""

from __future__ import annotations

from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.models import CrawlResult
from flows.crawling import Wanted, is_wanted
from flows.registry import open_registry, select_sources
from flows.settings import Settings


def preview_crawl(settings: Settings, wanted: Wanted) -> CrawlResult:
    """Ask the list pages only, and return what they offer."""
    with open_registry(settings) as registry:
        sources = select_sources(registry, wanted.only)
        policy = settings.crawl.policy(is_sample=settings.profile == "sample")
        archive = Archive(settings.archive_folder)
        return crawl_sources(sources, archive, policy, years=wanted.years, limit=wanted.limit, is_dry_run=True)


def preview_archive(settings: Settings, wanted: Wanted) -> CrawlResult:
    """Return the documents of the archive that a rebuild would read."""
    with open_registry(settings) as registry:
        source_ids = frozenset(source.id for source in select_sources(registry, wanted.only))
    entries = (entry for entry in Archive(settings.archive_folder).entries() if is_wanted(entry, wanted, source_ids))
    contents = {entry.capture_id: entry for entry in entries}
    return CrawlResult(entries=tuple(contents.values())[: wanted.limit])
