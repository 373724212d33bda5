"""Nights of one source through the whole pipeline: a fall blocks by name, is kept, and `nianbao status` tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.registry import Registry
from flows.cli.app import run as command_line
from flows.pipeline import Stages, carry_out
from flows.progress import Step, listening
from flows.recap import Recap
from flows.run import Run
from flows.settings import Settings, load_settings
from tests.extract.site import Site
from tests.extract.test_schedule import county, list_page, path_of, source
from tests.flows.command import nianbao
from tests.sample_county import render_report
from warehouse.store import Store

YEARS = range(2021, 2024)


class Office:
    """A home and the site its one source is on; `night` is a nightly run without Prefect around it."""

    def __init__(self, site: Site, home: Path) -> None:
        home.mkdir()
        self.site, self.home = site, home
        self.source = source(site, 0, organ="示例县民政局")
        self.settings: Settings = load_settings(home).model_copy(update={"profile": "sample"})
        self.recaps: list[Recap] = []

    def night(self) -> Recap:
        """Crawl, load, judge; publish unless the gate blocks."""

        def acquire(run: Run, steps: Stages) -> None:
            run.registry = Registry((self.source,), "sample", ())
            run.sources = run.registry.sources
            steps.load_dimensions(run)
            steps.fetch_all(run, steps, [(self.source.id,)])

        self.recaps.append(carry_out("nightly", self.settings, {}, acquire, Stages()))
        return self.recaps[-1]

    def status(self) -> dict[str, object]:
        """What `nianbao status --json` says of the source."""
        shown = json.loads(nianbao("status", "--json", home=self.home).stdout)
        (found,) = shown["sources"]
        return dict(found)


@pytest.fixture
def office(tmp_path: Path):  # type: ignore[no-untyped-def]
    with county(YEARS) as site:
        site.pages |= {path_of(year): render_report("示例县民政局", year).decode() for year in YEARS}
        yield Office(site, tmp_path / "home")


def test_a_list_that_shows_less_blocks_until_it_is_back(office: Office) -> None:
    first = office.night()
    assert first.status == "published", (first.blocking, first.failures)
    whole = office.site.pages["/nb/"]
    office.site.pages["/nb/"] = list_page(range(2021, 2023))
    for _ in range(2):  # a night that was blocked is no measure for the next
        blocked = office.night()
        assert blocked.status == "blocked"
        (line,) = blocked.blocking
        assert "P-SOURCE-FALL" in line and "s0, 2023: 0 reports on its list, 1 on its last good night" in line
    assert len(Store(office.home).publications()) == 1
    office.site.pages["/nb/"] = whole
    assert office.night().status == "unchanged"
    with Store(office.home).open_published() as con:
        nights = con.execute("SELECT r.status FROM ops.source_night JOIN ops.run AS r USING (run_id) ORDER BY run_id")
        assert nights.fetchall() == [("published",), ("blocked",), ("blocked",), (office.recaps[-1].status,)]


def test_a_report_taken_down_is_published_as_withdrawn(office: Office) -> None:
    office.night()
    office.site.pages["/nb/"] = list_page(range(2021, 2023))
    del office.site.pages[path_of(2023)]
    recap = office.night()
    assert (recap.status, recap.sources) == ("unchanged", {"complete": 1})
    assert recap.coverage.get("withdrawn") == 1


def test_status_tells_last_success_trend_and_the_next_command(office: Office) -> None:
    office.night()
    del office.site.pages["/nb/"]
    assert office.night().status == "unchanged"  # quarantined: what it had published is kept
    found = office.status()
    assert (found["status"], found["is_in_trouble"], found["nights_since_success"]) == ("failed", True, 1)
    assert found["last_nights"] == ["complete", "failed"]
    assert (found["accepted"], found["accepted_at_last_success"]) == (0, 3)
    text = nianbao("status", home=office.home).stdout
    assert "sources in trouble: 1" in text
    assert "to look at one: nianbao sources probe s0" in text
    assert "not taken: s0" not in text  # said once


def test_only_what_changed_is_read(office: Office) -> None:
    """Unchanged pages need no parser; another page, hint or correction does."""
    office.night()
    assert read_by_parser(office) == 0
    office.site.pages[path_of(2022)] = "，特此报告。".join(str(office.site.pages[path_of(2022)]).rsplit("。", 1))
    assert read_by_parser(office) == 1
    assert (office.recaps[-1].status, office.recaps[-1].changed) == ("published", 1)
    office.source = office.source.model_copy(update={"aliases": ("示例县民政事务局",)})
    assert read_by_parser(office) == len(YEARS)
    assert (office.recaps[-1].new, office.recaps[-1].changed, office.recaps[-1].unchanged) == (0, 0, 3)
    with Store(office.home).open_published() as con:
        ((first, last),) = con.execute("SELECT min(last_seen), max(last_seen) FROM core.fact_sighting").fetchall()
        seen = con.execute("SELECT DISTINCT last_seen FROM core.fact_report WHERE is_current").fetchall()
    assert len(seen) == 3 and (last - first).total_seconds() > 0


def test_long_work_says_how_far_it_is(office: Office) -> None:
    """In a night and by hand; a bar that stands at nothing looks like a program that hangs."""
    by_night: list[Step] = []
    with listening(by_night.append):
        office.night()
    by_hand: list[Step] = []
    with listening(by_hand.append):
        for command in ("summary", "export"):
            assert command_line(["--home", str(office.home), "--quiet", command]) == 0
    for steps in (by_night, by_hand):
        exported = [step for step in steps if step.stage == "export" and step.total and not step.is_finished]
        assert [step.done for step in exported] == list(range(1, len(exported) + 1))
        assert exported[-1].done <= exported[-1].total  # tables without a row have no Parquet file
        assert {step.note.partition("/")[0] for step in exported} == {"csv", "parquet"}
    written = [step for step in by_night if step.stage == "summary" and step.total and not step.is_finished]
    assert [(step.done, step.total, step.note) for step in written] == [(1, 1, "示例县民政局")]
    assert "summary" in {step.stage for step in by_hand}  # every page of it was made that night


def read_by_parser(office: Office) -> int:
    """How many documents a night hands to the parsers."""
    steps: list[Step] = []
    with listening(steps.append):
        office.night()
    return next(step.done for step in steps if step.stage == "parse" and step.is_finished)
