"""The arithmetic of the catalogue a second time, as a person writes it from the printed forms, over pandas columns.

Nothing of expectations/ is used: neither its formulas nor its groups of cells. A frame has one row per report and one
column per cell; ``last`` has the same rows with the cells of the organ's report of the year before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

Sides = Iterator[tuple[str, pd.Series, pd.Series]]
"""Scope, left side, right side; NaN where a cell has no number."""

APPLICANTS = ["natural_person", "commercial_enterprise", "research_institution", "social_welfare_org",
              "legal_service_org", "other_org"]  # fmt: skip
COLUMNS = [*APPLICANTS, "total"]
NO_OUTCOMES = {"new_received", "carried_in", "total_processed", "carried_out"}
BLOCKS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
OUTCOMES = ["upheld", "corrected", "other_outcome", "pending"]
ITEMS = ["admin_license", "other_public_services", "admin_penalty", "admin_coercion", "admin_fees"]
G1_SUMS = {
    "G1-RECV": ("received", ["recv_in_person", "recv_fax", "recv_online", "recv_letter"]),
    "G1-COMPLETED": ("completed", ["completed_on_time", "completed_extended"]),
    "G1-REPLIES": ("replies", ["reply_already_public", "reply_agreed", "reply_partial", "reply_refused",
                               "reply_not_this_organ", "reply_not_exist", "reply_correction_told",
                               "reply_other_route"]),
    "G1-REFUSED": ("reply_refused", ["refused_state_secret", "refused_trade_secret", "refused_privacy",
                                     "refused_security_stability", "refused_not_gov_info", "refused_other_law"]),
    "G1-STAFF": ("staff", ["staff_full_time", "staff_part_time"]),
    "G1-COMPLETED-REPLIES": ("completed", ["replies"]),
    "G1-COMPLETED-RECV": ("completed", ["received"]),
    "G1-UNION-UP": ("info_disclosed", ["ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other"]),
    "G1-HOT-UNION": ("hot_issues", ["press_conf", "online_interview", "policy_interpretation", "weibo_wechat_response",
                                    "other_response"]),
    "G1-SUBSET-DOCS": ("normative_docs_disclosed", ["info_disclosed"]),
    "G1-DOCS-RATE": ("normative_docs_disclosed", ["normative_docs_issued"]),
}  # fmt: skip
G1_DISPUTES = {
    "G1-RECON": ("s4_reconsideration", ["recon_upheld", "recon_corrected", "recon_other"]),
    "G1-LIT": ("s5_litigation", ["lit_upheld", "lit_corrected", "lit_other"]),
}
L1_SUMS = {
    "L1-RECV": ("received", ["recv_in_person", "recv_fax", "recv_email", "recv_online", "recv_letter", "recv_other"]),
    "L1-REPLIES": ("replies", ["reply_agreed", "reply_partial", "reply_refused"]),
    "L1-REFUSED": ("reply_refused", ["refused_not_gov_info", "refused_not_exist", "refused_not_held", "refused_unclear",
                                     "refused_other", *(f"refused_exempt_{n}" for n in range(1, 7))]),
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """How the two sides compare, and how they are computed; by scope where scopes compare differently."""

    operator: str
    sides: Callable[[pd.DataFrame, pd.DataFrame], Sides]
    by_scope: Mapping[str, str] | None = None

    def holds(self, scope: pd.Series, left: pd.Series, right: pd.Series) -> pd.Series:
        """Whether the two sides compare as they should, row by row."""
        operators = scope.map(self.by_scope) if self.by_scope else pd.Series(self.operator, index=scope.index)
        return (
            ((operators == "==") & (left == right))
            | ((operators == "<=") & (left <= right))
            | ((operators == ">=") & (left >= right))
        )


def total(frame: pd.DataFrame, keys: list[str]) -> pd.Series:
    """The sum of some cells; NaN where one has no number."""
    return frame[keys].sum(axis=1, skipna=False)


def outcomes(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The outcomes of requests in one column; a row that the report's own form lacks counts for nothing."""
    keys = [k for k in frame if k.startswith("t3.") and k.endswith(f".{column}") and k.split(".")[1] not in NO_OUTCOMES]
    return frame[keys]


