"""The stages of a run as Prefect tasks: each one a batch, retried where the fault may pass.

No result is persisted and no input cached: archive and staging database already hold what a stage did, and a copy of
ten thousand parsed reports in Prefect's storage would only be a second truth.
"""

from __future__ import annotations

from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from extract.errors import TransientFetchError
from flows import intake, stages, workers
from flows.pipeline import Stages

TRANSIENT = (TransientFetchError, ConnectionError, TimeoutError)
RETRIES = 2
RETRY_SECONDS = [10.0, 60.0]


def is_passing(task_: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Say whether the fault of a failed task may pass by itself; a fault of ours will not."""
    return isinstance(state.data, TRANSIENT)


def _batch(stage: Any, name: str, *, retries: int = 0) -> Any:
    return task(
        stage,
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=retries,
        retry_delay_seconds=RETRY_SECONDS[:retries],
        retry_condition_fn=is_passing if retries else None,
    )


CRAWL_ELSEWHERE = _batch(workers.crawl_elsewhere, "crawl", retries=RETRIES)
PARSE_ELSEWHERE = _batch(workers.parse_elsewhere, "parse")
ADOPT = _batch(intake.adopt_crawl, "adopt")
LOAD_SHARD = _batch(intake.load_shard, "load")

TASKS = Stages(
    load_dimensions=_batch(stages.load_dimensions, "dimensions"),
    fetch_batch=_batch(stages.fetch_batch, "fetch", retries=RETRIES),
    archive_batch=_batch(stages.archive_batch, "archive"),
    replay_archive=_batch(stages.replay_archive, "replay"),
    take_unchanged=_batch(stages.take_unchanged, "unchanged"),
    parse_batch=_batch(stages.parse_batch, "parse"),
    load_batch=_batch(stages.load_batch, "load"),
    check=_batch(stages.check, "check"),
    gate=_batch(stages.gate, "gate"),
    publish=_batch(stages.publish, "publish"),
    export=_batch(stages.export, "export"),
    summarise=_batch(stages.summarise, "summarise"),
)
