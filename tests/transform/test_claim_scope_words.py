"""Every entry of claim_scope.yaml decides something: without it its example is read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from extract.yaml_file import load_yaml
from tests.transform.test_claims import stated
from transform.prose import scope_words

ORGANS = ("示例县人民政府", "示例县教育局", "示例县人民政府办公室", "示例县云山镇人民政府")
NEVER = "(?!)(?P<who>)?"
"""What matches nothing, with the group that one entry has."""
ENTRIES: dict[str, dict[str, str]] = load_yaml(scope_words.SCOPE_FILE.read_text("utf-8"))


@pytest.fixture
def as_shipped() -> Iterator[None]:
    yield
    scope_words.load_scope_words.cache_clear()


@pytest.mark.usefixtures("as_shipped")
@pytest.mark.parametrize(("name", "example"), [(name, example) for name, words in ENTRIES.items() for example in words])
def test_the_example_is_read_otherwise_without_its_words(
    name: str, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = _read(example)
    altered = tmp_path / "claim_scope.yaml"
    altered.write_text(yaml.safe_dump({**ENTRIES, name: {**ENTRIES[name], example: NEVER}}), "utf-8")
    monkeypatch.setattr(scope_words, "SCOPE_FILE", altered)
    scope_words.load_scope_words.cache_clear()
    assert _read(example) != with_it


def test_no_example_stands_twice_in_an_entry() -> None:
    """Of equal keys YAML keeps the last: the text is asked."""
    text = scope_words.SCOPE_FILE.read_text("utf-8")
    assert [example for words in ENTRIES.values() for example in words if text.count(f"  {example}:") != 1] == []


def _read(example: str) -> list[dict[str, float]]:
    """What reports of four kinds of organs are taken to state."""
    return [stated(*example.split("/"), organ=organ) for organ in ORGANS]
