"""Interface words: both languages, same names, nothing missing and nothing left over."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import expectations.summary
from expectations.summary.names import Names
from expectations.summary.sentences import reason_in_words
from expectations.summary.snapshot import read_snapshot
from expectations.summary.wording import Words, load_glossary, load_phrases
from transform.forms import load_forms
from warehouse.connection import Connection

SOURCE = Path(expectations.summary.__file__).parent
DYNAMIC = (
    "status_", "identity_", "card_", "kind_", "severity_", "run_", "chart_", "series_", "sentence_", "why_",
)  # fmt: skip


def test_both_languages_fill_in_the_same_names() -> None:
    for key, phrase in load_phrases().items():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (phrase.zh, phrase.en)]
        assert fields[0] == fields[1], key


def test_every_phrase_a_template_asks_for_exists() -> None:
    asked = set()
    for path in (SOURCE / "templates").glob("*.j2"):
        asked |= set(re.findall(r"\bt\('([a-z_]+)'[,)]", path.read_text(encoding="utf-8")))
    for path in SOURCE.glob("*.py"):
        asked |= set(re.findall(r"\bwords\(\s*\"([a-z_]+)\"", path.read_text(encoding="utf-8")))
    assert len(asked) > 80
    assert asked <= set(load_phrases())


def test_no_phrase_is_left_over() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*") if path.suffix in {".j2", ".py"})
    unused = [
        key
        for key in load_phrases()
        if f"'{key}'" not in text and f'"{key}"' not in text and not key.startswith(DYNAMIC)
    ]
    assert unused == []


def test_an_unknown_phrase_is_an_error() -> None:
    try:
        Words("zh")("no_such_phrase")
    except KeyError as error:
        assert error.args == ("no_such_phrase",)
    else:
        raise AssertionError("an unknown phrase gave text")


def test_the_glossary_knows_every_code_of_the_unified_forms() -> None:
    glossary = load_glossary()
    cells = [cell for edition in ("2019", "2021") for cell in load_forms()[edition].cells]
    assert {cell.row for cell in cells} <= set(glossary.rows)
    assert {cell.column for cell in cells} <= set(glossary.columns)
    assert {cell.table for form in load_forms().values() for cell in form.cells} <= set(glossary.tables)


def test_reasons_name_their_cells_and_leave_other_text_alone(county: Connection) -> None:
    words, names = Words("zh"), Names("zh", read_snapshot(county).form_cells)
    cells = "operand_unread: t4.reconsideration.upheld, t3.carried_out.total"
    assert reason_in_words(cells, words, names).endswith("：行政复议 · 结果维持、结转下年 · 总计")
    assert reason_in_words("stated: 收到9件,办结8件", words, names) == "正文：收到9件,办结8件"
    assert reason_in_words("a code of no known rule", words, names) == "a code of no known rule"
    assert reason_in_words(None, words, names) == ""


def test_every_scope_of_the_catalogue_has_words(county: Connection) -> None:
    """No code is left in a Chinese page: whatever a rule was checked for has a name."""
    names = Names("zh", read_snapshot(county).form_cells)
    scopes = {row[0] for row in county.execute("SELECT DISTINCT scope FROM core.fact_check").fetchall()}
    assert len(scopes) > 30
    assert [scope for scope in sorted(scopes) if re.search("[a-z]", names.scope(scope))] == []
    assert names.scope("granted_or_partial_share") == "予以公开和部分公开占比"
