"""A warehouse of 30 fictional organs, and random nights that change it in every way a warehouse changes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from expectations.checks import check_changed, check_reports
from expectations.localise import localise_changed, localise_errors
from expectations.reviews import Review
from tests.expectations.reports import Draft, Value
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import LoadItem, OrganRow, load_organs, load_reports
from warehouse.scratch import open_scratch

PREFECTURE, COUNTY, OTHER_COUNTY = "341200", "341204", "341202"
YEARS = range(2021, 2025)
_FACTS = ("dim_organ", "dim_region", "fact_report", "fact_cell", "fact_claim", "fact_sighting", "dim_capture")
RESULTS = ("fact_check", "fact_suspect")
_CELLS = (
    "t3.carried_out.total", "t3.carried_in.total", "t3.granted.natural_person", "t2.admin_fees.fee_amount",
    "t2.normative_docs.in_force", "t4.reconsideration.total", "t4.litigation_direct.total",
)  # fmt: skip
WORDS = (
    "公开", "目录", "解读", "回应", "培训", "考核", "平台", "栏目", "答复", "审查", "归集", "监督", "答问", "指南",
    "台账", "数据",
)  # fmt: skip
_SHARED = [f"按照统一部署推进{a}和{b}" for a in WORDS[:8] for b in WORDS[8:12]]
"""Clauses that about as many organs write as may before they are nobody's own."""


