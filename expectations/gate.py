"""Great Expectations as the gate over the staged warehouse: findings are recorded, defects of ours block publication.

The only module that imports great_expectations, and it does so when called (the import takes seconds). Findings, one
expectation per rule of the catalogue, are the publishers' and never block. Defects come from gate.yaml and
thresholds.yaml.
"""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from expectations.catalogue import Identity, load_catalogue
from expectations.gate_connection import BufferedConnection, plain_text
from expectations.gate_measures import prepare_tables, read_measures
from expectations.gate_rules import (
    OVERRIDES_NAME,
    RESULTS_NAME,
    Defect,
    Override,
    load_defects,
    load_overrides,
)
from expectations.models import Blocking, GateResult, SuiteResult, describe_offences
from warehouse.connection import Connection

__all__ = ["GateResult", "run_gate"]

_SQL = Path(__file__).with_name("sql") / "gate"
_SHOWN_OFFENCES = 3
_GX_SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}


def run_gate(
    con: Connection, run_id: str, *, docs_folder: Path, results_folder: Path, overrides_file: Path | None = None
) -> GateResult:
    """Validate the committed staging database, build Data Docs in ``docs_folder``, keep the results of this run.

    ``results_folder`` is the run's own; measures are compared with those of the last publication, which lie in its
    sibling. ``overrides_file`` is ``gate-overrides.yaml`` beside ``docs_folder`` unless named.
    """
    overrides_path = overrides_file or docs_folder.parent / OVERRIDES_NAME
    prepare_tables(con, run_id, results_folder)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Did not recognize type")  # lists, which no expectation looks into
        outcomes = _validate(con, docs_folder)
    result = judge(outcomes, overrides_path, _today(con))
    _keep(con, run_id, results_folder, outcomes, result)
    return result


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one expectation gave."""

    suite: str
    id: str
    is_success: bool
    offences: int
    error: str | None
    examples: tuple[str, ...] = ()


def _today(con: Connection) -> date:
    today: date = con.execute("SELECT today()").fetchall()[0][0]
    return today


def _validate(con: Connection, docs_folder: Path) -> list[Outcome]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    _add_docs_site(context, docs_folder)
    add_sql: Any = context.data_sources.add_sql  # takes `kwargs`, which its stub does not know
    source = add_sql(
        "nianbao",
        connection_string="duckdb://",
        kwargs={"creator": lambda: BufferedConnection(con)},
        create_temp_table=False,
    )
    outcomes: list[Outcome] = []
    for name, table, expectations in _suites(gx):
        definition = _definition(gx, context, source, name, table, expectations)
        outcomes += _outcomes(name, definition.run(result_format={"result_format": "COMPLETE"}))
    context.build_data_docs(site_names=["nianbao"])
    return outcomes


def _add_docs_site(context: Any, docs_folder: Path) -> None:
    for stale in ("validations", "expectations"):
        shutil.rmtree(docs_folder / stale, ignore_errors=True)
    docs_folder.mkdir(parents=True, exist_ok=True)
    context.add_data_docs_site(
        site_name="nianbao",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_folder)},
        },
    )


def _suites(gx: Any) -> Iterable[tuple[str, str, list[Any]]]:
    """Name, table and expectations of every suite: findings by purpose, defects by table."""
    identities = load_catalogue().identities
    for purpose in dict.fromkeys(identity.purpose for identity in identities):
        rules = [_finding(identity) for identity in identities if identity.purpose == purpose]
        yield f"findings-{purpose}", "gt_finding", rules
    defects = load_defects()
    for table in dict.fromkeys(defect.table for defect in defects):
        yield f"defects-{table.partition('.')[2]}", table, [_defect(gx, d) for d in defects if d.table == table]


def _definition(gx: Any, context: Any, source: Any, name: str, table: str, expectations: list[Any]) -> Any:
    schema, _, table_name = table.rpartition(".")
    if schema:
        asset = source.add_table_asset(name, table_name=table_name, schema_name=schema)
    else:  # a temporary table, which SQLAlchemy's inspector does not list
        asset = source.add_query_asset(name, query=f"SELECT * FROM {table_name}")  # noqa: S608
    batch = asset.add_batch_definition_whole_table("all")
    suite = context.suites.add(gx.ExpectationSuite(name, expectations=expectations))
    return context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))


@cache
def _finding_type() -> Any:
    """``ExpectColumnValuesToBeNull`` that makes its configuration once.

    Great Expectations asks an expectation for it 120 times; to make it anew each time is an eighth of the gate's work.
    """
    import great_expectations as gx
    from great_expectations.compatibility import pydantic

    library: Any = gx.expectations

    class ExpectNoFinding(library.ExpectColumnValuesToBeNull):  # type: ignore[misc]
        _made: Any = pydantic.PrivateAttr(default=None)

        @property
        def configuration(self) -> Any:
            state = (self.id, self.rendered_content)
            if self._made is None or self._made[0] != state:
                self._made = (state, super().configuration)
            return self._made[1]

    return ExpectNoFinding


def _finding(identity: Identity) -> Any:
    """Data Docs then list the failing reports under the rule's name."""
    from great_expectations.expectations.row_conditions import Column

    return _finding_type()(
        column="offender",
        row_condition=Column("identity_id") == identity.id,
        description=f"{identity.id} {identity.title_zh} / {identity.title_en}",
        meta={"id": identity.id, "legal_basis": f"{identity.legal_basis} / {identity.legal_basis_en}"},
        severity=_GX_SEVERITY[identity.default_severity],
    )


