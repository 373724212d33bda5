"""Every rule of the catalogue over the reports of a warehouse, into core.fact_check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from expectations.reviews import Review, load_reviews, offer_reviews
from expectations.stale import ask_for, ask_for_stale, find_contexts, forget_wanted, record_checked
from warehouse.connection import Connection


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
    day = as_of or _today(con)
    with _prepared(con, reviews, day):
        ask_for(con, report_ids)
        return _check(con, run_id, day, with_following=True)


def check_changed(
    con: Connection, run_id: str, *, reviews: Sequence[Review] | None = None, as_of: date | None = None
) -> CheckSummary:
    """Check the reports whose results on record rest on something else than there is now; the others' are left alone.

    Afterwards core.fact_check holds what `check_reports` would have written, but for the ``run_id`` of what was left.
    The summary tells of all reports.
    """
    day = as_of or _today(con)
    with _prepared(con, reviews, day):
        ask_for_stale(con)
        return _check(con, run_id, day, with_following=False)


@contextmanager
def _prepared(con: Connection, reviews: Sequence[Review] | None, day: date) -> Iterator[None]:
    prepare(con, load_compiled())
    with offer_reviews(con, load_reviews() if reviews is None else reviews):
        find_contexts(con, day)
        yield


def _check(con: Connection, run_id: str, day: date, *, with_following: bool) -> CheckSummary:
    """Replace the results of the reports in ck_asked."""
    identities = load_compiled().catalogue.identities
    run_step(con, "wanted", {"with_following": with_following})
    forget_wanted(con)
    count = read_wanted(con)
    if count:
        run_step(con, "versions")
        prepare_templates(con, identities)
    for start in range(0, count, BATCH_SIZE):
        prepare_batch(con, start, BATCH_SIZE)
        check_machine(con, run_id)
        check_claims(con, run_id)
        for identity in identities:
            if identity.template is not None:
                check_template(con, identity, run_id)
    if count:
        run_step(con, "reviews", {"as_of": day})
        record_checked(con, run_id)
    return _summarise(con, count)


def _today(con: Connection) -> date:
    today: date = con.execute("SELECT today()").fetchall()[0][0]
    return today


def _summarise(con: Connection, reports: int) -> CheckSummary:
    rows = con.execute("SELECT identity_id, status, count(*) FROM core.fact_check GROUP BY ALL").fetchall()
    counts: dict[str, int] = {}
    for _, status, number in rows:
        counts[status] = counts.get(status, 0) + number
    assessed = {identity for identity, status, _ in rows if status != "NOT_ASSESSABLE"}
    rules = (identity.id for identity in load_compiled().catalogue.identities)
    return CheckSummary(reports, counts, tuple(rule for rule in rules if rule not in assessed))
