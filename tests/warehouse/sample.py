"""A small published warehouse with known answers: two counties, governments and departments, 2018 to 2023."""

from __future__ import annotations

from datetime import date, timedelta

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from tests.warehouse.documents import FIRST_NIGHT, make_item, requests
from transform.models import CellStatus
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import LoadItem, OrganRow, load_dimensions, load_organs, load_reports
from warehouse.marts import build_marts
from warehouse.store import Store

RUN = "run-sample"
GOVERNMENT, BUREAU, OTHER = "示例县人民政府", "示例县教育局", "范例县人民政府"
ORGANS = {GOVERNMENT: ("990101", "government"), BUREAU: ("990101", "department"), OTHER: ("990102", "government")}


def publish_sample(store: Store) -> None:
    """Load, check, build and publish the sample."""
    with store.stage(RUN) as staging:
        fill_sample(staging.connection)
        staging.publish()


def fill_sample(con: Connection) -> None:
    """Load the sample into a connection with the schema."""
    load_dimensions(con, identities=load_catalogue().identities, run_id=RUN)
    load_organs(con, [_organ(name, *where) for name, where in ORGANS.items()], RUN)
    load_reports(con, list(_items()), RUN)
    check_reports(con, RUN)
    _cover(con)
    build_marts(con, RUN)


def _items() -> list[LoadItem]:
    in_force = "t2.normative_docs"
    return [
        _item(GOVERNMENT, 2018, edition="2014", values={"g1.received": 80, "g1.s7_fees": "1.5"}),
        _item(GOVERNMENT, 2019, edition="2019", values=requests(100, 60)),
        _item(GOVERNMENT, 2022, values={**requests(120, 60), f"{in_force}.in_force": 40}),
        _item(GOVERNMENT, 2023, body="first", values={**requests(140, 70), f"{in_force}.in_force": 45}),
        _item(GOVERNMENT, 2023, body="silently changed", at=1, values=_changed()),
        # 9 received and 10 processed: T3-FLOW fails in two columns, as in a real report of 2020
        _item(BUREAU, 2023, values={**requests(10, 4), **dict.fromkeys(_RECEIVED, 9)}),
        _item(OTHER, 2023, default=CellStatus.BLANK, values={**requests(50, 20), **_corrected()}),
    ]


_RECEIVED = ("t3.new_received.natural_person", "t3.new_received.total")


def _changed() -> dict[str, int | str | CellStatus]:
    return {
        **requests(141, 70),
        **_corrected(),
        "t2.normative_docs.in_force": 45,
        "t2.normative_docs.issued": 3,
        "t2.admin_fees.fee_amount": "12.3456",
    }


def _corrected() -> dict[str, int | str | CellStatus]:
    return {"t4.reconsideration.corrected": 2, "t4.reconsideration.upheld": 6, "t4.reconsideration.total": 8}


def _item(organ: str, year: int, *, edition: str = "2021", body: str = "", at: int = 0, **more: object) -> LoadItem:
    region, kind = ORGANS[organ]
    return make_item(
        organ=organ, region=region, kind=kind, year=year, edition=edition, body=f"{organ} {year} {body}",
        url=f"https://example.invalid/{organ}/{year}.html", at=FIRST_NIGHT + timedelta(days=at),
        published_on=date(year + 1, 1, 20), units={"g1.s7_fees": "万元"}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _organ(name: str, region: str, kind: str) -> OrganRow:
    return OrganRow(organ_id(region, name), region, kind, name, (name,), is_expected=True, source_id="sample")


def _cover(con: Connection) -> None:
    """The government on time, the bureau late, the other one missing."""
    for name, status, day in ((GOVERNMENT, "on_time", 20), (BUREAU, "late", 25), (OTHER, "missing", None)):
        region, _ = ORGANS[name]
        con.execute(
            "INSERT INTO core.fact_coverage BY NAME SELECT $organ AS organ_id, 2023 AS year, $status AS status, "
            "(SELECT report_id FROM core.fact_report WHERE organ_id = $organ AND year = 2023 AND is_current) "
            "AS report_id, "
            "$day::DATE AS published_on, DATE '2024-01-21' AS due_on, $status AS reason, $run AS run_id",
            {"organ": organ_id(region, name), "status": status, "run": RUN, "day": day and f"2024-01-{day}"},
        )
