"""What a document made to cost time or memory is, and the report such documents are made from."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.transform.generator.numbers import realistic_numbers
from tests.transform.generator.page import Page, make_page

_HERE = "<p>本机关依法做好各项公开工作。</p>"


@dataclass(frozen=True)
class Bomb:
    """A document's media type, its bytes, and how it must end: ``report``, ``no report`` or ``refused: <code>``."""

    media_type: str
    make: Callable[[], bytes]
    outcomes: tuple[str, ...]


BOMBS: dict[str, Bomb] = {}


def bomb(media_type: str, *outcomes: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a document under its function's name."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        BOMBS[make.__name__] = Bomb(media_type, make, outcomes)
        return make

    return register


def page() -> Page:
    """A whole report of the 2021 edition."""
    return make_page("2021", realistic_numbers("2021", random.Random(3)))


def put(markup: str) -> bytes:
    """The report with ``markup`` in its first section."""
    return page().html().replace(_HERE, _HERE + markup).encode()


def table_of(rows: str) -> str:
    """A table of these rows."""
    return f"<table>{rows}</table>"
