"""What the options before the command say, and where output goes: results to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.cli.terminal import Terminal

if TYPE_CHECKING:
    from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Session:
    """Options shared by all commands."""

    home: Path | None = None
    is_debug: bool = False
    is_quiet: bool = False

    def settings(self) -> Settings:
        """Load the settings of this session's home.

        Raises:
            SettingsError: one line naming file and key.
        """
        from flows.settings import load_settings

        return load_settings(self.home)

    def notes(self) -> Terminal:
        """Return the console for progress, recaps and hints: stderr, so that stdout can be piped."""
        return Terminal(stderr=True, quiet=self.is_quiet, soft_wrap=True)


def session_of(context: typer.Context) -> Session:
    """Return the session the callback of the root command made."""
    found = context.find_object(Session)
    return found or Session()


def results() -> Terminal:
    """Return the console for results: stdout; a pipe gets whole cells, a terminal what fits."""
    return Terminal(width=None if sys.stdout.isatty() else 10_000, soft_wrap=True)
