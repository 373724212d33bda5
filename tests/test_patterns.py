"""Expressions that meet a stranger's text take time in proportion to it, or only ever meet short texts."""

from __future__ import annotations

import re

import pytest

from tests.fuzz.pumped import SHORT_ONLY, Asked, find_patterns, find_slow

PATTERNS = {asked.name: asked for asked in find_patterns()}
WORDS, SEED = 6, 2026

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - set(SHORT_ONLY)))
def test_is_linear(name: str) -> None:
    assert find_slow(PATTERNS[name], words=WORDS, seed=SEED) is None


def test_what_may_be_slow_is_still_there() -> None:
    assert sorted(set(SHORT_ONLY) - set(PATTERNS)) == []


@pytest.mark.parametrize(
    ("source", "is_slow"),
    [
        (r"<title[^>]*>(.*?)</title", True),
        (r"\s*[\"']?\s*[:=]", True),
        (r"(\w+)\s*:", True),
        (r"(?:a|aa)+$", True),
        (r"\b(\w++)\s*+:", False),
        (r"<[^>]*+(?:>|\Z)", False),
    ],
)
def test_growing_words_finds_what_is_not_linear(source: str, *, is_slow: bool) -> None:
    asked = Asked("example", re.compile(source), frozenset({"search"}))
    assert (find_slow(asked, words=25, seed=SEED) is not None) == is_slow


def test_an_expression_is_asked_as_its_module_asks_it() -> None:
    asked = Asked("example", re.compile(r"\s*[0-9]+"), frozenset({"match"}))
    assert find_slow(asked, words=25, seed=SEED) is None
    assert PATTERNS["transform.readers.html.tables._LEADING_DIGITS"].methods == {"match"}
