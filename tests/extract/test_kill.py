"""kill -9 at twenty random moments of a crawl: no archived page is lost or asked for twice, the next run completes."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.models import Role
from tests.extract.site import Site
from tests.extract.test_schedule import REPORT

KILLS = 20
PAGES = 160
ROOT = Path(__file__).parents[2]
CRAWL = """
import sys
from pathlib import Path
from extract.archive import Archive
from extract.crawl import crawl_sources
from extract.policy import CrawlPolicy
from extract.registry import Source
folder, *urls = sys.argv[1:]
sources = [Source(id=f"s{n}", region="990101", organ="示例县人民政府", platform="links", url=url, covers="area")
           for n, url in enumerate(urls)]
print("started", flush=True)
with Archive(Path(folder)) as archive:
    result = crawl_sources(sources, archive, CrawlPolicy(delay=0, jitter=0, is_loopback_allowed=True))
print([night.status.value for night in result.nights], flush=True)
"""


def build_site() -> Site:
    links = "".join(
        f'<li><a href="/r/{n}.html">示例县第{n}局2023年政府信息公开工作年度报告</a></li>' for n in range(PAGES)
    )
    pages = {"/nb/": f"<html><body><ul>{links}</ul></body></html>"}
    return Site(pages | {f"/r/{n}.html": f"{REPORT}<p>{n}</p>" for n in range(PAGES)}, latency=0.004)


def start(folder: Path, *sites: Site) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CRAWL, str(folder), *(site.url + "/nb/" for site in sites)]
    crawl = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert crawl.stdout is not None
    assert crawl.stdout.readline() == "started\n"
    return crawl


def wait_for(*sites: Site, requests: int, seconds: float) -> None:
    """Until so many more requests came, and a moment longer: somewhere between two writes, or within one."""
    target = sum(len(site.log) for site in sites) + requests
    deadline = time.monotonic() + 30
    while sum(len(site.log) for site in sites) < target and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(seconds)


def whole_lines(folder: Path) -> list[str]:
    """Addresses on whole lines of the index as a kill left it."""
    path = folder / "index.jsonl"
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [json.loads(line)["key"] for line in lines]


@pytest.mark.slow
def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    rng = random.Random(20260203)
    kept: list[str] = []
    interrupted = 0
    progress: list[int] = []
    with build_site() as one, build_site() as two:
        for _ in range(KILLS):
            crawl = start(tmp_path, one, two)
            wait_for(one, two, requests=rng.randint(1, 15), seconds=rng.uniform(0.0, 0.02))
            interrupted += crawl.poll() is None
            crawl.send_signal(signal.SIGKILL)
            crawl.wait(timeout=10)
            lines = whole_lines(tmp_path)
            assert lines[: len(kept)] == kept
            kept = lines
            progress.append(len(lines))
        last = start(tmp_path, one, two)
        output, _ = last.communicate(timeout=60)
        asked = [(site.host, entry.path) for site in (one, two) for entry in site.log]
    assert interrupted == KILLS, "a crawl ended before it was killed: add pages"
    assert len(set(progress)) > KILLS // 2, "most kills came before anything was archived"
    assert output.strip() == "['complete', 'complete']"
    archive = Archive(tmp_path)
    entries = list(archive.entries())
    assert [entry.url for entry in entries][: len(kept)] == kept
    reports = {entry.url for entry in entries if entry.role is Role.REPORT}
    assert len(reports) == 2 * PAGES
    for entry in entries:
        assert archive.read(entry).sha256 == entry.sha256
    assert len(asked) - len(set(asked)) <= KILLS * 2  # one request in flight on each host when it was killed
