"""The flows on more than one machine: batches go to the workers of an external Dask scheduler through Prefect.

What leaves this process is an order; what comes back is an address and a few words. This process stays the only one
that appends to the archive (whole WARC parts) and that writes the warehouse (Parquet shards). A batch whose worker died
is given to another one by the scheduler; results are taken in the order of the batches, so that the warehouse is the
same whoever was faster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from prefect import Task
from prefect.settings import PREFECT_API_URL

from extract.journal import Journal
from extract.registry import Source
from flows.errors import SettingsError, WorkFailed
from flows.intake import adopt_left_parts, forget_shards, run_url
from flows.pipeline import Stages, parsed_note
from flows.progress import finish, tell
from flows.run import Run
from flows.settings import ScaleSettings, Settings
from flows.tasks import ADOPT, CRAWL_ELSEWHERE, LOAD_SHARD, PARSE_ELSEWHERE, TASKS
from flows.workers import Crawled, CrawlOrder, Order, Parsed, ParseOrder

Results = Iterator[Any]
HandOut = Callable[[Task[Any, Any], Iterable[Order]], Results]


def stages_for(settings: Settings) -> Stages:
    """Return the stages of a run: on this machine, or its batches on others where ``[scale]`` names a scheduler.

    Raises:
        SettingsError: no Prefect server is named, or the extra is missing.
    """
    if settings.scale.scheduler is None:
        return TASKS
    if not PREFECT_API_URL.value():
        raise SettingsError("[scale] needs one Prefect server for all; next: set PREFECT_API_URL (docs/scale.md)")
    try:
        import prefect_dask  # noqa: F401
    except ImportError as error:
        raise SettingsError("[scale] needs the extra `scale`; next: pip install 'nianbao[scale]'") from error
    return replace(TASKS, fetch_all=fetch_elsewhere, parse_all=parse_elsewhere)


def fetch_elsewhere(run: Run, steps: Stages, batches: Sequence[Sequence[str]]) -> None:
    """Crawl batches of sources on the workers, and take in their parts in the order of the batches."""
    adopt_left_parts(run)
    by_id = {source.id: source for source in run.sources}
    groups = [[by_id[source_id] for source_id in batch] for batch in batches]
    journals = [Journal(run.archive.folder, (source.id for source in group), run.years) for group in groups]
    orders = (_crawl_order(run, *item) for item in enumerate(zip(groups, journals, strict=True)))
    with open_workers(run.settings) as hand_out:
        crawled: Crawled
        for done, crawled in enumerate(hand_out(CRAWL_ELSEWHERE, orders), 1):
            ADOPT(run, crawled)
            journals[done - 1].finish()
            tell("fetch", done, len(groups), "batches")


def parse_elsewhere(run: Run, steps: Stages) -> None:
    """Parse batches on the workers and load their shards in the order of the batches."""
    size = run.settings.parsing.batch_documents
    total = len(run.unread)
    with open_workers(run.settings) as hand_out:
        parsed: Parsed
        orders = (_parse_order(run, start, start + size) for start in range(0, total, size))
        for done, parsed in enumerate(hand_out(PARSE_ELSEWHERE, orders), 1):
            LOAD_SHARD(run, parsed)
            run.ledger.count(**run.loaded)
            tell("parse", min(done * size, total), total)
    forget_shards(run.settings, run.run_id)
    finish("parse", total, parsed_note(run))


def _crawl_order(run: Run, number: int, batch: tuple[Sequence[Source], Journal]) -> CrawlOrder:
    """Order a crawl that takes up where a stopped one of the same sources ended, as `extract.crawl` would here."""
    sources, journal = batch
    policy = run.settings.crawl.policy(is_sample=run.settings.profile == "sample")
    return CrawlOrder(
        run.settings.archive_folder,
        run_url(run.settings, run.run_id),
        f"{run.run_id}-crawl-{number:06d}",
        sources,
        replace(policy, resume_from=journal.begin(policy.resume_from)),
        run.years,
        run.limit,
    )


def _parse_order(run: Run, start: int, stop: int) -> ParseOrder:
    entries = run.unread[start:stop]
    ids = [entry.capture_id for entry in entries]
    return ParseOrder(
        run.settings.archive_folder,
        run_url(run.settings, run.run_id),
        f"{run.run_id}-parse-{start:09d}",
        entries,
        {capture_id: run.last_visits[capture_id] for capture_id in ids if capture_id in run.last_visits},
        run.settings.parsing,
        run.corrections,
    )


@contextmanager
def open_workers(settings: Settings) -> Iterator[HandOut]:
    """Connect to the scheduler and yield the function that hands orders to its workers.

    Raises:
        WorkFailed: no scheduler or no worker answers, or they are lost while orders are out.
    """
    from distributed import KilledWorker
    from prefect_dask.task_runners import DaskTaskRunner

    scale = settings.scale
    with DaskTaskRunner(address=scale.scheduler, client_kwargs={"timeout": scale.wait_seconds}) as runner:
        try:
            _ask_for_a_worker(runner, scale)
            yield lambda task, orders: _hand_out(runner, task, orders, scale)
        except CancelledError as error:
            raise WorkFailed(
                f"the scheduler at {scale.scheduler} was lost; next: start it, and run this again"
            ) from error
        except KilledWorker as error:
            raise WorkFailed(f"a batch ended every worker that took it: {error}; next: see their logs") from error


def _hand_out(runner: Any, task: Task[Any, Any], orders: Iterable[Order], scale: ScaleSettings) -> Results:
    """Yield the results of ``orders`` in their order, at most ``ahead`` of them handed out before the oldest is in."""
    waiting: deque[Any] = deque()
    for order in orders:
        waiting.append(runner.submit(task, parameters={"order": order}))
        if len(waiting) >= scale.ahead:
            yield result_of(runner, waiting.popleft(), scale)
    while waiting:
        yield result_of(runner, waiting.popleft(), scale)


def result_of(runner: Any, future: Any, scale: ScaleSettings) -> Any:
    """Wait for a batch as long as there is a worker: Dask alone would wait for ever for the next one to come."""
    while not future.wrapped_future.done():
        future.wait(scale.wait_seconds)
        _ask_for_a_worker(runner, scale)
    return future.result()


def _ask_for_a_worker(runner: Any, scale: ScaleSettings) -> None:
    try:
        runner.client.wait_for_workers(1, timeout=scale.wait_seconds)
    except (OSError, TimeoutError) as error:
        raise WorkFailed(
            f"no worker at {scale.scheduler} within {scale.wait_seconds:g} s; next: dask worker {scale.scheduler}"
        ) from error
