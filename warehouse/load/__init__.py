"""Bringing rows into the staging database. Loading the same thing twice changes nothing."""

from warehouse.load.crawl import load_crawl
from warehouse.load.dimensions import load_dimensions, load_organs
from warehouse.load.reports import identify_report, load_reports
from warehouse.load.runs import write_run
from warehouse.models import LoadItem, LoadResult, OrganRow, RunRow

__all__ = [
    "LoadItem",
    "LoadResult",
    "OrganRow",
    "RunRow",
    "identify_report",
    "load_crawl",
    "load_dimensions",
    "load_organs",
    "load_reports",
    "write_run",
]
