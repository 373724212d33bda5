"""What a second night with nothing changed costs beside the first, at the default politeness.

    python -m tests.benchmarks.crawl_second_night [--hosts 20] [--pages 20]

Loopback hosts of the crawl benchmark, 50 ms latency, archiving on. Prints seconds, bytes archived and how many requests
were conditional. Exit code 1 when the second night takes 10 % of the first or more, or asks unconditionally.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.policy import CrawlPolicy
from extract.registry import Source
from tests.benchmarks.crawl_vs_scrapy import host_names, run_farm

POLICY = CrawlPolicy(is_loopback_allowed=True)


def spend_night(sources: list[Source], folder: Path) -> tuple[float, int, int]:
    """Seconds, pages fetched with a body, pages confirmed."""
    started = time.perf_counter()
    with Archive(folder) as archive:
        result = crawl_sources(sources, archive, POLICY)
    seconds = time.perf_counter() - started
    return seconds, sum(night.fetched for night in result.nights), sum(night.unchanged for night in result.nights)


def main() -> int:
    """Measure; see the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=20)
    options = parser.parse_args()
    with run_farm(options.pages - 1) as port, tempfile.TemporaryDirectory(prefix="nights-") as folder:
        sources = [
            Source(
                id=f"h{n}",
                region="990101",
                organ="示例县人民政府",
                platform="trs",
                covers="area",
                url=f"http://{h}/nb/",
            )
            for n, h in enumerate(host_names(options.hosts, port))
        ]
        nights = [spend_night(sources, Path(folder)) for _ in range(2)]
    for number, (seconds, fetched, unchanged) in enumerate(nights, 1):
        print(f"night {number}: {seconds:6.1f} s, {fetched} pages fetched, {unchanged} confirmed by 304")
    share = nights[1][0] / nights[0][0]
    print(f"the second night took {share:.1%} of the first")
    return 0 if share < 0.1 and nights[1][1] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
