"""When each request goes out: one at a time per host, politely spaced, many hosts at once.

The calling thread owns all state and does all parsing; worker threads only fetch. A host that is slow or asks to be
left alone occupies no thread while it waits, and one that fails several times in a row is left for the night.
"""

from __future__ import annotations

import heapq
import itertools
import random
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import requests
from protego import Protego
from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util.retry import Retry

from extract.adapters.base import Request
from extract.charset import decode_text
from extract.client import Client, Exchange
from extract.errors import ExtractError, TerminalFetchError, TransientFetchError
from extract.models import PageClass, Role
from extract.policy import CrawlPolicy
from extract.registry import Source

_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_CRAWL_DELAY = 60.0
_FINE = (*range(200, 300), HTTPStatus.NOT_MODIFIED)
_SERVER_ERROR = 500
Outcome = Exchange | ExtractError
Conditions = tuple[tuple[str, str], ...]
RecallRobots = Callable[[str], tuple[str | None, Conditions]]
"""robots.txt of an address as already read tonight, or the conditions to ask for it with."""


@dataclass(slots=True)
class Task:
    """One request on its way. ``context`` is the caller's own."""

    request: Request
    source: Source
    role: Role
    context: Any = None
    conditions: tuple[tuple[str, str], ...] = ()
    retry: Retry | None = None


@dataclass(slots=True)
class Lane:
    """All that is known of one host tonight."""

    origin: str
    delay: float
    session: requests.Session
    tasks: deque[Task] = field(default_factory=deque)
    floor: float = 0.0  # seconds robots.txt asks for, which nothing shortens
    ready_at: float = 0.0
    is_busy: bool = False
    is_open: bool = False  # one of the hosts worked on now, with a connection kept alive
    failures: int = 0
    closed: str = ""
    robots: Protego | None = None
    is_robots_asked: bool = False


