"""The catalogue as data: unknown keys are refused, formulas name real cells, every reason and rule has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from expectations.catalogue import CATALOGUE_FILE, RULES_FOLDER, Catalogue, catalogue_schema, load_catalogue
from expectations.compile import compile_catalogue, load_compiled
from expectations.errors import CatalogueError
from expectations.formula import parse_foreach, parse_formula
from expectations.messages import load_reasons, render_reason

RESEARCHED = Path(__file__).parents[3] / "shared" / "domain" / "identities.yaml"


def write(folder: Path, **changes: object) -> Path:
    """The catalogue with its first identity changed."""
    data = yaml.safe_load(CATALOGUE_FILE.read_text(encoding="utf-8"))
    data["identities"] = [{**data["identities"][0], **changes}]
    path = folder / "identities.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def machine(formula: str) -> dict[str, object]:
    return {"checks": {"report": formula}}


def test_every_researched_identity_is_a_rule() -> None:
    if not RESEARCHED.is_file():
        pytest.skip(f"no research at {RESEARCHED}")
    wanted = {entry["id"] for entry in yaml.safe_load(RESEARCHED.read_text(encoding="utf-8"))["identities"]}
    assert set(load_catalogue().by_id) == wanted


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"severtiy": "error"}, "severtiy"),
        ({"severity": "fatal"}, "severity"),
        ({"severity": {"total": "error"}}, "default"),
        ({"machine": None}, "exactly one of machine"),
        ({"machine": None, "template": {"sql": "no_such_rule"}}, "no_such_rule"),
        ({"editions": ["2020"]}, "editions"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(CatalogueError, match=words) as error:
        load_catalogue(write(tmp_path, **changes))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("t3.recieved.total == t3.carried_in.total", "t3.recieved.total"),
        ("t3.GROUP:leaves.total == t3.carried_in.total", "GROUP:leaves"),
        ("t3.carried_in.total = t3.carried_out.total", "exactly one of"),
        ("t3.carried_in.total t3.carried_out.total == t3.granted.total", "does not parse"),
        ("max(t3.GROUP:result_leaf.total) + t3.granted.total <= t3.carried_in.total", "stand alone"),
        ("t2.regulations.issued == t2.regulations.in_force", "form 2019 has no cell t2.regulations.issued"),
    ],
)
def test_a_formula_that_no_form_has_is_refused(tmp_path: Path, formula: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(words)):
        compile_catalogue(load_catalogue(write(tmp_path, machine=machine(formula))))


def test_identities_are_unique(tmp_path: Path) -> None:
    data = yaml.safe_load(CATALOGUE_FILE.read_text(encoding="utf-8"))
    data["identities"] = data["identities"][:1] * 2
    with pytest.raises(ValueError, match="T3-FLOW"):
        Catalogue.model_validate(data)


def test_a_formula_reads_as_written() -> None:
    formula = parse_formula("t2.a.b == t2.a.b@prev + t2.c.d - t2.e.f")
    assert [(t.sign, t.row, t.is_prev) for t in formula.right] == [(1, "a", True), (1, "c", False), (-1, "e", False)]
    foreach = parse_foreach("c in t3.columns")
    assert (foreach.name, foreach.table, foreach.group) == ("c", "t3", "columns")
    with pytest.raises(CatalogueError):
        parse_foreach("each c of t3")


def test_flow_is_written_out_for_every_column_of_every_form() -> None:
    flows = [i for i in load_compiled().instances if i.identity.id == "T3-FLOW"]
    assert len(flows) == 3 * 7  # 2019, 2021 and 2021 with （六）其他处理 as one row
    total = next(i for i in flows if i.scope == "total" and i.variant == "2021")
    assert {o.cell_key: (o.left, o.right) for o in total.operands} == {
        "t3.new_received.total": (1, 0),
        "t3.carried_in.total": (1, 0),
        "t3.total_processed.total": (0, 1),
        "t3.carried_out.total": (0, 1),
    }


def test_every_template_is_used_and_every_reason_has_words() -> None:
    used = {identity.template.sql for identity in load_catalogue().identities if identity.template}
    assert used == {path.stem for path in RULES_FOLDER.glob("*.sql")}
    sql = "".join(path.read_text(encoding="utf-8") for path in RULES_FOLDER.parent.rglob("*.sql"))
    codes = set(re.findall(r"'([a-z_]{4,}): '", sql)) | set(re.findall(r"'([a-z_]{4,}): [a-z]", sql))
    assert codes and codes <= set(load_reasons())
    assert render_reason("no_previous_report: 2019", "zh") == "没有2019年度报告可供比较"
    with pytest.raises(CatalogueError, match=r"reasons\.yaml"):
        render_reason("unheard_of: x", "en")


def test_every_legal_basis_reads_in_both_languages() -> None:
    for rule in load_catalogue().identities:
        words = re.sub(r"DB51/T|GB/T|GB", "", rule.legal_basis)
        assert not re.search(r"[A-Za-z]{2,}", words) and re.search(r"[一-龥]{2}", words), rule.id
        assert not re.search(r"[，。；：]", rule.legal_basis_en), rule.id


def test_schema_for_editors_knows_the_keys() -> None:
    assert '"message_zh"' in catalogue_schema()
