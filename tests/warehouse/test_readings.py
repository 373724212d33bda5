"""Documents that are not read again: the warehouse is the same as if they had been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.models import ArchiveEntry, CrawlResult
from tests.warehouse.documents import FIRST_NIGHT, make_item, requests
from tests.warehouse.test_versions import snapshot
from transform.models import CellStatus
from warehouse.connection import Connection
from warehouse.load import known_readings, load_crawl, load_reports, load_seen, record_readings
from warehouse.models import LoadItem
from warehouse.scratch import open_scratch

NIGHT = timedelta(days=1)
THIN = CellStatus.MISSING
Shown = tuple[str, str]
"""A page and which of the contents it shows."""


def item_of(shown: Shown, night: int) -> LoadItem:
    page, body = shown
    at = FIRST_NIGHT + night * NIGHT
    url = f"https://example.invalid/{page}"
    if body == "thin":
        return make_item(url=url, body=body, at=at, default=THIN, values={"t3.granted.total": 4})
    return make_item(url=url, body=body, at=at, values=requests(len(body) + 5, 4))


def entry_of(item: LoadItem) -> ArchiveEntry:
    return cast("ArchiveEntry", item.capture)


def read_all(con: Connection, items: Sequence[LoadItem], run_id: str) -> None:
    load_crawl(con, CrawlResult(entries=tuple(map(entry_of, items))), run_id)
    load_reports(con, items, run_id)


def read_what_is_new(con: Connection, items: Sequence[LoadItem], run_id: str) -> None:
    load_crawl(con, CrawlResult(entries=tuple(map(entry_of, items))), run_id)
    inputs = {item.capture.capture_id: "the same parser" for item in items}
    known = known_readings(con, inputs)
    load_seen(con, [entry_of(item) for item in items if item.capture.capture_id in known], run_id)
    load_reports(con, [item for item in items if item.capture.capture_id not in known], run_id)
    record_readings(con, inputs, run_id)


NIGHTS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.lists(
            st.tuples(st.sampled_from(["one", "other"]), st.sampled_from(["first", "second text", "thin"])),
            min_size=1,
            max_size=2,
            unique_by=lambda shown: shown[0],
        ),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(nights=NIGHTS)
def test_what_is_known_need_not_be_read_again(nights: list[tuple[int, list[Shown]]]) -> None:
    with open_scratch() as reading, open_scratch() as skipping:
        night = 0
        for number, (days, shown) in enumerate(nights):
            night += days
            items = [item_of(one, night) for one in shown]
            read_all(reading, items, f"run-{number}")
            read_what_is_new(skipping, items, f"run-{number}")
        expected, found = snapshot(reading), snapshot(skipping)
        assert found.pop("ops.reading") and not expected.pop("ops.reading")
        assert found == expected


def test_a_reading_from_other_inputs_is_not_known(con: Connection) -> None:
    item = make_item()
    capture = item.capture.capture_id
    record_readings(con, {capture: "parser 1"}, "run-1")
    assert known_readings(con, {capture: "parser 1"}) == set()  # noted, but nothing of it was loaded
    load_reports(con, [item], "run-1")
    assert known_readings(con, {capture: "parser 1"}) == {capture}
    assert known_readings(con, {capture: "parser 2"}) == set()
    record_readings(con, {capture: "parser 2"}, "run-2")
    assert known_readings(con, {capture: "parser 1"}) == set()


def test_nothing_seen_changes_nothing(con: Connection) -> None:
    load_reports(con, [make_item()], "run-1")
    before = snapshot(con)
    assert load_seen(con, [], "run-2") == 0
    assert snapshot(con) == before
