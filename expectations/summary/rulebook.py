"""How every rule came out, and what the quality gate said about our own work: the page ``rules.html``.

Great Expectations' own pages load their styles from the web; this one opens without a network.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.gate_rules import RESULTS_NAME, load_defects
from expectations.summary.findings import SEVERITIES
from expectations.summary.records import Identity, RuleResult
from expectations.summary.sentences import basis_in_words
from expectations.summary.snapshot import Snapshot
from expectations.summary.wording import Words


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the catalogue with its results; ``result`` is None where no report met it."""

    identity_id: str
    title: str
    severity: str
    basis: str
    result: RuleResult | None


@dataclass(frozen=True, slots=True)
class GateLine:
    """One check of our own work."""

    check_id: str
    title: str
    is_success: bool
    offences: int
    look_at: str


def rules_values(snapshot: Snapshot, words: Words, folder: Path) -> dict[str, Any]:
    """Values for ``rules.html.j2``: rules that fail in most reports first."""
    rules = [
        _rule(identity, snapshot.rules.get(identity.identity_id), words) for identity in snapshot.identities.values()
    ]
    return {"rules": sorted(rules, key=_order), "gate": read_gate(gate_file(snapshot, folder), words)}


def gate_file(snapshot: Snapshot, folder: Path) -> Path:
    """Where the last run kept what the gate said, seen from the summary's folder; there need be no such file."""
    run_id = snapshot.last_run.run_id if snapshot.last_run else ""
    return folder.parent / "runs" / run_id / RESULTS_NAME


def read_overridden(path: Path) -> tuple[str, ...]:
    """Checks of our own work that failed and were let pass: which, until when, by whom and why."""
    if not path.is_file():
        return ()
    return tuple(json.loads(path.read_text(encoding="utf-8"))["overridden"])


def read_gate(path: Path, words: Words) -> list[GateLine]:
    """What the gate kept of its last judgement of our own work; nothing where there was none. Failures first."""
    if not path.is_file():
        return []
    defects = {defect.id: defect for defect in load_defects()}
    lines = []
    for kept in json.loads(path.read_text(encoding="utf-8"))["expectations"]:
        defect = defects.get(kept["id"])
        if defect is None:
            continue  # a publishers' rule: those are counted over the reports
        title = defect.title_zh if words.language == "zh" else defect.title_en
        lines.append(GateLine(defect.id, title, kept["is_success"], kept["offences"], defect.look_at))
    return sorted(lines, key=lambda line: (line.is_success, line.check_id))


def _rule(identity: Identity, result: RuleResult | None, words: Words) -> RuleLine:
    title = identity.title_zh if words.language == "zh" else identity.title_en
    return RuleLine(identity.identity_id, title, identity.severity, basis_in_words(identity, words), result)


def _order(line: RuleLine) -> tuple[int, int, str]:
    failing = line.result.failing_reports if line.result else 0
    return -failing, SEVERITIES.index(line.severity), line.identity_id
