"""Every rule of the catalogue: a report that passes, one that fails, one that cannot be assessed (cases.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.catalogue import Identity, load_catalogue
from expectations.checks import check_reports
from expectations.messages import render_message
from tests.expectations.conftest import Checks, load, read_checks
from tests.expectations.reports import Draft, base_cells
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import OrganRow, load_organs
from warehouse.scratch import open_scratch

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
VERDICTS = {"pass": "PASS", "fail": "FAIL", "na": "NOT_ASSESSABLE"}
YEARS = {"2008": 2010, "2014": 2017, "2019": 2020, "2021": 2024}
KIND_NAMES = {"government": "{}县人民政府", "department": "{}县财政局", "township": "{}镇人民政府"}


@dataclass
class Scenario:
    """One case with the drafts it needs, in a region of its own so that cases do not touch each other."""

    rule: Identity
    verdict: str
    case: dict[str, Any]
    number: int
    drafts: list[Draft] = field(default_factory=list)

    @property
    def scope(self) -> str:
        return str(self.case.get("scope", "report"))

    @property
    def target(self) -> Draft:
        return self.drafts[0]


def scenarios() -> Iterator[Scenario]:
    for number, (name, rule) in enumerate(load_catalogue().by_id.items()):
        for place, verdict in enumerate(VERDICTS):
            common = {k: v for k, v in CASES[name].items() if k not in VERDICTS}
            scenario = Scenario(rule, verdict, {**common, **CASES[name][verdict]}, 3 * number + place)
            scenario.drafts = list(_drafts(scenario))
            yield scenario


def _drafts(scenario: Scenario) -> Iterator[Draft]:
    case, place = scenario.case, f"例{scenario.number}"
    edition = case.get("edition", scenario.rule.editions[-1])
    target = Draft(
        organ=KIND_NAMES[case.get("kind", "department")].format(place),
        region=case.get("region", f"99{scenario.number:04d}"),
        year=case.get("year", YEARS[edition]),
        edition=edition,
        kind=case.get("kind", "department"),
        set=_changes(case, edition),
        claims=[tuple(claim) for claim in case.get("claims", ())],
        lines=case.get("lines", [f"{place}本年情况从略"]),
        sections=case.get("sections", ("s1", "s2", "s3", "s4", "s5", "s6")),
        period=_dates(case["period"]) if "period" in case else None,
        published=_date(case.get("published", f"{case.get('year', YEARS[edition]) + 1}-01-15")),
        seen=1,
    )
    yield target
    yield from _companions(case, target, place)


def _companions(case: dict[str, Any], target: Draft, place: str) -> Iterator[Draft]:
    plain = replace(target, set={}, claims=[], lines=[f"{place}上年情况从略"], published=None, period=None)
    if "prev" in case:
        changes = case["prev"]
        edition = changes.get("edition", target.edition)
        yield replace(plain, year=target.year - 1, edition=edition, set=changes.get("set", {}), is_previous=True)
    if "earlier" in case:
        yield replace(target, set=case["earlier"].get("set", {}), lines=case["earlier"].get("lines", ["先前"]), seen=0)
    for number, child in enumerate(case.get("children", ())):
        yield replace(plain, organ=f"{place}县第{number}局", kind="department", set=child.get("set", {}))
    for number, lines in enumerate(case.get("twins", ())):
        yield replace(plain, organ=f"{place}县孪生{number}局", lines=lines)


def _changes(case: dict[str, Any], edition: str) -> dict[str, Any]:
    keys = base_cells(edition)
    blank = [k for k in keys if k.split(".")[0] in case.get("blank", ()) or case.get("every_blank")]
    missing = [k for k in keys if k.split(".")[0] in case.get("missing", ())]
    return {**dict.fromkeys(blank, "blank"), **dict.fromkeys(missing, "missing"), **case.get("set", {})}


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _dates(texts: list[str | None]) -> tuple[date | None, date | None]:
    return _date(texts[0]), _date(texts[1])


def _arrange(con: Connection, scenario: Scenario) -> None:
    """What no draft can say: organs that are expected, credit codes, faults of the warehouse itself."""
    case, target = scenario.case, scenario.target
    report = {"organ": target.organ, "year": target.year}
    where = "organ_name = $organ AND year = $year"
    if "uscc" in case:
        sql = "UPDATE core.dim_organ SET uscc = $uscc WHERE name_zh = $organ"
        con.execute(sql, {"uscc": case["uscc"], "organ": target.organ})
    if "none_current" in case:
        con.execute(f"UPDATE core.fact_report SET is_current = false WHERE {where}", report)
    if "second_current" in case:
        con.execute(
            "INSERT INTO core.fact_report SELECT * REPLACE ('x' || report_id AS report_id) "
            f"FROM core.fact_report WHERE {where}",
            report,
        )
    by_report = "report_id IN (SELECT report_id FROM core.fact_report WHERE organ_name = $organ) AND cell_key = $key"
    for key in case.get("unitless", ()):
        con.execute(f"UPDATE core.fact_cell SET unit = NULL WHERE {by_report}", {"organ": target.organ, "key": key})
    for key in case.get("misread", ()):
        con.execute(f"UPDATE core.fact_cell SET raw_text = '—' WHERE {by_report}", {"organ": target.organ, "key": key})


def _expected_organs(all_scenarios: list[Scenario]) -> Iterator[OrganRow]:
    for scenario in all_scenarios:
        names = [f"例{scenario.number}县{name}" for name in scenario.case.get("absent", ())]
        names += [d.organ for d in scenario.drafts[1:] if scenario.rule.id == "L-COVER"]
        region = scenario.target.region
        for name in names:
            yield OrganRow(organ_id(region, name), region, "department", name, (name,), is_expected=True)


@pytest.fixture(scope="module")
def checked() -> Iterator[dict[tuple[str, str], tuple[Scenario, Checks]]]:
    """All cases in one warehouse, checked once, by rule and verdict."""
    found = list(scenarios())
    con = open_scratch()
    load(con, [draft for scenario in found for draft in scenario.drafts])
    load_organs(con, list(_expected_organs(found)), "test")
    for scenario in found:
        _arrange(con, scenario)
    check_reports(con, "test")
    yield {(s.rule.id, s.verdict): (s, _results(con, s)) for s in found}
    con.close()


def _results(con: Connection, scenario: Scenario) -> Checks:
    if "none_current" in scenario.case:
        con.execute(
            "UPDATE core.fact_report SET is_current = true WHERE organ_name = $organ", {"organ": scenario.target.organ}
        )
    return read_checks(con, scenario.target.organ, scenario.target.year)


def test_every_rule_has_its_three_cases() -> None:
    assert set(CASES) == set(load_catalogue().by_id)
    assert all(set(VERDICTS) <= set(case) for case in CASES.values())


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("rule", CASES)
def test_rule(rule: str, verdict: str, checked: dict[tuple[str, str], tuple[Scenario, Checks]]) -> None:
    scenario, results = checked[rule, verdict]
    of_rule = {scope: row for (identity, scope), row in results.items() if identity == rule}
    result = of_rule[scenario.scope]
    assert result["status"] == VERDICTS[verdict], result
    for side in ("left", "right"):
        if side in scenario.case:
            assert float(result[f"{side}_value"]) == scenario.case[side]
    if "reason" in scenario.case:
        assert result["reason"].partition(":")[0] == scenario.case["reason"], result["reason"]
    if verdict == "na":
        assert result["difference"] is None


def test_every_result_can_be_told_in_words(checked: dict[tuple[str, str], tuple[Scenario, Checks]]) -> None:
    catalogue = load_catalogue().by_id
    for scenario, results in checked.values():
        for (identity, scope), row in results.items():
            words = {"scope": scope, "left": row["left_value"], "right": row["right_value"], "cells": row["operands"]}
            for language in ("zh", "en"):
                text = render_message(
                    catalogue[identity], language, **words, reason=row["reason"], year=scenario.target.year
                )
                assert text and "{" not in text.replace(row["reason"] or "", "")


def test_every_rule_says_something_of_every_edition_and_kind_it_binds(con: Connection) -> None:
    """The gate blocks when a rule was not applied to reports it binds: no edition may be bound in name only."""
    drafts = [
        Draft(KIND_NAMES[kind].format(f"例{edition}"), "990101", YEARS[edition], edition, kind=kind)
        for edition in YEARS
        for kind in KIND_NAMES
    ]
    load(con, drafts)
    check_reports(con, "test")
    for draft in drafts:
        told = {identity for identity, _ in read_checks(con, draft.organ, draft.year)}
        assert {rule.id for rule in load_catalogue().identities if _binds(rule, draft)} == told


def _binds(rule: Identity, draft: Draft) -> bool:
    limits = rule.template.parameters if rule.template else {}
    is_kind = draft.kind in limits.get("kinds", [draft.kind])
    is_year = limits.get("first_year", 0) <= draft.year <= limits.get("last_year", 9999) or rule.id == "T3-FEE-ROW"
    return draft.edition in rule.editions and is_kind and is_year
