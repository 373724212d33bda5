"""Exit codes, and one line for everything that can go wrong."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from expectations.errors import ExpectationsError
from extract.errors import ExtractError
from flows.errors import FlowError, SettingsError, WrongUse
from flows.printable import printable
from transform.errors import TransformError
from warehouse.errors import NothingPublished, WarehouseError

DONE = 0
FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130

_ROOMS = (ExtractError, TransformError, WarehouseError, ExpectationsError, FlowError)


def explain(error: Exception, arguments: Sequence[str]) -> tuple[str, int]:
    """Return one line for a person and the exit code. An error no room raises is a bug of ours and says so."""
    if isinstance(error, typer.TyperException):
        return _one_line(f"{error.format_message()} Next: {_help_of(error)}"), WRONG_USE
    if isinstance(error, (SettingsError, WrongUse)):
        return _one_line(str(error)), WRONG_USE
    if isinstance(error, NothingPublished):
        return _one_line(_with_next(str(error), "nianbao demo, or nianbao nightly")), FAILED
    if isinstance(error, _ROOMS):
        return _one_line(str(error)), FAILED
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return _one_line(f"{error.strerror}{where}; next: mend it and type the same command again"), FAILED
    command = " ".join(arguments)
    return _one_line(f"{type(error).__name__}: {error} (a fault of ours); next: nianbao --debug {command}"), FAILED


def _with_next(message: str, command: str) -> str:
    return message if "next:" in message else f"{message}; next: {command}"


def _one_line(message: str) -> str:
    return printable(" ".join(message.split()))


def _help_of(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "nianbao"
    return f"{path} --help"
