"""Jinja2 with autoescape and strict names: everything that came from a page is text, never markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Hashable
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from expectations.summary.links import web_address
from expectations.summary.names import show_number
from expectations.summary.wording import Language, Words

PARTS_KEPT = 64
TEMPLATES = Path(__file__).with_name("templates")


def read_asset(name: str) -> str:
    """The text of one of the templates' files; `page.css` is the house style of every page."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = read_asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(
        style=Markup(read_asset("page.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_digest=digest,
        icons=Markup(read_asset("icons.svg")),  # noqa: S704 - our own file
    )
    environment.globals["once"] = _once
    environment.filters.update(number=show_number, percent=_percent, web_address=web_address)
    return environment


@lru_cache(PARTS_KEPT)
def _once(macro: Macro, words: Words, *arguments: Hashable) -> Markup:
    """What a macro gives in one language, kept: legends are the same on every page, and in every year of one."""
    return Markup(macro(words, *arguments))  # noqa: S704 - a macro's output is markup


def render_part(template: str, macro: str, words: Words, *arguments: object) -> Markup:
    """What one macro of a template gives."""
    return Markup(getattr(_environment().get_template(template).module, macro)(words, *arguments))  # noqa: S704 - as above


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate * 100:.1f}%"


def page_name(stem: str, language: Language) -> str:
    """``index.html`` in Chinese, ``index.en.html`` in English."""
    return f"{stem}.html" if language == "zh" else f"{stem}.en.html"


def render_page(template: str, words: Words, *, stem: str, root: str, **values: object) -> str:
    """One page. ``stem`` is its name without suffix, ``root`` the way back to the index page's folder ("" or "../")."""
    other: Language = "en" if words.language == "zh" else "zh"
    suffix = ".html" if words.language == "zh" else ".en.html"
    return (
        _environment()
        .get_template(template)
        .render(
            t=words, language=words.language, twin=page_name(stem, other), suffix=suffix, root=root, stem=stem, **values
        )
    )
