"""How fast, how long and how large: the limits a crawl keeps, the same for every host unless its source says less."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

USER_AGENT = "nianbao/0.1 (annual reports on government-information disclosure; obeys robots.txt)"


@dataclass(frozen=True, slots=True)
class CrawlPolicy:
    """Limits of one crawl. Durations are seconds, sizes bytes.

    ``delay`` to ``delay + jitter`` passes between two requests to one host, one at a time. After a 304, which costs the
    site next to nothing, ``light_pause`` of that delay is enough. At most ``open_hosts`` hosts are worked on at once.
    ``resume_from``: what was archived at or after this moment is taken from the archive instead of being asked again.
    """

    user_agent: str = USER_AGENT
    threads: int = 16
    open_hosts: int = 256
    delay: float = 1.0
    jitter: float = 0.5
    light_pause: float = 0.05
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    max_seconds: float = 120.0
    max_bytes: int = 64 * 1024 * 1024
    retries: int = 3
    backoff: float = 2.0
    backoff_max: float = 60.0
    retry_after_max: float = 300.0
    host_failures: int = 3
    max_redirects: int = 5
    obeys_robots: bool = True
    is_loopback_allowed: bool = False
    resume_from: datetime | None = None
