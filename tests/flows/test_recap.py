"""What a recap tells: above all what was published although a check failed."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt

from flows.cli.recap_view import show_recap
from flows.cli.terminal import Terminal
from flows.recap import Recap


def shown(recap: Recap) -> str:
    console = Terminal(width=200, record=True, force_terminal=False)
    with console.capture() as capture:
        show_recap(recap, console)
    return capture.get()


def test_an_override_in_use_is_told_wherever_the_run_is_told() -> None:
    line = "P-COVERAGE-FALL until 2026-12-31 by 值班员: two towns were merged [/b]"
    recap = Recap("run", "nightly", "published", "home", 1.0, new=1, overridden=(line,), warnings=("P-BAND-MAXIMUM",))
    assert f"published by override: {line}" in shown(recap)
    assert "warning: P-BAND-MAXIMUM" in shown(recap)
    assert f"<strong>published by override</strong>: {line}" in MarkdownIt().render(recap.to_markdown())
    assert recap.to_json()["overridden"] == (line,)


def test_a_plain_night_tells_of_none() -> None:
    assert "override" not in shown(Recap("run", "nightly", "published", "home", 1.0, new=1))


def test_rules_that_no_report_let_be_assessed_are_named() -> None:
    rules = tuple(f"T3-{number}" for number in range(9))
    recap = Recap("run", "nightly", "published", "home", 1.0, new=1, never_assessable=rules)
    assert "9 rules in any report: T3-0, T3-1, T3-2, T3-3, T3-4, T3-5 and 3 more" in shown(recap)
    assert f"| never assessable | {', '.join(rules)} |" in recap.to_markdown()
    assert recap.to_json()["never_assessable"] == rules
    assert "assess" not in shown(Recap("run", "nightly", "published", "home", 1.0, new=1))


def test_prefects_page_shows_what_a_page_says_as_text() -> None:
    """Addresses and reasons are other people's: no link, picture, heading or element of theirs on the page of a run."""
    hostile = (
        "http://a.example/<img src=x onerror=alert(1)>![p](http://b.example/p)[c](javascript:alert(1))`x`**b**&lt;"
    )
    lines = (hostile, f"s0: failed: a\n\n# {hostile}\n\n<script>alert(1)</script>")
    recap = Recap("run", "nightly", "blocked", "home", 1.0, failures=lines, blocking=lines, warnings=lines)
    shown = MarkdownIt("commonmark", {"html": True}).render(recap.to_markdown())
    assert not re.findall("<(?:img|a|script|h1|b)[ >]", shown)
    assert shown.count(html.escape(hostile, quote=False)) == 3 * len(lines)
