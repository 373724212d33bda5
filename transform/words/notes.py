"""Note marks beside a number or a label: ``12①``, ``12*``, ``12[1]``, ``总计（注1）``. Never a part of either.

A digit that is only raised (``<sup>1</sup>``) reaches this module as ``[1]``, written so by the reader that saw it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules


class NoteRules(BaseModel):
    """transform/words/notes.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signs: str
    digits: str
    words: tuple[str, ...]


@cache
def load_note_rules() -> NoteRules:
    """Read transform/words/notes.yaml once."""
    return read_rules(Path(__file__).parent / "notes.yaml", NoteRules)


_BRACKETED = re.compile(r"\[[0-9]{1,2}\]")
_LONGEST_MARKS = 60  # characters of all marks behind a text


@cache
def _mark() -> str:
    rules = load_note_rules()
    words = "|".join(map(re.escape, rules.words))
    digit = rf"(?:[0-9０-９]{{1,2}}|[{rules.digits}])"
    bracketed = rf"[\[［【〔](?:(?:{words})\s*{digit}?|{digit}|[{re.escape(rules.signs)}])[\]］】〕]"
    worded = rf"[(（](?:{words})\s*{digit}?[)）]|(?:{words})\s*{digit}"
    return rf"(?:{bracketed}|{worded}|[{rules.digits}{re.escape(rules.signs)}])"


@cache
def _behind_number() -> re.Pattern[str]:
    return re.compile(rf"(?<=[0-9０-９])(?:\s*{_mark()})+(?!\d)")


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=\S)(?:\s*{_mark()})+\s*$")


@cache
def _any_sign() -> re.Pattern[str]:
    rules = load_note_rules()
    return re.compile(rf"[\[［【〔{rules.digits}{re.escape(rules.signs)}]|{'|'.join(map(re.escape, rules.words))}")


def has_note(text: str) -> bool:
    """Whether a mark may be there at all: most texts have none."""
    return _any_sign().search(text) is not None


def cut_note(text: str) -> str:
    """A cell's text without the note marks at its end; a text that is nothing else is left as it is."""
    found = _at_end().search(text, max(0, len(text) - _LONGEST_MARKS)) if has_note(text) else None
    return text[: found.start()] if found else text


def is_mark(text: str) -> bool:
    """Nothing but one note mark in brackets: ``[1]``."""
    return _BRACKETED.fullmatch(text) is not None


def drop_notes(text: str) -> str:
    """Prose without the note marks behind its numbers."""
    return _behind_number().sub("", text) if has_note(text) else text
