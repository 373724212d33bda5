"""The generated references: a stale file is found and named."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from flows import docs


@pytest.fixture(scope="module")
def generated() -> docs.Generated:
    return docs.generate()


def test_a_missing_and_a_changed_file_are_stale(
    generated: docs.Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    assert list(docs.find_stale(generated)) == list(generated)
    docs.write(generated)
    assert list(docs.find_stale(generated)) == []
    (tmp_path / "cli.md").write_text("# Commands\n", encoding="utf-8")
    assert list(docs.find_stale(generated)) == ["cli.md"]


def test_every_command_and_every_rule_is_described(generated: docs.Generated) -> None:
    for heading in ("## nianbao demo", "## nianbao sources lint", "## nianbao sql"):
        assert heading in generated["cli.md"]
    assert "### T3-FLOW" in generated["identities.md"]
    assert "## my71" in generated["platforms.md"]


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("form", "transform/forms/*.yaml"),
        ("identities", "expectations/identities.yaml"),
        ("registry", "extract/registry/*.yaml"),
    ],
)
def test_our_own_files_fit_their_schema(generated: docs.Generated, schema: str, pattern: str) -> None:
    definition = json.loads(generated[f"schemas/{schema}.schema.json"])
    files = sorted(docs.ROOT.glob(pattern))
    assert files
    for path in files:
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), definition)
