"""Pages open from disk without a network, and what a publisher wrote stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.expectations.summary.conftest import EDUCATION, HOSTILE, HOSTILE_NAME
from tests.expectations.summary.pages import all_pages, open_page


def test_no_page_needs_anything_outside_itself(folder: Path) -> None:
    for path in all_pages(folder):
        text = path.read_text(encoding="utf-8")
        page = open_page(path)
        assert not page.css("link, img, iframe, object, embed, form, script[src], base"), path
        assert not re.search(r"@import|url\(", text), path
        assert [node.attributes["href"] for node in page.css("use")] == [
            href for node in page.css("use") if (href := node.attributes["href"]) and href.startswith("#i-")
        ]


def test_every_link_leads_to_a_file_of_the_summary_or_to_the_web(folder: Path) -> None:
    for path in all_pages(folder):
        for link in open_page(path).css("a"):
            href = link.attributes["href"] or ""
            parts = urlsplit(href)
            if parts.scheme:
                assert parts.scheme in {"http", "https"}
                assert link.attributes["rel"] == "noopener noreferrer"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path.name, href)
            assert folder.resolve() in target.parents or target == path
            if parts.fragment and target.suffix == ".html":
                assert open_page(target).css_first(f'[id="{parts.fragment}"]') is not None, (path.name, href)


def test_the_only_script_is_ours_and_the_policy_admits_only_its_digest(folder: Path) -> None:
    for path in all_pages(folder):
        text = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.S)
        assert len(scripts) == 1 == text.count("<script")
        digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
        policy = open_page(path).css_first("meta[http-equiv]").attributes["content"] or ""
        assert f"script-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy


def test_names_titles_quotes_and_addresses_stay_text(folder: Path) -> None:
    for path in all_pages(folder):
        page = open_page(path)
        handlers = [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
        assert not handlers
        assert not [a for a in page.css("a") if (a.attributes["href"] or "").lower().startswith("javascript")]
    index = open_page(folder / "index.html")
    assert any(HOSTILE_NAME in node.text() for node in index.css(".heat th"))
    organ = next(p for p in (folder / "organs").glob("*.html") if "evil" in p.name and ".en." not in p.name)
    shown = open_page(organ).text()
    assert "javascript:alert(document.cookie)" in shown
    assert '"><img src=x onerror=alert(2)>' in shown
    assert "<svg onload=alert(3)>收到9件" in open_page(folder / "organs" / f"{EDUCATION}.html").text()


def test_a_hostile_identifier_gives_a_plain_file_name_inside_the_folder(folder: Path) -> None:
    assert HOSTILE.startswith("../")
    stray = [p for p in folder.parent.rglob("*") if p.is_file() and folder not in p.parents]
    assert not stray
    names = [path.name for path in (folder / "organs").iterdir()]
    assert all(re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]*(\.en)?\.html", name) for name in names)


@pytest.mark.parametrize("name", ["index", "findings"])
def test_both_languages_lead_to_each_other(folder: Path, name: str) -> None:
    for own, other, code in ((f"{name}.html", f"{name}.en.html", "zh-CN"), (f"{name}.en.html", f"{name}.html", "en")):
        page = open_page(folder / own)
        assert page.css_first("html").attributes["lang"] == code
        assert page.css_first("a.twin").attributes["href"] == other