class Nights:
    """A warehouse of 30 organs and the nights that change it; everything follows from ``seed``."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.con = open_scratch()
        self.day = 0
        self.kinds = {f"示例{place}第{n}机关": "department" for n, place in enumerate(WORDS * 2) if n < 30}
        self.organs = list(self.kinds)
        self.kinds |= {self.organs[0]: "government", self.organs[1]: "government", self.organs[2]: "office"}
        self.regions = {o: COUNTY if n % 3 else OTHER_COUNTY for n, o in enumerate(self.organs)}
        self.regions[self.organs[0]] = PREFECTURE
        self.drafts: list[Draft] = []
        self.reviews: list[Review] = []
        self.as_of = date(2025, 6, 1)

    def begin(self) -> None:
        """Load three quarters of the organs and years."""
        wanted = [(organ, year) for organ in self.organs for year in YEARS[:2] if self.rng.random() < 0.8]
        self._load([self._draft(organ, year) for organ, year in wanted])

    def change(self) -> None:
        """A night: a few things of all that may happen to a warehouse."""
        self.day += 1
        for happening in self.rng.sample(_HAPPENINGS, k=3):
            happening(self)

    def publish_more(self) -> None:
        """New reports, among them some of a year that was not there."""
        pairs = [(self.rng.choice(self.organs), self.rng.choice(YEARS)) for _ in range(4)]
        self._load([self._draft(organ, year) for organ, year in pairs])

    def correct(self) -> None:
        """Another content of a report that is there: other figures, the same or another prose."""
        old = self.rng.choice(self.drafts)
        lines = old.lines if self.rng.random() < 0.5 else self._lines(old.organ)
        self._load([replace(old, set=self._cells(), lines=lines, seen=self.day)])

    def show_again(self) -> None:
        """A content from before is on its page again."""
        old = self.rng.choice(self.drafts)
        item = old.load_item()
        later = replace(item.capture, fetched_at=item.capture.fetched_at.replace(month=7, day=1 + self.day))
        load_reports(self.con, [LoadItem(item.parsed, later)], f"night-{self.day}")

    def read_otherwise(self) -> None:
        """The next parser reads another figure, or another year, from the same bytes."""
        item = self.rng.choice(self.drafts).load_item()
        parsed = replace(item.parsed, parser_version=f"{self.day}")
        if self.rng.random() < 0.5:
            parsed = replace(parsed, cells=Draft("x", COUNTY, 2023, "2021", set=self._cells()).parsed().cells)
        else:
            parsed = replace(parsed, report=replace(parsed.report, year=self.rng.choice(YEARS)))
        load_reports(self.con, [LoadItem(parsed, item.capture)], f"night-{self.day}")

    def renew_registry(self) -> None:
        """Other organs are expected, from another day, or known to be of another kind."""
        chosen = self.rng.sample(self.organs, k=12)
        rows = [
            OrganRow(
                organ_id(self.regions[o], o), self.regions[o], self.rng.choice([self.kinds[o], "office"]), o, (o,),
                is_expected=True, uscc=self.rng.choice([None, "11340000000000000X"]),
                valid_from=self.rng.choice([None, date(2023, 1, 1)]),
            )
            for o in chosen
        ]  # fmt: skip
        load_organs(self.con, rows, f"night-{self.day}")

    def end_division(self) -> None:
        """A division code ends."""
        day = date(self.rng.choice(YEARS), 6, 1)
        self.con.execute("UPDATE core.dim_region SET valid_to = ? WHERE region_code = ?", [day, OTHER_COUNTY])

    def decide(self) -> None:
        """A person excuses findings, takes a verdict back, or one runs out."""
        if self.reviews and self.rng.random() < 0.4:
            self.reviews.pop(self.rng.randrange(len(self.reviews)))
        old = self.rng.choice(self.drafts)
        verdict = Review(
            organ_id=organ_id(old.region, old.organ), year=old.year, identity="T3-FLOW", verdict="waived", by="甲",
            until=date(2025, self.rng.randint(5, 8), 1), reason="见整改通知书及其附件之说明", on=date(2025, 1, 1),
        )  # fmt: skip
        self.reviews.append(verdict)
        self.as_of = date(2025, 6, 1 + self.day)

    def check_changed(self) -> None:
        run_id = f"night-{self.day}"
        check_changed(self.con, run_id, reviews=self._verdicts(), as_of=self.as_of)
        localise_changed(self.con, run_id, is_prepared=True)  # as the flows do

    def check_afresh(self) -> dict[str, list[str]]:
        """What a check of everything finds in a warehouse that has these facts and no past."""
        with open_scratch() as fresh:
            for name in _FACTS:
                fresh.register("facts", self.con.sql(f"FROM core.{name}").to_arrow_table())
                fresh.execute(f"DELETE FROM core.{name}; INSERT INTO core.{name} BY NAME FROM facts")
                fresh.unregister("facts")
            check_reports(fresh, "afresh", reviews=self._verdicts(), as_of=self.as_of)
            localise_errors(fresh, "afresh")
            return read_results(fresh)

    def _verdicts(self) -> Sequence[Review]:
        """One verdict a report: of several that fit, which one a result names is not settled."""
        return list({(review.organ_id, review.year): review for review in self.reviews}.values())

    def _draft(self, organ: str, year: int) -> Draft:
        return Draft(
            organ, self.regions[organ], year, "2021", kind=self.kinds[organ], set=self._cells(),
            lines=self._lines(organ),
            claims=[("received", self.rng.randint(10, 20), "收到申请")] if self.rng.random() < 0.3 else (),
            published=self.rng.choice([None, date(year + 1, 1, 20), date(year + 1, 2, 20)]), seen=self.day,
        )  # fmt: skip

    def _cells(self) -> dict[str, Value]:
        chosen = self.rng.sample(_CELLS, k=self.rng.randint(0, 3))
        return {key: self.rng.choice([0, 1, 2, 14, 20_000, "blank", "unreadable"]) for key in chosen}

    def _lines(self, organ: str) -> tuple[str, ...]:
        """A text that is mostly the organ's own, or all of another organ's, with clauses that many share."""
        author = organ if self.rng.random() < 0.6 else self.rng.choice(self.organs[:4])
        own = [f"本机关{author[2:4]}{a}之{b}已经完成" for a in WORDS for b in WORDS[:3] if (a, b) != ("公开", "公开")]
        lost = set(self.rng.sample(range(len(own)), k=self.rng.choice([0, 2, 6])))
        start = self.rng.randrange(4)
        shared = _SHARED[start : start + 24] if self.rng.random() < 0.8 else []
        scope = ["汇总全县各乡镇的情况"] if self.kinds[organ] == "government" else []
        return (*scope, *shared, *(line for n, line in enumerate(own) if n not in lost))

    def _load(self, drafts: Sequence[Draft]) -> None:
        self.drafts += drafts
        load_reports(self.con, [draft.load_item() for draft in drafts], f"night-{self.day}")


_HAPPENINGS = [
    Nights.publish_more, Nights.publish_more, Nights.correct, Nights.correct, Nights.show_again,
    Nights.read_otherwise, Nights.renew_registry, Nights.end_division, Nights.decide,
]  # fmt: skip


def read_results(con: Connection) -> dict[str, list[str]]:
    """Every result and every suspect, whichever run wrote it."""
    return {
        name: [str(row) for row in con.execute(f"SELECT * EXCLUDE (run_id) FROM core.{name} ORDER BY ALL").fetchall()]
        for name in RESULTS
    }
