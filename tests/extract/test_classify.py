"""Saved responses of every class, blocks and soft errors among them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.classify import classify_response, load_rules, visible_text
from extract.media import sniff_media_type
from extract.models import PageClass

FOLDER = Path(__file__).parent / "responses"
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_response_is_what_it_is(case: dict[str, Any]) -> None:
    body = (FOLDER / case["file"]).read_bytes()
    media_type = sniff_media_type(body, case["content_type"])
    headers = (("Content-Type", case["content_type"]),)
    page_class, reason = classify_response(case["status"], headers, body, media_type, case["was_ok"])
    assert page_class.value == case["page_class"], reason
    assert case["reason"] in reason


def test_every_class_has_a_saved_example() -> None:
    assert {case["page_class"] for case in CASES} == {page_class.value for page_class in PageClass}


def test_every_rule_decides_a_saved_example() -> None:
    decided = set()
    for case in CASES:
        body = (FOLDER / case["file"]).read_bytes()
        if sniff_media_type(body, case["content_type"]) == "text/html":
            text = body.decode("utf-8", "replace")
            fits = (n for n, rule in enumerate(load_rules()) if rule.fits(case["status"], text, visible_text(text)))
            decided.add(next(fits, None))
    undecided = set(range(len(load_rules()))) - decided
    assert undecided <= {number for number, rule in enumerate(load_rules()) if "请先登录" in rule.phrases}


def test_a_long_page_is_judged_by_its_beginning() -> None:
    page = (
        "<html><script>"
        + "x = 1;" * 5_000
        + "</script><body>"
        + "<p>主动公开政府信息二百余条</p>" * 3_000
        + "</body></html>"
    )
    assert len(visible_text(page)) >= 1_000
    assert visible_text(page).startswith("主动公开")


def test_a_script_that_never_ends_is_no_text() -> None:
    assert visible_text("<html><body><script>" + "主动公开" * 5_000) == ""
