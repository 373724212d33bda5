"""Bringing rows into the staging database. Loading the same thing twice changes nothing."""

from warehouse.load.crawl import load_crawl, load_nights
from warehouse.load.dimensions import load_dimensions, load_organs
from warehouse.load.readings import known_readings, load_seen, record_readings
from warehouse.load.reports import load_reports
from warehouse.load.resolve import identify_report
from warehouse.load.runs import write_run
from warehouse.load.shards import list_shards, load_shards, write_shard
from warehouse.models import LoadItem, LoadResult, OrganRow, RunRow

__all__ = [
    "LoadItem",
    "LoadResult",
    "OrganRow",
    "RunRow",
    "identify_report",
    "known_readings",
    "list_shards",
    "load_crawl",
    "load_dimensions",
    "load_nights",
    "load_organs",
    "load_reports",
    "load_seen",
    "load_shards",
    "record_readings",
    "write_run",
    "write_shard",
]
