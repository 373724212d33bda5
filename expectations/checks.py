"""Every rule of the catalogue over the reports of a warehouse, into core.fact_check."""

# ruff: noqa: S608 - relation names are this room's own

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from expectations.compile import load_compiled
from expectations.engine import (
    BATCH_SIZE,
    check_claims,
    check_machine,
    check_template,
    prepare,
    prepare_batch,
    prepare_templates,
    read_wanted,
    run_step,
)
from expectations.models import CheckSummary
from expectations.reviews import Review, apply_reviews, load_reviews
from warehouse.connection import Connection

_WANTED = "SELECT report_id FROM ck_report SEMI JOIN ck_wanted USING (ix)"


def check_reports(
    con: Connection,
    run_id: str,
    report_ids: Sequence[str] | None = None,
    *,
    reviews: Sequence[Review] | None = None,
    as_of: date | None = None,
) -> CheckSummary:
    """Check ``report_ids`` (all reports when None) and the reports of the following year that depend on them.

    Earlier results of these reports are replaced. Findings are the publisher's: nothing here changes a fact. Failures
    that ``reviews`` (those on record when None) excuse on ``as_of`` (today when None) become WAIVED.
    """
    compiled = load_compiled()
    prepare(con, compiled)
    run_step(con, "wanted", {"report_ids": None if report_ids is None else list(report_ids)})
    con.execute(f"DELETE FROM core.fact_check WHERE report_id IN ({_WANTED})")
    count = read_wanted(con)
    prepare_templates(con, compiled.catalogue.identities)
    for start in range(0, count, BATCH_SIZE):
        prepare_batch(con, start, BATCH_SIZE)
        check_machine(con, run_id)
        check_claims(con, run_id)
        for identity in compiled.catalogue.identities:
            if identity.template is not None:
                check_template(con, identity, run_id)
    verdicts = load_reviews() if reviews is None else reviews
    apply_reviews(con, verdicts, as_of=as_of or con.execute("SELECT today()").fetchall()[0][0])
    return _summarise(con, count)


def _summarise(con: Connection, reports: int) -> CheckSummary:
    rows = con.execute(
        f"SELECT identity_id, status, count(*) FROM core.fact_check WHERE report_id IN ({_WANTED}) GROUP BY ALL"
    ).fetchall()
    counts: dict[str, int] = {}
    for _, status, number in rows:
        counts[status] = counts.get(status, 0) + number
    assessed = {identity for identity, status, _ in rows if status != "NOT_ASSESSABLE"}
    rules = (identity.id for identity in load_compiled().catalogue.identities)
    return CheckSummary(reports, counts, tuple(rule for rule in rules if rule not in assessed))
