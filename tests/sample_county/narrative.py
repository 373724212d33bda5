"""The prose of a report, in our own words; its figures agree with the tables unless a deviation says otherwise."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from string import Formatter

import yaml

from .forms import outcome_rows
from .grids import Grid, Slot, dispute_grid, document_grids, relabel, request_grids, yearly_grid
from .model import load_plan
from .reports import Report

Sentences = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``is_head`` for a section title."""

    text: str
    is_head: bool = False


Block = Paragraph | Grid
PAGE_BREAK = Paragraph("- 3 -")
GROUPS = {"refused": "refused", "unable": "unable", "not_handled": "not_handled", "other_handling": "other"}
"""Measures that are a whole group of Table 3, and how the codes of its rows begin."""
ABSENCES = {
    "no_request": ("received",),
    "no_dispute": ("reconsideration", "litigation"),
    "other_none": ("processing_fee",),
}
"""Wordings that state a zero without a number."""
UNSTATED = {"extension", "explained", "complaints", "meetings", "trainees"}
"""Numbers of the prose that no table and no measure knows."""


@cache
def load_sentences() -> Sentences:
    """Read sentences.yaml once."""
    text = resources.files(__package__).joinpath("sentences.yaml").read_text(encoding="utf-8")
    loaded: Sentences = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Text:
    """A report from its first line to its last, and the figures its prose states, by measure."""

    blocks: tuple[Block, ...]
    stated: dict[str, int]


def write_report(report: Report) -> Text:
    """Paragraphs and tables in printed order."""
    writer = _Writer(report)
    blocks = writer.yearly() if report.edition == "2014" else writer.six_sections()
    if report.labels:
        blocks = tuple(b if isinstance(b, Paragraph) else relabel(b, report.labels) for b in blocks)
    return Text(blocks, writer.stated)


def _figures(report: Report) -> dict[str, int]:
    """The numbers the prose may state; a deviation's ``stated`` overrules the tables."""
    figures = _yearly_figures(report) if report.edition == "2014" else _table_figures(report)
    rng = random.Random(f"{load_plan().seed}/{report.organ.name}/{report.year}/text")
    figures.setdefault("published", rng.randint(180, 2600))
    figures["replied"] = figures.get("replied", figures["processed"])
    figures |= {"explained": rng.randint(3, 60), "extension": rng.randint(100, 999)}
    return figures | dict(report.stated)


def _table_figures(report: Report) -> dict[str, int]:
    def total(*rows: str) -> int:
        return int(sum((report.figures[f"t3.{row}.total"] for row in rows), Decimal(0)))

    outcomes = outcome_rows(has_single_other=report.has_single_other)
    figures = {"received": total("new_received"), "processed": total("total_processed")}
    figures |= {row: total(row) for row in ("carried_in", "carried_out", "granted", "partial")}
    for group, stem in GROUPS.items():
        figures[group] = total(*(row for row in outcomes if row.startswith(stem)))
    figures["applicant_natural_person"] = int(report.figures["t3.new_received.natural_person"])
    figures["applicant_legal_person"] = figures["received"] - figures["applicant_natural_person"]
    figures["reconsideration"] = int(report.figures["t4.reconsideration.total"])
    figures["litigation"] = int(
        report.figures["t4.litigation_direct.total"] + report.figures["t4.litigation_after_reconsideration.total"]
    )
    return figures | _document_figures(report)


def _document_figures(report: Report) -> dict[str, int]:
    columns = {"issued": "issued", "repealed": "repealed", "in_force": "in_force"}
    if report.edition == "2019":
        columns = {"issued": "newly_made", "disclosed": "newly_disclosed", "in_force": "total_disclosed"}
    return {f"normative_docs_{n}": int(report.figures[f"t2.normative_docs.{c}"]) for n, c in columns.items()}


def _yearly_figures(report: Report) -> dict[str, int]:
    codes = {"published": "info_disclosed", "processed": "completed", "reconsideration": "s4_reconsideration"}
    codes |= {"litigation": "s5_litigation", "complaints": "s6_complaints", "replied": "replies"}
    codes |= {code: code for code in ("received", "meetings", "trainees")}
    return {name: int(report.figures[f"g1.{code}"]) for name, code in codes.items()}


class _Writer:
    """Takes one wording of each kind for this report, always the same one."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.rng = random.Random(f"{load_plan().seed}/{report.organ.name}/{report.year}/prose")
        self.figures = _figures(report)
        self.stated: dict[str, int] = {}

    def say(self, kind: str, **slots: str) -> str:
        wording = self.rng.choice(load_sentences()[kind])
        names = {name for _, name, _, _ in Formatter().parse(wording) if name}
        self.stated |= {name: self.figures[name] for name in sorted(names & self.figures.keys() - UNSTATED)}
        self.stated |= dict.fromkeys(ABSENCES.get(kind, ()), 0)
        return wording.format(organ=self.report.organ.name, year=self.report.year, **self.figures, **slots)

    def heads(self, kind: str) -> list[Paragraph]:
        return [Paragraph(head, is_head=True) for head in load_sentences()[kind]]

    def six_sections(self) -> tuple[Block, ...]:
        heads = self.heads("heads")
        intro = "intro_government" if self.report.organ.kind == "government" else "intro"
        blocks: list[Block] = [Paragraph(self.say(intro)), heads[0]]
        blocks += [Paragraph(text) for text in self._situation()]
        blocks += self._tables(heads)
        has_dispute = self.figures["reconsideration"] + self.figures["litigation"] > 0
        blocks += [Paragraph(self.say("dispute" if has_dispute else "no_dispute"))]
        blocks += [heads[4], Paragraph(self.say("problem")), heads[5], Paragraph(self.say("other_none"))]
        return tuple(blocks)

    def _tables(self, heads: list[Paragraph]) -> list[Block]:
        """Sections 二 to 四: a heading and its table each, or one table with the headings as rows."""
        documents, requests, disputes = (
            document_grids(self.report),
            request_grids(self.report),
            dispute_grid(self.report),
        )
        if self.report.layout == "one_table":
            titles = [(Slot(head.text, colspan=15),) for head in heads[2:4]]
            return [heads[1], (*documents[0], titles[0], *requests[0], titles[1], *disputes)]
        blocks: list[Block] = [heads[1], *documents, heads[2]]
        for number, grid in enumerate(requests):
            blocks += [PAGE_BREAK, grid] if number else [grid]
        return [*blocks, heads[3], disputes]

    def _situation(self) -> list[str]:
        documents = self.say(f"documents_{self.report.edition}")
        is_quiet = self.figures["received"] + self.figures["carried_in"] == 0
        request = self.say("no_request" if is_quiet else "request")
        return [
            self.say("active", documents=documents),
            request,
            *(self.say(k) for k in ("manage", "platform", "guard")),
        ]

    def yearly(self) -> tuple[Block, ...]:
        heads = self.heads("yearly_heads")
        blocks: list[Block] = [heads[0], Paragraph(self.say("yearly_intro"))]
        for head, kind in zip(heads[1:], ("yearly_active", "yearly_request", "yearly_dispute", "problem"), strict=True):
            blocks += [head, Paragraph(self.say(kind))]
        return (*blocks, Paragraph(f"附件：政府信息公开情况统计表（{self.report.year}年度）"), yearly_grid(self.report))