def flow(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for c in COLUMNS:
        came = now[f"t3.new_received.{c}"] + now[f"t3.carried_in.{c}"]
        yield c, came, now[f"t3.total_processed.{c}"] + now[f"t3.carried_out.{c}"]


def result_sum(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for c in COLUMNS:
        yield c, outcomes(now, c).sum(axis=1), now[f"t3.total_processed.{c}"]


def row_cross(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for row in dict.fromkeys(key.split(".")[1] for key in now if key.startswith("t3.")):
        yield row, total(now, [f"t3.{row}.{c}" for c in APPLICANTS]), now[f"t3.{row}.total"]


def largest_outcome(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for c in COLUMNS:
        yield c, outcomes(now, c).max(axis=1), now[f"t3.new_received.{c}"] + now[f"t3.carried_in.{c}"]


def carry(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for c in COLUMNS:
        yield c, now[f"t3.carried_in.{c}"], last[f"t3.carried_out.{c}"]


def disputes(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for b in BLOCKS:
        yield b, total(now, [f"t4.{b}.{o}" for o in OUTCOMES]), now[f"t4.{b}.total"]


def pending_roll(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for b in BLOCKS:
        yield b, now[f"t4.{b}.total"], last[f"t4.{b}.pending"]


def volume(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    done = "t3.total_processed.total"
    yield "report", now["t4.reconsideration.total"], now[done] + last[done]


def stock(row: str) -> Mapping[str, Rule]:
    """The rules over the documents of one row of table 2, under the forms of 2019 and 2021."""
    t, name = f"t2.{row}.", row.upper()

    def of(left: Callable[..., pd.Series], right: Callable[..., pd.Series]) -> Callable[..., Sides]:
        return lambda now, last: iter([("report", left(now, last), right(now, last))])

    return {
        f"T2-STOCK-{name}": Rule("==", of(
            lambda now, last: now[t + "in_force"],
            lambda now, last: last[t + "in_force"] + now[t + "issued"] - now[t + "repealed"])),
        f"T2-REPEAL-BOUND-{name}": Rule("<=", of(
            lambda now, last: now[t + "repealed"], lambda now, last: last[t + "in_force"] + now[t + "issued"])),
        f"T2-INFORCE-BOUND-{name}": Rule(">=", of(
            lambda now, last: now[t + "in_force"], lambda now, last: now[t + "issued"] - now[t + "repealed"])),
        f"T2-DISCLOSED-STOCK-{name}": Rule(">=", of(
            lambda now, last: now[t + "total_disclosed"], lambda now, last: now[t + "newly_disclosed"])),
        f"T2-DISCLOSED-ROLL-{name}": Rule("<=", of(
            lambda now, last: now[t + "total_disclosed"],
            lambda now, last: last[t + "total_disclosed"] + now[t + "newly_disclosed"])),
        f"T2-NEW-{name}": Rule("<=", of(
            lambda now, last: now[t + "newly_disclosed"], lambda now, last: now[t + "newly_made"])),
    }  # fmt: skip


def items_roll(row: str) -> Callable[..., Sides]:
    def sides(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
        closing = last[f"t2.{row}.prev_year_items"] + last[f"t2.{row}.net_change"]
        yield "report", now[f"t2.{row}.prev_year_items"], closing

    return sides


def one_column(table: str, whole: str, parts: list[str], *scopes: str) -> Callable[..., Sides]:
    """A cell against the sum of others in a table of one column of this year's figures."""
    suffix = ".period" if table == "l1" else ""

    def sides(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
        for scope in scopes or ("report",):
            yield scope, now[f"{table}.{whole}{suffix}"], total(now, [f"{table}.{p}{suffix}" for p in parts])

    return sides


def largest_channel(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    channels = [f"g1.{name}" for name in G1_SUMS["G1-UNION-UP"][1]]
    yield "report", now["g1.info_disclosed"], now[channels].max(axis=1)


def by_the_head(now: pd.DataFrame, last: pd.DataFrame) -> Sides:
    for event in ("press_conf", "online_interview"):
        yield event, now[f"g1.{event}_by_head"], now[f"g1.{event}"]


_AT_MOST = {"G1-COMPLETED-RECV", "G1-UNION-UP", "G1-HOT-UNION", "G1-SUBSET-DOCS", "G1-DOCS-RATE"}
RULES: Mapping[str, Rule] = {
    "T3-FLOW": Rule("==", flow),
    "T3-RESULT-SUM": Rule("==", result_sum),
    "T3-ROW-CROSS": Rule("==", row_cross),
    "T3-BOUND": Rule("<=", largest_outcome),
    "T3-CARRY": Rule("==", carry),
    "T4-SUM": Rule("==", disputes),
    "T4-PENDING-ROLL": Rule(">=", pending_roll),
    "T4-VOLUME": Rule("<=", volume),
    **stock("regulations"),
    **stock("normative_docs"),
    **{f"T2-ITEMS-ROLL-{row.upper()}": Rule("==", items_roll(row)) for row in ITEMS},
    **{name: Rule("<=" if name in _AT_MOST else "==", one_column("g1", *sum_)) for name, sum_ in G1_SUMS.items()},
    **{
        name: Rule("", one_column("g1", *sum_, "report", "pending"), {"report": ">=", "pending": "<="})
        for name, sum_ in G1_DISPUTES.items()
    },
    "G1-UNION-LO": Rule(">=", largest_channel),
    "G1-SUBSET-PRESS": Rule("<=", by_the_head),
    **{name: Rule("==", one_column("l1", *sum_)) for name, sum_ in L1_SUMS.items()},
}
"""Every rule the catalogue has as a formula over cells; sums over levels are computed in the test itself."""
