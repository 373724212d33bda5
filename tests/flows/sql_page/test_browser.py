"""A real browser uses the page: asks, stops, searches, inserts; its policy refuses nothing of ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.sql_page.browser import CHROMIUM, Browser, open_browser
from tests.flows.sql_page.conftest import Site
from tests.flows.sql_page.test_page import LONG_QUERY, wait_until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: chromium-headless-shell)")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("chromium")
    with open_browser(folder) as browser:
        yield browser
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def browser(chromium: Browser, site: Site) -> Iterator[Browser]:
    chromium.look(1360, 900, "light")
    chromium.open(site.address)
    chromium.complaints.clear()
    yield chromium
    assert chromium.evaluate("document.title") == "年报数据查询 · nianbao"
    assert chromium.complaints == []


def type_sql(browser: Browser, sql: str) -> None:
    browser.evaluate(f"document.getElementById('sql').value = {sql!r}")


def test_a_question_is_answered_in_place(browser: Browser) -> None:
    browser.evaluate("window.sameDocument = true; document.querySelectorAll('.question')[2].click()")
    browser.wait_for("document.querySelector('table.answer')")
    assert browser.evaluate("document.querySelector('#answer h2').textContent") == "2 行"
    assert browser.evaluate("window.sameDocument") is True
    assert "mart.finding" in browser.evaluate("document.getElementById('sql').value")


def test_hostile_text_does_not_run(browser: Browser) -> None:
    type_sql(browser, "SELECT '<img src=x onerror=document.title=1><script>document.title=2</script>' AS a")
    browser.evaluate("document.querySelector('.go').click()")
    browser.wait_for("document.querySelector('table.answer td')")
    assert browser.evaluate("document.querySelector('table.answer td').textContent.startsWith('<img')") is True
    assert browser.evaluate("document.querySelectorAll('#answer img, #answer script').length") == 0


def test_a_long_query_is_stopped(browser: Browser, site: Site) -> None:
    type_sql(browser, LONG_QUERY)
    browser.evaluate("document.querySelector('.go').click()")
    browser.wait_for("!document.getElementById('stop').hidden")
    wait_until(site, is_busy=True)
    browser.evaluate("document.getElementById('stop').click()")
    browser.wait_for("document.getElementById('answer').textContent.includes('已停止')")
    wait_until(site, is_busy=False)


def test_the_dictionary_is_searched_and_inserts_names(browser: Browser) -> None:
    browser.evaluate(
        "var find = document.querySelector('#find input'); find.value = '规范性文件 现行有效';"
        "find.dispatchEvent(new Event('input'))"
    )
    shown = (
        "[...document.querySelectorAll('.words .table')].filter(t => !t.hidden).map(t => t.dataset.words.split(' ')[0])"
    )
    assert "mart.document" in browser.evaluate(shown)
    assert "ops.run" not in browser.evaluate(shown)
    type_sql(browser, "SELECT")
    browser.evaluate(
        "var box = document.getElementById('sql'); box.setSelectionRange(6, 6);"
        "document.querySelector('[data-insert=in_force]').click()"
    )
    assert browser.evaluate("document.getElementById('sql').value") == "SELECT in_force"
    browser.evaluate("find.value = '查无此词'; find.dispatchEvent(new Event('input'))")
    assert browser.evaluate("document.getElementById('nothing').hidden") is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1360])
def test_nothing_sticks_out(browser: Browser, width: int, scheme: str, tmp_path: Path) -> None:
    browser.look(width, 900, scheme)
    browser.evaluate("document.querySelectorAll('.question')[2].click()")
    browser.wait_for("document.querySelector('table.answer')")
    assert browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True
    browser.take_picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 20_000
