"""A blocked night, the override a person writes, and every place that says the publication was let through."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flows.command import nianbao
from tests.sample_county import render_report


def test_an_override_is_told_by_the_recap_the_status_and_every_page(tmp_path: Path) -> None:
    home, page = tmp_path / "home", tmp_path / "report.html"
    page.write_bytes(render_report("示例县教育局", 2023))
    first = json.loads(nianbao("ingest", str(page), "--json", home=home).stdout)
    _pretend_more_was_there(home, first["run_id"])

    blocked = nianbao("ingest", str(page), "--json", home=home)
    assert blocked.returncode == 1
    reason = next(line for line in json.loads(blocked.stdout)["blocking"] if "P-REPORTS-VANISHED" in line)
    assert "2023: reports 1.0, before 9.0, may fall by 0.0 %" in reason
    assert "look at: nianbao diff" in reason and "gate-overrides.yaml" in reason and "\n" not in reason

    entry = "{expectation: P-REPORTS-VANISHED, until: 2999-12-31, reason: eight organs were merged, by: 值班员}"
    (home / "gate-overrides.yaml").write_text(f"overrides:\n  - {entry}\n", encoding="utf-8")
    passed = nianbao("ingest", str(page), "--json", home=home)
    told = "P-REPORTS-VANISHED until 2999-12-31 by 值班员: eight organs were merged"
    assert passed.returncode == 0, passed.stderr
    assert [line for line in json.loads(passed.stdout)["overridden"] if told in line]
    assert f"published by override: {told}" in nianbao("status", home=home).stdout
    for name in ("index.html", "index.en.html", "rules.html"):
        assert told in (home / "summary" / name).read_text(encoding="utf-8")


def _pretend_more_was_there(home: Path, run_id: str) -> None:
    """As if the last publication had held nine reports wherever it held one."""
    kept = home / "runs" / run_id / "gate.json"
    record = json.loads(kept.read_text(encoding="utf-8"))
    for measure in record["measures"]:
        if measure["measure"] == "reports":
            measure["value"] = 9.0
    kept.write_text(json.dumps(record), encoding="utf-8")
