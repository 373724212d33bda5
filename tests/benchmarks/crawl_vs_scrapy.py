"""Crawl the same loopback farm with nianbao and with Scrapy, one after the other, and compare.

    python -m tests.benchmarks.crawl_vs_scrapy [--hosts 200] [--pages 20] [--concurrency 16]

Both read each host's list, fetch every report on it, obey robots.txt, keep one request in flight per host and so many
altogether, and archive every response as WARC (request and response records, gzip). Latency is 50 ms. Prints pages per
second, CPU per page and the ratios. Exit code 1 when nianbao is slower or takes more CPU than Scrapy.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.loopback_farm import LATENCY

ROOT = Path(__file__).resolve().parents[2]


def host_names(hosts: int, port: int) -> list[str]:
    """So many loopback hosts on one port."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}:{port}" for number in range(hosts)]


@contextmanager
def run_farm(pages: int, latency: float = LATENCY) -> Iterator[int]:
    """The farm in a process of its own; gives its port."""
    command = [sys.executable, "-m", "tests.benchmarks.loopback_farm", str(pages), str(latency)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as farm:
        assert farm.stdout is not None and farm.stdin is not None
        try:
            yield int(farm.stdout.readline())
        finally:
            farm.stdin.close()
            farm.wait(timeout=10)


def measure(name: str, hosts: int, port: int, concurrency: int) -> dict[str, float]:
    """Run one crawler in a fresh process and read what it reports of itself."""
    with tempfile.TemporaryDirectory(prefix=f"crawl-{name}-") as folder:
        command = [sys.executable, "-m", __spec__.name, "--run", name, "--hosts", str(hosts)]
        command += ["--port", str(port), "--concurrency", str(concurrency), "--folder", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
        if done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])


def run_nianbao(hosts: list[str], concurrency: int, folder: Path) -> int:
    """Our crawl; returns the pages archived."""
    from extract.archive import Archive
    from extract.crawl import crawl_sources
    from extract.policy import CrawlPolicy
    from extract.registry import Source

    sources = [
        Source(
            id=f"h{n}", region="990101", organ="示例县人民政府", platform="trs", covers="area", url=f"http://{h}/nb/"
        )
        for n, h in enumerate(hosts)
    ]
    policy = CrawlPolicy(threads=concurrency, delay=0.0, jitter=0.0, is_loopback_allowed=True)
    with Archive(folder) as archive:
        crawl_sources(sources, archive, policy)
    return sum(1 for entry in archive.entries() if entry.status == 200 and entry.role != "robots")


def run_scrapy(hosts: list[str], concurrency: int, folder: Path) -> int:
    """Scrapy with the same limits, archiving in its item-less way: every response is written in the callback."""
    from tests.benchmarks.scrapy_crawl import crawl

    return crawl(hosts, concurrency, folder)


def run_one(name: str, hosts: int, port: int, concurrency: int, folder: Path) -> None:
    """In a process of its own: crawl, and print what it cost."""
    started = time.perf_counter()
    crawler = {"nianbao": run_nianbao, "scrapy": run_scrapy}[name]
    pages = crawler(host_names(hosts, port), concurrency, folder)
    seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    cpu = usage.ru_utime + usage.ru_stime
    print(json.dumps({"pages": pages, "seconds": seconds, "cpu": cpu, "megabytes": size / 1e6}))


def show(name: str, result: dict[str, float]) -> None:
    """One line of the comparison."""
    rate, cost = result["pages"] / result["seconds"], 1000 * result["cpu"] / result["pages"]
    print(
        f"{name:8} {result['pages']:6.0f} pages {result['seconds']:6.1f} s {rate:6.0f} pages/s "
        f"{cost:5.2f} ms CPU a page {result['megabytes']:6.1f} MB archived"
    )


def main() -> int:
    """Measure both; see the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=20, help="requests per host: one list and its reports")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--port", type=int)
    parser.add_argument("--run", choices=("nianbao", "scrapy"))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.run:
        run_one(options.run, options.hosts, options.port, options.concurrency, options.folder)
        return 0
    with run_farm(options.pages - 1) as port:
        results = {name: measure(name, options.hosts, port, options.concurrency) for name in ("scrapy", "nianbao")}
    print(
        f"{options.hosts} hosts x {options.pages} pages, {1000 * LATENCY:.0f} ms latency, "
        f"{options.concurrency} at once, {os.cpu_count()} cores"
    )
    for name, result in results.items():
        show(name, result)
    ours, theirs = results["nianbao"], results["scrapy"]
    speed = (ours["pages"] / ours["seconds"]) / (theirs["pages"] / theirs["seconds"])
    cpu = (ours["cpu"] / ours["pages"]) / (theirs["cpu"] / theirs["pages"])
    print(f"nianbao : scrapy  {speed:.2f} of its pages/s, {cpu:.2f} of its CPU a page")
    return 0 if speed >= 1 and cpu < 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