class Schedule:
    """Requests by host. ``on_done(task, outcome)`` is called in the thread that calls `run`."""

    def __init__(self, client: Client, on_done: Callable[[Task, Outcome], None], recall_robots: RecallRobots) -> None:
        self._client = client
        self._policy: CrawlPolicy = client.policy
        self._on_done = on_done
        self._recall_robots = recall_robots
        self._lanes: dict[str, Lane] = {}
        self._heap: list[tuple[float, int, Lane]] = []
        self._order = itertools.count()
        self._results: SimpleQueue[tuple[Lane, Task, Outcome]] = SimpleQueue()
        self._in_flight = 0
        self._open_hosts = 0
        self._waiting: deque[Lane] = deque()
        self._random = random.Random()  # noqa: S311 - spreads requests in time
        self.done = 0
        self.total = 0

    def add(self, task: Task) -> None:
        """Queue a request behind those of its host."""
        lane = self._lane(task)
        self.total += 1
        if self._policy.obeys_robots and not lane.is_robots_asked:
            lane.is_robots_asked = True
            self._ask_robots(lane, task.source)
        lane.tasks.append(task)
        self._enqueue(lane)

    def _ask_robots(self, lane: Lane, source: Source) -> None:
        url = f"{lane.origin}/robots.txt"
        text, conditions = self._recall_robots(url)
        if text is not None:
            self.set_robots(url, text)
            return
        self.total += 1
        lane.tasks.append(Task(Request(url), source, Role.ROBOTS, conditions=conditions))

    def run(self) -> None:
        """Work until nothing is queued. An exception of ``on_done`` ends the run after the open requests."""
        with ThreadPoolExecutor(self._policy.threads, thread_name_prefix="fetch") as pool:
            while self._heap or self._in_flight:
                self._dispatch(pool)
                self._take_result()
        assert not self._waiting, "a host was never worked on"

    def note_class(self, url: str, page_class: PageClass) -> None:
        """Tell what an answer turned out to be: a host that only sends challenges is left for the night."""
        lane = self._lanes.get(_origin(url))
        if lane is not None and page_class is PageClass.CHALLENGE:
            self._count_failure(lane, "it answers with challenges")

    def _lane(self, task: Task) -> Lane:
        origin = _origin(task.request.url)
        if origin not in self._lanes:
            source = task.source
            session = self._client.open_session(agent=source.agent, is_tls_verified=_is_tls_verified(source))
            delay = max(self._policy.delay, source.delay or 0.0)
            self._lanes[origin] = Lane(origin, delay, session)
        return self._lanes[origin]

    def _enqueue(self, lane: Lane) -> None:
        """Let the host's next request be due; a host beyond the limit waits until another one is done."""
        if not lane.tasks or lane.is_busy:
            return
        lane.is_busy = True
        if not lane.is_open and self._open_hosts >= self._policy.open_hosts:
            self._waiting.append(lane)
            return
        self._open_hosts += not lane.is_open
        lane.is_open = True
        heapq.heappush(self._heap, (lane.ready_at, next(self._order), lane))

    def _release(self, lane: Lane) -> None:
        """A host without further requests gives its connection and its place to the next."""
        lane.session.close()
        lane.is_open = False
        self._open_hosts -= 1
        if self._waiting:
            after = self._waiting.popleft()
            after.is_busy = False
            self._enqueue(after)

    def _dispatch(self, pool: ThreadPoolExecutor) -> None:
        now = time.monotonic()
        while self._heap and self._in_flight < self._policy.threads and self._heap[0][0] <= now:
            lane = heapq.heappop(self._heap)[2]
            task = lane.tasks.popleft()
            refusal = self._refuse(lane, task)
            if refusal is not None:
                self._report(lane, task, refusal)
                continue
            self._in_flight += 1
            pool.submit(self._work, lane, task)

    def _refuse(self, lane: Lane, task: Task) -> ExtractError | None:
        if lane.closed:
            return TransientFetchError(f"{task.request.url}: {lane.closed}; next: it is tried again another night")
        agent = task.source.agent or self._policy.user_agent
        if lane.robots is not None and not lane.robots.can_fetch(task.request.url, agent):
            return TerminalFetchError(
                f"{task.request.url}: robots.txt forbids it; next: ask the site, or retire the source"
            )
        return None

    def _work(self, lane: Lane, task: Task) -> None:
        """In a worker thread: fetch, and hand whatever came of it back."""
        try:
            outcome: Outcome = self._client.fetch(lane.session, task.request, task.conditions)
        except ExtractError as error:
            outcome = error
        except Exception as error:
            outcome = TerminalFetchError(
                f"{task.request.url}: {type(error).__name__}: {error}; next: report this defect"
            )
        self._results.put((lane, task, outcome))

    def _take_result(self) -> None:
        """Wait for a worker, but not past the moment another host is due."""
        wait = None
        if self._heap and self._in_flight < self._policy.threads:
            wait = max(0.0, self._heap[0][0] - time.monotonic())
        if not self._in_flight:
            time.sleep(wait or 0.0)
            return
        try:
            lane, task, outcome = self._results.get(timeout=wait)
        except Empty:
            return
        self._in_flight -= 1
        self._finish(lane, task, outcome)

    def _finish(self, lane: Lane, task: Task, outcome: Outcome) -> None:
        lane.ready_at = time.monotonic() + self._pause(lane, outcome)
        if _is_transient(outcome):
            if self._retry(lane, task, outcome):
                return
            self._count_failure(lane, "it failed several times")
        elif isinstance(outcome, Exchange) and outcome.status in _FINE:
            lane.failures = 0
        self._report(lane, task, outcome)

    def _report(self, lane: Lane, task: Task, outcome: Outcome) -> None:
        self.done += 1
        if task.role is Role.ROBOTS:
            self._read_robots(lane, outcome)
        self._on_done(task, outcome)
        lane.is_busy = False
        if lane.tasks:
            self._enqueue(lane)
        else:
            self._release(lane)

    def _read_robots(self, lane: Lane, outcome: Outcome) -> None:
        """RFC 9309: rules bind, a missing file allows everything, a server that fails allows nothing."""
        if not isinstance(outcome, Exchange) or outcome.status >= _SERVER_ERROR:
            lane.closed = lane.closed or "robots.txt could not be read"
        elif outcome.status != HTTPStatus.NOT_MODIFIED and outcome.status in _FINE:
            self.set_robots(outcome.url, decode_text(outcome.body)[0])

    def set_robots(self, url: str, text: str) -> None:
        """The rules of a host, as just fetched or, after a 304, from the archive."""
        lane = self._lanes[_origin(url)]
        lane.robots = Protego.parse(text)
        asked = lane.robots.crawl_delay(self._policy.user_agent)
        if asked:
            lane.delay = lane.floor = max(lane.delay, min(float(asked), _LONGEST_CRAWL_DELAY))

    def _retry(self, lane: Lane, task: Task, outcome: Outcome) -> bool:
        """Put the task first in its lane again, later; False when it has been tried often enough."""
        retry = task.retry or self._first_retry()
        try:
            task.retry = retry.increment(task.request.method, task.request.url)
        except MaxRetryError:
            return False
        wait = max(task.retry.get_backoff_time(), self._asked_wait(task.retry, outcome))
        if wait > self._policy.retry_after_max:
            lane.closed = f"the site asks to wait {wait:.0f} s"
            return False
        lane.ready_at = max(lane.ready_at, time.monotonic() + wait)
        lane.tasks.appendleft(task)
        lane.is_busy = False
        self._enqueue(lane)
        return True

    def _first_retry(self) -> Retry:
        return Retry(
            total=self._policy.retries,
            backoff_factor=self._policy.backoff,
            backoff_max=self._policy.backoff_max,
            allowed_methods=None,
        )

    def _asked_wait(self, retry: Retry, outcome: Outcome) -> float:
        """Seconds of a Retry-After header, zero without one."""
        header = outcome.header("retry-after") if isinstance(outcome, Exchange) else None
        try:
            return retry.parse_retry_after(header) if header else 0.0
        except InvalidHeader:
            return 0.0

    def _pause(self, lane: Lane, outcome: Outcome) -> float:
        """The polite delay after an answer; shorter after a 304, unless robots.txt asked for a delay."""
        pause = lane.delay + self._random.uniform(0.0, self._policy.jitter)
        if isinstance(outcome, Exchange) and outcome.status == HTTPStatus.NOT_MODIFIED:
            return max(lane.floor, pause * self._policy.light_pause)
        return pause

    def _count_failure(self, lane: Lane, what: str) -> None:
        lane.failures += 1
        if lane.failures >= self._policy.host_failures:
            lane.closed = f"{lane.origin} is left for the night: {what}"


def _is_transient(outcome: Outcome) -> bool:
    if isinstance(outcome, Exchange):
        return outcome.status in _TRANSIENT
    return isinstance(outcome, TransientFetchError)


def _is_tls_verified(source: Source) -> bool:
    """TLS is verified unless the source has an exception that has not expired."""
    return source.tls is None or source.tls.until < datetime.now(UTC).date()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
