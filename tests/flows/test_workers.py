"""What a worker leaves and what the loader takes in, without servers: torn work is never read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import fsspec
import pytest

from extract.archive import Archive
from extract.captures import make_capture
from extract.parts import PartArchive
from flows import intake, stages, workers
from flows.corrections import known_corrections
from flows.errors import SettingsError, WorkFailed
from flows.ledger import keep_ledger
from flows.parsing import Parsers
from flows.run import Run
from flows.settings import ParseSettings, ScaleSettings, load_settings
from flows.workers import ParseOrder, parse_elsewhere
from tests.flows.test_corrections import REGISTER
from tests.flows.test_parsing import archive_all
from tests.sample_county import render_report
from warehouse.store import Store

pytest.importorskip("prefect_dask", reason="the extra `scale` is not installed")

PARSING = ParseSettings(processes=1, batch_documents=2)


@pytest.fixture(params=["file", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where shards travel: a shared folder, or a store of objects without folders that only fsspec reaches."""
    address = (tmp_path / "shared").as_uri() if request.param == "file" else f"memory://{tmp_path.name}"
    monkeypatch.setenv("NIANBAO_SCALE__SHARDS", address)
    yield address
    workers.KEPT.close()


def left(url: str) -> list[str]:
    filesystem, folder = fsspec.core.url_to_fs(url)
    return sorted(str(path).rsplit("/", 1)[1] for path in filesystem.find(folder))


def new_run(home: Path) -> Run:
    settings = load_settings(home)
    with keep_ledger(settings.runs_folder, "backfill", {}) as ledger:
        return Run(settings, ledger, Store(home), Archive(settings.archive_folder), as_of=datetime.now(UTC).date())


def content(run: Run) -> dict[str, Any]:
    wanted = "SELECT * EXCLUDE (run_id) FROM core.{} ORDER BY ALL"
    tables = ("fact_report", "fact_cell", "fact_claim", "fact_sighting")
    return {name: run.connection.execute(wanted.format(name)).fetchall() for name in tables}


def test_a_batch_parsed_elsewhere_loads_as_one_parsed_here(tmp_path: Path, url: str) -> None:
    run = new_run(tmp_path / "home")
    run.settings.corrections_file.write_text(REGISTER.replace("/a.html", "/0.html").replace("/b.html", "/1.html"))
    run.corrections = known_corrections(run.settings)
    bodies = [render_report("示例县教育局", 2023), render_report("示例县教育局", 2024), b"<html><p>nothing</p></html>"]
    run.entries = archive_all(run.archive, bodies)
    with run.store.stage("here") as run.staging:
        run.parsed = list(Parsers(PARSING, run.archive.folder, run.corrections).parse(run.entries))
        here = stages.load_batch(run)
        expected, failures = content(run), run.failures
    run.failures, run.reports = [], []
    where = (run.archive.folder, intake.run_url(run.settings, "run"))
    order = ParseOrder(*where, "b", run.entries, {}, PARSING, run.corrections)
    parsed, again = parse_elsewhere(order), parse_elsewhere(order)
    assert parsed.shard != again.shard
    with run.store.stage("elsewhere") as run.staging:
        assert intake.load_shard(run, parsed) == here
        assert content(run) == expected
    assert run.failures == failures
    assert [line for line in failures if "no longer fits the page" in line]
    assert [row for row in expected["fact_report"] if 2022 in row]
    assert len(run.reports) == 2
    intake.forget_shards(run.settings, "run")
    assert left(url) == []


def test_the_next_run_adopts_whole_parts_of_a_killed_one(tmp_path: Path, url: str) -> None:
    killed, run = new_run(tmp_path / "home"), new_run(tmp_path / "home")
    target = intake.run_url(run.settings, killed.run_id)
    for number, name in enumerate(("whole", "torn")):
        with PartArchive(run.archive.folder, tmp_path / name, name) as part:
            address, body = f"http://www.shili.gov.cn/{name}.html", render_report("示例县教育局", 2023 + number)
            part.append(make_capture(address, datetime.now(UTC), 200, (), body))
        workers._leave(part.part, f"{target}/{name}{workers.PART}")
    filesystem, folder = fsspec.core.url_to_fs(target)
    filesystem.mv(f"{folder}/torn{workers.PART}", f"{folder}/torn{workers.PART}.incoming")  # killed while it copied
    with run.archive:
        assert intake.adopt_left_parts(run) == 1
        assert [entry.url.rsplit("/", 1)[1] for entry in run.archive.entries()] == ["whole.html"]
    assert left(url) == []


def test_without_a_prefect_server_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.scale import stages_for
    from flows.tasks import TASKS

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert stages_for(load_settings(tmp_path)) is TASKS
    monkeypatch.setenv("NIANBAO_SCALE__SCHEDULER", "tcp://127.0.0.1:1")
    with pytest.raises(SettingsError, match="next: set PREFECT_API_URL"):
        stages_for(load_settings(tmp_path))


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.scale import open_workers

    monkeypatch.setenv("NIANBAO_SCALE__SCHEDULER", "tcp://127.0.0.1:1")
    monkeypatch.setenv("NIANBAO_SCALE__WAIT_SECONDS", "1")
    with (
        pytest.raises(WorkFailed, match=r"no worker at tcp://127\.0\.0\.1:1 within 1 s; next: dask worker"),
        open_workers(load_settings(tmp_path)),
    ):
        pass


def test_a_run_does_not_wait_for_ever_when_the_last_worker_is_gone() -> None:
    from distributed import Client, LocalCluster
    from prefect_dask.task_runners import PrefectDaskFuture

    from flows.scale import result_of

    scale = ScaleSettings(scheduler="tcp://127.0.0.1:1", wait_seconds=1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
        pytest.raises(WorkFailed, match="no worker at"),
    ):
        future = PrefectDaskFuture(wrapped_future=client.submit(sum, [1]), task_run_id=uuid4())
        result_of(SimpleNamespace(client=client), future, scale)
