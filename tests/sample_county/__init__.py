"""A fictional county served on loopback, with the truth about what it serves: for the tests and for `nianbao demo`.

    with serve_county() as county:
        sources = load_registry(county.registry_folder, profile="sample").sources
        ...
        county.truth.report("示例县教育局", 2023).cells["t3.new_received.total"]
        county.set_night(2)

`render_report` gives one page without a server.
"""

from .model import Finding
from .render import render_report
from .server import County, serve_county
from .truth import EntryTruth, ListTruth, ReportTruth, Truth

__all__ = [
    "County",
    "EntryTruth",
    "Finding",
    "ListTruth",
    "ReportTruth",
    "Truth",
    "render_report",
    "serve_county",
]