def _defect(gx: Any, defect: Defect) -> Any:
    expect, library = defect.expect, gx.expectations
    common = {
        "description": f"{defect.id} {defect.title_zh} / {defect.title_en}",
        "meta": {"id": defect.id, "look_at": defect.look_at},
        "severity": "critical" if defect.is_blocking else "warning",
    }
    if expect.type == "row_count":
        return library.ExpectTableRowCountToBeBetween(min_value=expect.minimum, **common)
    if expect.type == "not_null":
        return library.ExpectColumnValuesToNotBeNull(column=expect.columns[0], **common)
    if expect.type == "unique" and len(expect.columns) == 1:
        return library.ExpectColumnValuesToBeUnique(column=expect.columns[0], **common)
    if expect.type == "unique":
        return library.ExpectCompoundColumnsToBeUnique(column_list=list(expect.columns), **common)
    return library.UnexpectedRowsExpectation(unexpected_rows_query=expect.query(), **common)


def _outcomes(suite: str, validation: Any) -> Iterable[Outcome]:
    for one in validation.results:
        info = one.exception_info or {}
        error = info.get("exception_message") if info.get("raised_exception") else _nested_error(info)
        offences = one.result.get("unexpected_count", one.result.get("observed_value", 0)) if one.result else 0
        config = one.expectation_config
        line = error.splitlines()[0] if error else None
        yield Outcome(suite, config.meta["id"], bool(one.success), int(offences or 0), line, _examples(one.result))


def _examples(result: dict[str, Any]) -> tuple[str, ...]:
    """The first rows a query found, in words: its column ``offence``, or its columns by name."""
    found = (result or {}).get("details", {}).get("unexpected_rows", [])[:_SHOWN_OFFENCES]
    rows = [{name: plain_text(value) for name, value in row.items()} for row in found]
    return tuple(row.get("offence") or ", ".join(f"{name} {value}" for name, value in row.items()) for row in rows)


def _nested_error(info: dict[str, Any]) -> str | None:
    """Metric errors come keyed by metric."""
    for value in info.values():
        if isinstance(value, dict) and value.get("raised_exception"):
            return str(value.get("exception_message"))
    return None


def judge(outcomes: list[Outcome], overrides_path: Path, today: date) -> GateResult:
    """Findings pass, defects block unless an override that has not ended excuses them; raises `CatalogueError`."""
    defects = {defect.id: defect for defect in load_defects()}
    overrides = {o.expectation: o for o in load_overrides(overrides_path) if o.until >= today}
    failed = [o for o in outcomes if not o.is_success]
    blocking: list[Blocking] = []
    overridden: list[str] = []
    remarks = [f"{o.id} could not be evaluated: {o.error}" for o in failed if o.error and o.id not in defects]
    for outcome in failed:
        defect = defects.get(outcome.id)
        if defect is None:
            continue
        if not defect.is_blocking:
            found = describe_offences(outcome.offences, outcome.examples)
            remarks.append(f"not so: {defect.title_en} ({defect.id}): {found}; look at: {defect.look_at}")
        elif defect.id in overrides:
            overridden.append(_override_line(overrides[defect.id], outcome))
        else:
            blocking.append(_blocking(defect, outcome, overrides_path))
    return GateResult(_suite_results(outcomes), tuple(blocking), tuple(overridden), tuple(remarks))


def _blocking(defect: Defect, outcome: Outcome, overrides_path: Path) -> Blocking:
    look_at = f"the expectation itself failed to run: {outcome.error}" if outcome.error else defect.look_at
    return Blocking(
        id=defect.id,
        title_en=defect.title_en,
        title_zh=defect.title_zh,
        offences=outcome.offences,
        examples=outcome.examples,
        look_at=look_at,
        overrides_file=overrides_path.name,
    )


def _override_line(override: Override, outcome: Outcome) -> str:
    found = describe_offences(outcome.offences, outcome.examples)
    return f"{override.expectation} until {override.until} by {override.by}: {override.reason} ({found})"


def _suite_results(outcomes: list[Outcome]) -> tuple[SuiteResult, ...]:
    return tuple(
        SuiteResult(
            name,
            sum(o.suite == name for o in outcomes),
            sum(o.suite == name and not o.is_success for o in outcomes),
        )
        for name in dict.fromkeys(o.suite for o in outcomes)
    )


def _keep(con: Connection, run_id: str, folder: Path, outcomes: list[Outcome], result: GateResult) -> None:
    """Write this run's results for trends and for the comparison of the next run."""
    record = {
        "run_id": run_id,
        "is_blocked": result.is_blocked,
        "blocking": [asdict(one) for one in result.blocking],
        "overridden": list(result.overridden),
        "warnings": list(result.warnings),
        "expectations": [asdict(outcome) for outcome in outcomes],
        "measures": read_measures(con),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS_NAME).write_text(_to_json(record), encoding="utf-8")


def _to_json(record: dict[str, Any]) -> str:
    """One line for each entry of each list: to read, and ten times faster than the encoder's own indentation."""

    def dump(value: Any) -> str:
        if isinstance(value, list):
            return "[\n  " + ",\n  ".join(map(dump, value)) + "\n ]" if value else "[]"
        return json.dumps(value, ensure_ascii=False)

    return "{\n " + ",\n ".join(f"{json.dumps(name)}: {dump(value)}" for name, value in record.items()) + "\n}\n"
