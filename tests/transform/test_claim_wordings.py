"""Every entry of claims.yaml: its example states its figure by that entry, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.transform.test_claims import claims
from transform.prose.claim_rules import CLAIMS_FILE, compiled_absences, compiled_measures, load_claim_rules
from transform.prose.rewording import reword
from transform.words.labels import compact_text

RULES = load_claim_rules()
ENTRIES = [
    (owner.code, example, pattern)
    for owner, patterns in (
        *((measure, patterns) for measure, _, patterns in compiled_measures()),
        *compiled_absences(),
    )
    for example, pattern in zip(owner.wordings, patterns, strict=True)
]


@pytest.mark.parametrize(("code", "example", "pattern"), ENTRIES, ids=[example for _, example, _ in ENTRIES])
def test_the_example_states_this_figure_by_this_wording(code: str, example: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(reword(compact_text(example), 2023).text)
    assert [claim.measure for claim in claims(example, year=2023)] == [code]


def test_no_example_stands_twice() -> None:
    """Of equal keys YAML keeps the last: the text is asked."""
    text = CLAIMS_FILE.read_text("utf-8")
    assert [example for _, example, _ in ENTRIES if text.count(f" {example}:") != 1] == []


def test_every_name_is_used_and_said_once() -> None:
    named = [*RULES.words, *RULES.fragments]
    expressions = [find for owner in (*RULES.measures, *RULES.absences) for find in owner.wordings.values()]
    used = set(re.findall(r"\{([a-z_]+)\}", " ".join([*expressions, *RULES.fragments.values()])))
    assert used == {*named, "number", "object", "gap"}
    assert len(set(named)) == len(named)


def test_names_of_the_same_words_are_one() -> None:
    assert len(set(RULES.words.values())) == len(RULES.words)
