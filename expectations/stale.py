"""Which results on record still hold: a night checks the reports whose results rest on something else than before.

``ops.checked`` keeps for every report a digest of all its rules read beside its own cells (sql/stale/contexts.sql) and
what the comparison of prose found; ``ops.prose`` keeps the prose in pieces, ``ops.common_prose`` those that are
nobody's own. A report without a row, or with another digest, is checked. Whatever the rules are made of counts too:
after an upgrade of the program everything is checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import transform.forms
from expectations.catalogue import Template, load_catalogue
from expectations.engine import SQL_FOLDER, read_sql, run_step
from warehouse.connection import Connection
from warehouse.load.arrow import transaction
from warehouse.schema import is_defined, set_defined

_FOLDER = Path(__file__).parent
_SQL_PARTS = ("engine", "rules", "stale", "localise")
_DEFINITION = "checks"
_LEVELS, _PROSE = ("levels", "region_coverage"), "repeated_text"
"""Templates that hold a report against others of its division, and the one that holds its prose against others'."""


def ask_for(con: Connection, report_ids: Sequence[str] | None) -> None:
    """Put ``report_ids`` (all reports when None) into ck_asked."""
    _run(con, "asked", {"report_ids": None if report_ids is None else list(report_ids)})


def ask_for_stale(con: Connection) -> None:
    """Put the reports whose results no longer rest on what there is into ck_asked; `find_contexts` comes first."""
    _run(con, "stale")


def ask_for_unexplained(con: Connection) -> None:
    """Put the reports whose results, or whose report of the year after, were not explained yet into ck_asked."""
    _run(con, "following")
    _run(con, "unexplained")


def find_contexts(con: Connection, as_of: date) -> None:
    """Write ck_context, what every report's results rest on, and forget the results that rest on prose that moved.

    Needs the tables of `engine.prepare` and ck_review.
    """
    with transaction(con):
        _forget_other_rules(con)
        _find_prose_changes(con)
    run_step(con, "fees")
    kinds = {kind for template in _templates(*_LEVELS) for kind in template.parameters["kinds"]}
    _run(con, "contexts", {"as_of": as_of, "region_kinds": sorted(kinds)})


def forget_wanted(con: Connection) -> None:
    """Remove the results of the reports in ck_wanted, and that they were ever checked."""
    with transaction(con):
        _run(con, "forget")


def record_checked(con: Connection, run_id: str) -> None:
    """Write down what the results of the reports in ck_wanted rest on."""
    _run(con, "record", {"run_id": run_id})
    _run(con, "record_common", _prose_parameters("common_organs"))


def record_explained(con: Connection) -> None:
    """Write down that the results of the reports in ck_asked are explained."""
    _run(con, "following")
    _run(con, "explained")


@cache
def rules_digest() -> str:
    """Digest of the catalogue, the SQL and the code that turn facts into results, and of the forms."""
    parts = [_FOLDER / "identities.yaml", *sorted(_FOLDER.glob("*.py"))]
    parts += [path for name in _SQL_PARTS for path in sorted((SQL_FOLDER / name).glob("*.sql"))]
    parts += sorted(Path(transform.forms.__file__).parent.glob("*.yaml"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()[:24]


def _forget_other_rules(con: Connection) -> None:
    """Forget everything where the rules, or DuckDB's own hash, are not those the results on record were made with."""
    digest = f"{rules_digest()} {con.execute('SELECT version()').fetchall()[0][0]}"
    if not is_defined(con, _DEFINITION, digest):
        con.execute("DELETE FROM ops.checked")
        con.execute("DELETE FROM ops.prose")
        con.execute("DELETE FROM ops.common_prose")
        set_defined(con, _DEFINITION, digest)


def _find_prose_changes(con: Connection) -> None:
    """Bring ops.prose and ops.common_prose up to date and forget the results that rested on what they held before."""
    common = _prose_parameters("common_organs")
    _run(con, "prose")
    _run(con, "prose_uncommon", common)
    _run(con, "prose_moved")
    _run(con, "prose_stale", _prose_parameters("common_organs", "looked_from"))
    _run(con, "prose_common", common)
    _run(con, "prose_keep")


def _prose_parameters(*names: str) -> dict[str, Any]:
    """Thresholds of the rule that compares prose: up to how many organs, and from what share on."""
    (template,) = _templates(_PROSE)
    found = {name: value for step in template.prepare for name, value in step.parameters.items()}
    return {name: found[name] for name in names}


def _templates(*names: str) -> list[Template]:
    templates = (identity.template for identity in load_catalogue().identities)
    return [template for template in templates if template is not None and template.sql in names]


def _run(con: Connection, name: str, parameters: dict[str, Any] | None = None) -> None:
    """Run one file of sql/stale/."""
    con.execute(read_sql(f"stale/{name}"), parameters)
