"""The real documents beside the checkout, read in place; tests that need them skip where they are absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")


def read_expected(name: str) -> dict[str, Any]:
    """The numbers a person reads in a document."""
    expected: dict[str, Any] = json.loads((CORPUS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return expected


def find_document(name: str) -> Path:
    """The document itself."""
    return next(path for path in CORPUS.glob(f"{name}.*") if path.suffix != ".json")


def expected_names() -> list[str]:
    """Every document with an answer."""
    return sorted(path.name.removesuffix(".expected.json") for path in CORPUS.glob("*.expected.json"))
