"""Consoles that print scraped text as it is: Rich takes ``[/b]`` in it for markup of ours, ``:x:`` for a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from flows.printable import printable


class Terminal(Console):
    """A console without markup, emoji names and coloured numbers, in whose texts a terminal finds no commands.

    Colours are given as ``style=…`` or as a ``Text``.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Put signs for commands before widths are measured."""
        return super().render_str(printable(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Put signs for commands in texts that come as ``Text``; commands that Rich itself gives are marked as such."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else printable(text), style, control)
